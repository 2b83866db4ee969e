/** The filtered stream: who is connected, what is sent to them, and all that goes wrong on such a line. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { constants, createGzip, type Gzip } from 'node:zlib'
import type { Clock } from '../clock.ts'
import { disconnected, Refused, refusals } from './refusals.ts'
import type { Selection } from './show.ts'

export interface StreamManner {
  /** What becomes of a second connection: refused, or it ends the first. */
  second: 'refuse' | 'evict'
  /** Cut chunks inside characters, as the network does. */
  torn: boolean
  /** Send each of the next n lines twice. */
  duplicate: number
  /** Hold the next n lines back and send them in reverse. */
  shuffle: number
  /** Break off in the middle of the next line. */
  cutNext: boolean
  /** Say nothing, not even keep-alives, though the line stays open. */
  hush: boolean
  /** Compress for who accepts it. */
  gzip: boolean
}

export interface Line {
  uuid: string
  selection: Selection
  since: number
  compressed: boolean
}

export interface Stream {
  /** Answers a connect request; the response stays open. */
  open(
    response: ServerResponse,
    selection: Selection,
    acceptsGzip: boolean,
    headers: Record<string, string>,
  ): void
  lines(): Line[]
  /** Sends a line to one connection, or to all of them. */
  send(text: string, to?: Line): void
  /** Puts bytes on every connection as they are. */
  raw(text: string): void
  manner(change: Partial<StreamManner>): void
  /** Ends every line: with the in-stream error of that kind, or by resetting the socket. */
  disconnect(kind?: string): void
  reset(): void
  kill(uuids?: string[]): { uuid: string; success: boolean }[]
  /** Lines handed over that the system has not taken yet. */
  pending(): number
}

interface Connection extends Line {
  response: ServerResponse
  gzip: Gzip | undefined
  ended: AbortController
  queue: (Buffer | 'end')[]
}

const keepAliveMs = 20_000
/** Who leaves so many pieces unread is dropped without a word. */
const slowReaderAt = 20_000

export function stream(clock: Clock, start: Partial<StreamManner>): Stream {
  const open = new Map<string, Connection>()
  const manner: StreamManner = {
    second: 'refuse',
    torn: true,
    duplicate: 0,
    shuffle: 0,
    cutNext: false,
    hush: false,
    gzip: true,
    ...start,
  }
  const held: { text: string; to: Line | undefined }[] = []
  let pending = 0

  const write = (connection: Connection, bytes: Buffer, done: () => void) => {
    if (!connection.gzip) return connection.response.write(bytes, done)
    connection.gzip.write(bytes)
    connection.gzip.flush(constants.Z_SYNC_FLUSH, done)
  }
  // One piece at a time: what is written in one turn would arrive as one chunk.
  const pump = (connection: Connection) => {
    const [piece] = connection.queue
    if (!piece) return
    const done = () => {
      if (connection.queue.shift()) pending--
      if (connection.queue.length) setImmediate(pump, connection)
    }
    if (piece !== 'end') return write(connection, piece, done)
    if (connection.gzip) connection.gzip.end(done)
    else connection.response.end(done)
  }
  const queue = (connection: Connection, ...pieces: Connection['queue']) => {
    pending += pieces.length
    if (connection.queue.push(...pieces) === pieces.length) pump(connection)
    if (connection.queue.length > slowReaderAt) connection.response.socket?.resetAndDestroy()
  }
  const put = (connection: Connection, text: string) => {
    const bytes = Buffer.from(text)
    const at = manner.torn ? bytes.findIndex(byte => byte >= 0xc0) + 1 : 0
    queue(connection, ...(at ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes]))
  }
  const drop = (connection: Connection) => {
    open.delete(connection.uuid)
    connection.ended.abort()
    pending -= connection.queue.splice(0).length
  }
  const end = (connection: Connection, how: 'end' | 'destroy') => {
    open.delete(connection.uuid)
    connection.ended.abort()
    if (how === 'destroy') connection.response.socket?.resetAndDestroy()
    else queue(connection, 'end')
  }
  const targets = (to: Line | undefined) =>
    [...open.values()].filter(connection => !to || connection.uuid === to.uuid)
  const all = (text: string, to?: Line) => {
    for (const connection of targets(to)) put(connection, text)
  }
  const say = (text: string, to: Line | undefined) => {
    if (manner.hush) return
    if (manner.cutNext) {
      manner.cutNext = false
      all(text.slice(0, Math.ceil(text.length / 2)), to)
      for (const connection of targets(to)) end(connection, 'end')
      return
    }
    const times = manner.duplicate-- > 0 ? 2 : 1
    for (let i = 0; i < times; i++) all(`${text}\r\n`, to)
    manner.duplicate = Math.max(0, manner.duplicate)
  }
  const keepAlive = async (connection: Connection) => {
    for (;;) {
      await clock.sleep(keepAliveMs, connection.ended.signal)
      if (connection.ended.signal.aborted) return
      if (!manner.hush) put(connection, '\r\n')
    }
  }

  return {
    open(response, selection, acceptsGzip, headers) {
      if (open.size && manner.second === 'refuse') throw new Refused(refusals.tooManyConnections)
      for (const connection of open.values()) end(connection, 'end')
      const gzip = acceptsGzip && manner.gzip ? createGzip() : undefined
      const uuid = randomUUID()
      const connection: Connection = {
        uuid,
        selection,
        since: clock.now(),
        compressed: gzip !== undefined,
        response,
        gzip,
        ended: new AbortController(),
        queue: [],
      }
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        ...headers,
        ...(gzip && { 'content-encoding': 'gzip' }),
      })
      response.flushHeaders()
      gzip?.pipe(response)
      response.on('close', () => drop(connection))
      open.set(uuid, connection)
      void keepAlive(connection)
    },
    lines: () => [...open.values()],
    send(text, to) {
      if (manner.shuffle > 0) {
        held.push({ text, to })
        if (--manner.shuffle > 0) return
        for (const { text: late, to: whom } of held.splice(0).reverse()) say(late, whom)
        return
      }
      say(text, to)
    },
    raw: text => all(text),
    manner(change) {
      Object.assign(manner, change)
    },
    disconnect(kind) {
      if (kind) all(`${JSON.stringify(disconnected(kind))}\r\n`)
      for (const connection of open.values()) end(connection, 'end')
    },
    reset() {
      for (const connection of open.values()) end(connection, 'destroy')
    },
    kill(uuids) {
      const wanted = uuids ?? [...open.keys()]
      return wanted.map(uuid => {
        const connection = open.get(uuid)
        if (connection) end(connection, 'end')
        return { uuid, success: connection !== undefined }
      })
    },
    pending: () => pending,
  }
}
