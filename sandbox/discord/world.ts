/** What the pretend Discord knows: its people, servers, channels, messages and everything in flight. */

import type { APIMessage, APIRole, APIUser } from 'discord-api-types/v10'
import type { Clock } from '#sandbox/clock.ts'

export interface Member {
  user: APIUser
  roles: string[]
  joinedAt: string
}

export interface Guild {
  id: string
  name: string
  ownerId: string
  roles: APIRole[]
  members: Map<string, Member>
  /** Whether the bot is a member now. */
  joined: boolean
}

export interface Overwrite {
  id: string
  type: 0 | 1
  allow: bigint
  deny: bigint
}

export interface ThreadState {
  ownerId: string
  archived: boolean
  locked: boolean
  minutes: number
  createdAt: number
  archivedAt: number
  activeAt: number
  members: Set<string>
  sent: number
}

export interface Channel {
  id: string
  guildId: string
  /** 0 text, 11 public thread, 15 forum. */
  type: number
  name: string
  position: number
  topic: string | null
  parentId: string | null
  overwrites: Overwrite[]
  messages: Message[]
  thread?: ThreadState
}

export interface Message {
  wire: APIMessage
  /** The only one who sees it. */
  ephemeralTo?: string
  /** The webhook that sent it, or the interaction token. */
  through?: string
}

export interface Webhook {
  id: string
  token: string
  name: string
  channelId: string
  applicationId: string | null
  misses: number
}

/** What a dispatch is about, so that each session gets what it may see. */
export interface Dispatch {
  t: string
  d: object
  intent?: number
  channel?: Channel
  message?: Message
}

export interface RegisteredCommand {
  id: string
  version: string
  guildId?: string
  definition: CommandDefinition
}

export interface CommandOption {
  type: number
  name: string
  description: string
  required?: boolean | null | undefined
  autocomplete?: boolean | null | undefined
  choices?: { name: string; value: string | number }[] | null | undefined
  options?: CommandOption[] | null | undefined
  min_value?: number | null | undefined
  max_value?: number | null | undefined
  min_length?: number | null | undefined
  max_length?: number | null | undefined
}

export interface CommandDefinition extends Record<string, unknown> {
  type: number
  name: string
  description: string
  options?: CommandOption[] | null | undefined
  default_member_permissions?: string | null | undefined
}

export interface Modal {
  custom_id: string
  title: string
  components: Record<string, unknown>[]
}

/** Something a person asked of the bot, and what came of it so far. */
export interface Interaction {
  id: string
  token: string
  type: 2 | 3 | 4 | 5
  at: number
  user: APIUser
  channel: Channel
  /** What a component or modal was attached to. */
  source?: Message
  name?: string
  target?: Message
  first?: 'reply' | 'defer' | 'deferUpdate' | 'update' | 'choices' | 'modal'
  original?: Message
  acknowledged: AbortController
  /** Every message that came of it. */
  seen: Message[]
  answer: Answer
}

/** What the person sees in return; it goes on changing as answers come. */
export interface Answer {
  /** Every message that came in answer or was changed by it, in order, as it stands now. */
  readonly messages: APIMessage[]
  modal?: Modal
  choices?: { name: string; value: string | number }[]
  /** Discord's "The application did not respond". */
  failed: boolean
}

export interface World {
  clock: Clock
  origin: string
  token: string
  applicationId: string
  bot: APIUser
  publicKey: string
  /** Whether Discord granted the Message Content intent. */
  mayReadContent: boolean
  users: Map<string, APIUser>
  guilds: Map<string, Guild>
  channels: Map<string, Channel>
  messages: Map<string, Message>
  webhooks: Map<string, Webhook>
  commands: RegisteredCommand[]
  interactions: Map<string, Interaction>
  modals: Map<string, { modal: Modal; from: Interaction }>
  nonces: Map<string, { messageId: string; at: number }>
  faults: string[]
  closing: AbortSignal
  id(): string
  dispatch(event: Dispatch): void
  changed(): void
  /** Hears of each answer to an interaction. */
  answered(interaction: Interaction): void
}

const EPOCH = 1_420_070_400_000

/** Ids as Discord makes them: milliseconds since 2015, then a count; never twice, always rising. */
export function snowflakes(clock: Clock) {
  let last = 0n
  return () => {
    const next = BigInt(Math.max(clock.now() - EPOCH, 31_536_000_000)) << 22n
    last = next > last ? next : last + 1n
    return String(last)
  }
}

export const iso = (at: number) => new Date(at).toISOString().replace('Z', '000+00:00')

/** The channel that gives a place its permissions: a thread has its parent's. */
export function home(world: World, channel: Channel): Channel {
  return (channel.parentId && world.channels.get(channel.parentId)) || channel
}
