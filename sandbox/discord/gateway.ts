/** The gateway: sessions over websocket that log in, listen, break off and resume. */

import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { may } from './permissions.ts'
import { showArrival, showEvent } from './show.ts'
import type { Dispatch, World } from './world.ts'

const PRIVILEGED = { members: 1 << 1, presences: 1 << 8, content: 1 << 15 }
const KNOWN_INTENTS = (1 << 26) - 1
const KEPT_FOR_RESUME = 5_000
const SENDS_PER_MINUTE = 120
export const IDENTIFIES_PER_DAY = 1_000

interface Session {
  id: string
  intents: number
  seq: number
  kept: { s: number; frame: string }[]
  socket: WebSocket | undefined
}

export interface Gateway {
  dispatch(event: Dispatch): void
  /** Dispatches that a client has not yet read from its socket. */
  unread(): number
  sessions(): number
  /** Sends the next `times` dispatches twice. */
  repeat(times: number): void
  /** Op 7: the client is asked to come back and resume. */
  reconnect(): void
  /** Op 9: the session is over; with `resumable` it may yet be resumed. */
  invalidate(resumable: boolean): void
  /** Breaks every connection with that close code; 1006 without a word. */
  disconnect(code?: number): void
  identifiesLeft(): number
  close(): Promise<void>
}

interface Frame {
  op: number
  d: Record<string, unknown> | number | null
}

/** Sockets whose client answers a ping have read all that was sent before it. */
function readReceipts() {
  const pending = new Map<WebSocket, number>()
  return {
    sent(socket: WebSocket) {
      pending.set(socket, (pending.get(socket) ?? 0) + 1)
      socket.ping()
    },
    read: (socket: WebSocket) => pending.set(socket, Math.max(0, (pending.get(socket) ?? 0) - 1)),
    gone: (socket: WebSocket) => pending.delete(socket),
    total: () => [...pending.values()].reduce((sum, count) => sum + count, 0),
  }
}

export function gateway(world: World, server: Server): Gateway {
  const sockets = new WebSocketServer({ server, path: '/gateway', maxPayload: 16_384 })
  const sessions = new Map<string, Session>()
  const receipts = readReceipts()
  const identified: number[] = []
  let repeats = 0

  const left = () => IDENTIFIES_PER_DAY - identified.filter(at => world.clock.now() - at < 86_400_000).length

  function send(session: Session, t: string, d: object) {
    session.seq += 1
    const frame = JSON.stringify({ op: 0, t, s: session.seq, d })
    session.kept.push({ s: session.seq, frame })
    if (session.kept.length > KEPT_FOR_RESUME) session.kept.shift()
    if (session.socket?.readyState !== 1) return
    session.socket.send(frame)
    receipts.sent(session.socket)
  }

  function greet(session: Session) {
    const joined = [...world.guilds.values()].filter(guild => guild.joined)
    send(session, 'READY', {
      v: 10,
      user: { ...world.bot, mfa_enabled: false, verified: true, email: null },
      guilds: joined.map(guild => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: `${world.origin.replace('http', 'ws')}/gateway`,
      shard: [0, 1],
      application: { id: world.applicationId, flags: world.mayReadContent ? 1 << 19 : 0 },
      private_channels: [],
      relationships: [],
      presences: [],
      user_settings: {},
      _trace: [],
    })
    for (const guild of joined) send(session, 'GUILD_CREATE', showArrival(world, guild))
  }

  function identify(socket: WebSocket, d: Record<string, unknown>): Session | undefined {
    const intents = Number(d.intents)
    const granted = world.mayReadContent ? PRIVILEGED.content : 0
    const refused = (PRIVILEGED.members | PRIVILEGED.presences | PRIVILEGED.content) & ~granted
    if (d.token !== world.token || left() <= 0)
      return socket.close(4004, 'Authentication failed.') as undefined
    if (!Number.isInteger(d.intents) || intents & ~KNOWN_INTENTS)
      return socket.close(4013, 'Invalid intent(s).') as undefined
    if (intents & refused) return socket.close(4014, 'Disallowed intent(s).') as undefined
    identified.push(world.clock.now())
    const session: Session = { id: randomUUID().replaceAll('-', ''), intents, seq: 0, kept: [], socket }
    sessions.set(session.id, session)
    greet(session)
    return session
  }

  function resume(socket: WebSocket, d: Record<string, unknown>): Session | undefined {
    if (d.token !== world.token) return socket.close(4004, 'Authentication failed.') as undefined
    const session = sessions.get(String(d.session_id))
    const seq = Number(d.seq)
    const oldest = session?.kept[0]?.s ?? 1
    if (!session || seq > session.seq || seq + 1 < oldest) {
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }))
      return
    }
    session.socket = socket
    for (const { s, frame } of session.kept) {
      if (s <= seq) continue
      socket.send(frame)
      receipts.sent(socket)
    }
    send(session, 'RESUMED', { _trace: [] })
    return session
  }

  sockets.on('connection', (socket, request) => {
    let session: Session | undefined
    const sends: number[] = []
    const encoding = new URL(request.url ?? '/', world.origin).searchParams
    if (encoding.get('encoding') === 'etf' || encoding.get('compress'))
      return socket.close(4000, 'Only uncompressed JSON is spoken here.')
    socket.on('pong', () => receipts.read(socket))
    socket.on('close', () => {
      receipts.gone(socket)
      if (session?.socket === socket) session.socket = undefined
    })
    socket.on('error', () => socket.terminate())
    socket.on('message', raw => {
      const frame = readFrame(String(raw))
      if (!frame) return socket.close(4002, 'Error while decoding payload.')
      if (frame.op === 1) return socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }))
      const now = world.clock.now()
      sends.push(now)
      if (sends.filter(at => now - at < 60_000).length > SENDS_PER_MINUTE)
        return socket.close(4008, 'You are being rate limited.')
      if (frame.op !== 2 && frame.op !== 6)
        return session ? undefined : socket.close(4003, 'Not authenticated.')
      if (session) return socket.close(4005, 'Already authenticated.')
      const d = (typeof frame.d === 'object' && frame.d) || {}
      session = frame.op === 2 ? identify(socket, d) : resume(socket, d)
    })
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250, _trace: [] }, s: null, t: null }))
  })

  const live = () => [...sockets.clients]
  return {
    dispatch(event) {
      const twice = repeats > 0
      if (twice) repeats -= 1
      for (const session of sessions.values()) {
        if (!concerns(world, session, event)) continue
        const d = event.message
          ? showEvent(world, event.message, (session.intents & PRIVILEGED.content) !== 0)
          : event.d
        send(session, event.t, d)
        if (twice) send(session, event.t, d)
      }
    },
    unread: receipts.total,
    sessions: () => [...sessions.values()].filter(one => one.socket).length,
    repeat: times => {
      repeats += times
    },
    reconnect() {
      for (const socket of live()) socket.send(JSON.stringify({ op: 7, d: null, s: null, t: null }))
    },
    invalidate(resumable) {
      if (!resumable) sessions.clear()
      for (const socket of live()) socket.send(JSON.stringify({ op: 9, d: resumable, s: null, t: null }))
    },
    disconnect(code = 1006) {
      for (const socket of live())
        if (code === 1006) socket.terminate()
        else socket.close(code)
    },
    identifiesLeft: left,
    close: () =>
      new Promise(resolve => {
        for (const socket of live()) socket.terminate()
        sockets.close(() => resolve())
      }),
  }
}

function readFrame(text: string): Frame | undefined {
  try {
    const frame = JSON.parse(text) as Frame
    return typeof frame?.op === 'number' ? frame : undefined
  } catch {
    return undefined
  }
}

function concerns(world: World, session: Session, { intent, channel, t }: Dispatch): boolean {
  if (intent && !(session.intents & intent)) return false
  return !channel || t === 'INTERACTION_CREATE' || may(world, channel, 'VIEW_CHANNEL')
}
