/** Socket Mode: envelopes to any one of the app's connections, acknowledged within three seconds or sent again. */
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { World } from './world.ts'

const ackMs = 3000
/** When an event that was not acknowledged comes again. */
const againMs = [0, 60_000, 300_000]
const mostConnections = 10

export interface Socket {
  /** Sends an envelope and resolves with what the app acknowledged it with; undefined when it did not in time. */
  send(type: string, payload: unknown): Promise<unknown>
  /** An event: sent again until it is acknowledged, three times at most. */
  event(payload: unknown): void
  connections(): number
  /** Envelopes not yet acknowledged. */
  open(): number
  /** Asks the app to connect anew, or drops it without a word. */
  disconnect(how?: 'refresh_requested' | 'abrupt'): void
  close(): void
}

export function socket(world: World, server: Server, signal: AbortSignal): Socket {
  const sockets = new Set<WebSocket>()
  const waiting = new Map<string, (payload: unknown) => void>()
  const listening = new WebSocketServer({ server, path: '/socket', maxPayload: 1024 * 1024 })
  let turn = 0

  listening.on('connection', connection => {
    if (sockets.size >= mostConnections) return connection.close(4000, 'too many connections')
    sockets.add(connection)
    connection.on('close', () => sockets.delete(connection))
    connection.on('error', () => sockets.delete(connection))
    connection.on('message', raw => {
      try {
        const { envelope_id: id, payload } = JSON.parse(String(raw))
        waiting.get(id)?.(payload ?? {})
      } catch {
        world.faults.push('the app sent what is no JSON over its socket')
      }
    })
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.size,
        debug_info: { host: 'stand-in', approximate_connection_time: 18_060 },
        connection_info: { app_id: world.app.id },
      }),
    )
  })

  const once = async (envelope: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const all = [...sockets]
    const to = all[turn++ % Math.max(1, all.length)]
    if (!to) return undefined
    const id = String(envelope.envelope_id)
    const acked = new AbortController()
    const answer = new Promise<unknown>(resolve => waiting.set(id, resolve))
    to.send(JSON.stringify(envelope))
    const late = world.clock.sleep(ackMs, AbortSignal.any([signal, acked.signal])).then(() => undefined)
    const first = await Promise.race([answer, late])
    acked.abort()
    waiting.delete(id)
    return first
  }

  const send = (type: string, payload: unknown, more: Readonly<Record<string, unknown>> = {}) =>
    once({
      envelope_id: world.id('E'),
      type,
      payload,
      accepts_response_payload: type !== 'events_api',
      ...more,
    })

  const event = async (payload: unknown) => {
    const again = [...againMs]
    for (let attempt = 0; attempt <= againMs.length && !signal.aborted; attempt += 1) {
      const more =
        attempt > 0
          ? { retry_attempt: attempt, retry_reason: 'timeout' }
          : { retry_attempt: 0, retry_reason: '' }
      if ((await send('events_api', payload, more)) !== undefined) return
      await world.clock.sleep(again.shift() ?? 0, signal)
    }
  }

  return {
    send,
    event: payload => void event(payload),
    connections: () => sockets.size,
    open: () => (sockets.size > 0 ? waiting.size : 0),
    disconnect(how = 'refresh_requested') {
      for (const one of sockets)
        if (how === 'abrupt') one.terminate()
        else one.send(JSON.stringify({ type: 'disconnect', reason: how, debug_info: { host: 'stand-in' } }))
    },
    close() {
      for (const one of sockets) one.terminate()
      listening.close()
    },
  }
}
