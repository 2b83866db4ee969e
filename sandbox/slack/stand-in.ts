/** A local stand-in of Slack: Web API, Socket Mode, people and what they see, on one loopback port. */
import type { AddressInfo } from 'node:net'
import { coalesced } from '../changes.ts'
import type { Clock } from '../clock.ts'
import { asking } from './asking.ts'
import { limits } from './limits.ts'
import { people } from './people.ts'
import { type Arrived, front, type Misbehaviour } from './server.ts'
import { socket } from './socket.ts'
import { furnish, type World } from './world.ts'

export interface SlackOptions {
  readonly clock: Clock
  readonly host?: string
  readonly port?: number
  readonly limits?: 'real' | 'lifted'
}

export interface SlackStandIn extends ReturnType<typeof people>, ReturnType<typeof asking> {
  /** In place of https://slack.com/api/. */
  readonly url: string
  readonly botToken: string
  readonly appToken: string
  readonly teamId: string
  readonly requests: readonly Arrived[]
  readonly faults: string[]
  /** Requests in flight and envelopes not yet acknowledged. */
  busy(): number
  misbehave(rule: Misbehaviour): () => void
  onChange(listener: () => void): () => void
  disconnect(how?: 'refresh_requested' | 'abrupt'): void
  connections(): number
  /** Sends the last event again, as Slack does when it is not sure. */
  repeat(): void
  close(): Promise<void>
}

export async function slackStandIn({
  clock,
  host = '127.0.0.1',
  port = 0,
  limits: kept = 'real',
}: SlackOptions): Promise<SlackStandIn> {
  const { changed, onChange } = coalesced()
  const ending = new AbortController()
  const world = furnish(clock, changed)
  let origin = ''
  const served = front({
    world,
    limited: limits(clock, kept === 'lifted'),
    socketUrl: () => `${origin.replace('http', 'ws')}/socket?ticket=${world.id('ticket')}`,
  })
  const line = socket(world, served.server, ending.signal)
  let last: unknown
  world.event = body => {
    last = envelope(world, body)
    line.event(last)
  }
  await new Promise<void>((resolve, reject) => {
    served.server.once('error', reject)
    served.server.listen(port, host, resolve)
  })
  origin = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${(served.server.address() as AddressInfo).port}`
  return {
    url: `${origin}/api/`,
    botToken: world.tokens.bot,
    appToken: world.tokens.app,
    teamId: world.team.id,
    requests: served.requests,
    faults: world.faults,
    busy: () => served.inFlight() + line.open(),
    misbehave: served.misbehave,
    onChange,
    disconnect: line.disconnect,
    connections: line.connections,
    repeat: () => line.event(last),
    async close() {
      ending.abort()
      line.close()
      const closed = new Promise(resolve => served.server.close(resolve))
      served.server.closeAllConnections()
      await closed
    },
    ...people(world),
    ...asking(world, line, () => origin),
  }
}

const envelope = (world: World, event: Readonly<Record<string, unknown>>) => ({
  token: 'sandbox',
  team_id: world.team.id,
  api_app_id: world.app.id,
  event,
  type: 'event_callback',
  event_id: world.id('Ev'),
  event_time: Math.floor(world.clock.now() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: world.team.id,
      user_id: world.app.bot,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: world.id('ctx'),
})
