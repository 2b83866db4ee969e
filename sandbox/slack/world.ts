/** What the pretend Slack holds: a workspace, its people and channels, what was said, and who asked for what. */
import type { Clock } from '../clock.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly admin?: boolean
  readonly guest?: boolean
  readonly bot?: boolean
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly isPrivate: boolean
  archived: boolean
  readonly members: Set<string>
}

export type Block = Readonly<Record<string, unknown>>

export interface Message {
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly byBot: boolean
  text: string
  blocks: readonly Block[]
  readonly thread_ts?: string
  readonly metadata?: {
    readonly event_type: string
    readonly event_payload: Readonly<Record<string, unknown>>
  }
  edited?: boolean
  deleted?: boolean
  /** Shown to this user alone. */
  readonly ephemeralTo?: string
}

export interface View {
  readonly id: string
  readonly hash: string
  readonly user: string
  readonly body: Readonly<Record<string, unknown>>
  readonly errors?: Readonly<Record<string, string>>
}

/** One asking of a member's: what may come of it, and until when. */
export interface Trigger {
  readonly id: string
  readonly user: string
  readonly channel: string
  readonly thread?: string
  readonly until: number
  used: boolean
  /** What was pressed: replaced by an answer that says so. */
  readonly source?: Message
  responses: number
  /** Called with everything that comes of it. */
  answered(answer: { message?: Message; view?: View }): void
}

export interface World {
  readonly clock: Clock
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly app: { readonly id: string; readonly bot: string; readonly botId: string }
  readonly tokens: { readonly bot: string; readonly app: string }
  scopes: ReadonlySet<string>
  readonly users: Map<string, User>
  readonly channels: Map<string, Channel>
  readonly messages: Message[]
  readonly views: Map<string, View>
  readonly triggers: Map<string, Trigger>
  readonly faults: string[]
  changed(): void
  /** A time stamp that names a message; never the same twice. */
  stamp(): string
  id(prefix: string): string
  /** Sends an event to the app, if it is subscribed to it. */
  event(body: Readonly<Record<string, unknown>>): void
}

export const scopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'channels:read',
  'groups:read',
  'users:read',
  'files:read',
  'files:write',
  'reactions:write',
  'pins:write',
  'im:write',
  'channels:history',
  'groups:history',
] as const

const bot = 'U0BACKCHNL'

/** The workspace that a stand-in starts with. */
export function furnish(clock: Clock, changed: () => void): World {
  const user = (id: string, name: string, displayName: string, more: Partial<User> = {}): [string, User] => [
    id,
    { id, name, displayName, ...more },
  ]
  const channel = (
    id: string,
    name: string,
    members: readonly string[],
    isPrivate = false,
  ): [string, Channel] => [id, { id, name, isPrivate, archived: false, members: new Set(members) }]
  const everyone = ['U01MARY', 'U01TOM', 'U01GIA']
  let lastStamp = 0
  let lastId = 0
  return {
    clock,
    team: { id: 'T01RIVER', name: 'Riverside Health', domain: 'riverside-health' },
    app: { id: 'A01BACKCHNL', bot, botId: 'B01BACKCHNL' },
    tokens: {
      bot: 'xoxb-100000000001-200000000002-sandboxSandboxSandbox1',
      app: 'xapp-1-A01BACKCHNL-300000000003-sandboxsandboxsandbox',
    },
    scopes: new Set(scopes),
    users: new Map([
      user('U01MARY', 'mary', 'Mary Okafor', { admin: true }),
      user('U01TOM', 'tom', 'Tom Lindqvist'),
      user('U01GIA', 'gia', 'Gia Moretti', { guest: true }),
      user(bot, 'backchannel', 'Backchannel', { bot: true }),
    ]),
    channels: new Map([
      channel('C01GENERAL', 'general', [...everyone, bot]),
      channel('C01HCSM', 'hcsm-live', [...everyone, bot]),
      channel('C01BOARD', 'board', ['U01MARY'], true),
    ]),
    messages: [],
    views: new Map(),
    triggers: new Map(),
    faults: [],
    changed,
    stamp() {
      lastStamp = Math.max(lastStamp + 1, Math.round(clock.now() * 1000))
      return `${Math.floor(lastStamp / 1e6)}.${String(lastStamp % 1e6).padStart(6, '0')}`
    },
    id(prefix) {
      lastId += 1
      return `${prefix}${String(lastId).padStart(8, '0')}`
    },
    event: () => {},
  }
}

/** A channel by `#name`, name or id. */
export function channelNamed(world: World, name: string): Channel {
  const plain = name.replace(/^#/, '')
  const found = world.channels.get(plain) ?? [...world.channels.values()].find(one => one.name === plain)
  if (!found) throw new Error(`no channel called ${name}`)
  return found
}

export function userNamed(world: World, name: string): User {
  const plain = name.replace(/^@/, '')
  const found = world.users.get(plain) ?? [...world.users.values()].find(one => one.name === plain)
  if (!found) throw new Error(`nobody called ${name}`)
  return found
}
