/** A local stand-in of Discord: REST, gateway, people and what they see, on one loopback port. */

import type { AddressInfo } from 'node:net'
import { coalesced } from '#sandbox/changes.ts'
import type { Clock } from '#sandbox/clock.ts'
import { asking } from './asking.ts'
import { emptyWorld, furnish } from './furnish.ts'
import { bot, openHealthCircle, type ServerPlan } from './furniture.ts'
import { type Gateway, gateway } from './gateway.ts'
import { rateLimits } from './limits.ts'
import { type Misbehaviour, mischief } from './mischief.ts'
import { people } from './people.ts'
import { type Arrived, front } from './server.ts'
import { views } from './views.ts'

export interface DiscordOptions {
  clock: Clock
  host?: string
  port?: number
  limits?: 'real' | 'lifted'
  /** Grants the privileged Message Content intent; not by default. */
  messageContent?: boolean
  /** How many refused requests in ten minutes bring a ban; 10,000 in truth. */
  banAfter?: number
  servers?: ServerPlan[]
}

type Verbs = ReturnType<typeof people> & ReturnType<typeof asking> & ReturnType<typeof views>
type Doors = Pick<Gateway, 'repeat' | 'reconnect' | 'invalidate' | 'disconnect' | 'sessions'>

export interface DiscordStandIn extends Verbs, Doors {
  /** What the client option `rest: { api }` takes. */
  url: string
  gatewayUrl: string
  token: string
  applicationId: string
  botId: string
  requests: Arrived[]
  faults: string[]
  /** Requests in flight and dispatches not yet read by the client. */
  busy(): number
  misbehave(rule: Misbehaviour): () => void
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

export async function discordStandIn(options: DiscordOptions): Promise<DiscordStandIn> {
  const { clock, host = '127.0.0.1', port = 0, limits = 'real', messageContent = false } = options
  const { changed, onChange } = coalesced()
  const ending = new AbortController()
  const world = emptyWorld({ clock, changed, closing: ending.signal, mayReadContent: messageContent })
  for (const plan of options.servers ?? [openHealthCircle]) furnish(world, plan)

  const wrongs = mischief()
  let doors: Gateway | undefined
  const { server, requests, inFlight } = front({
    world,
    mischief: wrongs,
    limits: rateLimits(clock, limits === 'lifted', options.banAfter),
    identifiesLeft: () => doors?.identifiesLeft() ?? 0,
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  world.origin = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${(server.address() as AddressInfo).port}`
  const open = gateway(world, server)
  doors = open
  world.dispatch = open.dispatch

  return {
    url: `${world.origin}/api`,
    gatewayUrl: `${world.origin.replace('http', 'ws')}/gateway`,
    token: bot.token,
    applicationId: bot.applicationId,
    botId: world.bot.id,
    requests,
    faults: world.faults,
    busy: () => inFlight() + open.unread(),
    misbehave: wrongs.add,
    onChange,
    ...people(world),
    ...asking(world),
    ...views(world),
    repeat: open.repeat,
    reconnect: open.reconnect,
    invalidate: open.invalidate,
    disconnect: open.disconnect,
    sessions: open.sessions,
    async close() {
      ending.abort()
      await open.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
