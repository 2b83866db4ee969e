/** Keeps the messages: taken, changed and removed, each told to whoever may know. */

import type { APIMessage, APIUser } from 'discord-api-types/v10'
import type { AllowedMentions, AnswerBody, EditBody } from './bodies.ts'
import { everyPart } from './components.ts'
import { pingsOf } from './mentions.ts'
import { refuse } from './refusals.ts'
import { asleep, showChannel } from './show.ts'
import { type Channel, iso, type Message, type World } from './world.ts'

export const GUILDS = 1
export const GUILD_MESSAGES = 1 << 9
export const EPHEMERAL = 64
export const LOADING = 128
const V2 = 1 << 15
const SUPPRESS_EMBEDS = 4
/** What an app may set: suppressed embeds, silence, V2 components; ephemeral is decided elsewhere. */
const SETTABLE = SUPPRESS_EMBEDS | (1 << 12) | V2

export interface File {
  field: string
  filename: string
  size: number
  type: string
}

export interface Draft {
  channel: Channel
  author: APIUser
  body: AnswerBody
  files?: File[]
  defaults?: 'everything' | 'users'
  repliedTo?: Message | undefined
  ephemeralTo?: string | undefined
  through?: string
  /** Anything else that stands in the message. */
  extra?: Partial<Record<keyof APIMessage, unknown>>
  loading?: boolean
}

/** Without nulls, as Discord gives things back. */
function pruned<T>(it: T): T {
  if (Array.isArray(it)) return it.map(pruned) as T
  if (typeof it !== 'object' || it === null) return it
  const kept = Object.entries(it).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept.map(([key, value]) => [key, pruned(value)])) as T
}

const oneOfMany = { min_values: 1, max_values: 1 }

/** What Discord fills in where a layout says nothing. */
const presets: Record<number, object> = {
  3: oneOfMany,
  5: oneOfMany,
  6: oneOfMany,
  7: oneOfMany,
  8: oneOfMany,
  14: { divider: true, spacing: 1 },
  17: { accent_color: null, spoiler: false },
}

const shownMedia = (world: World, one: object) => {
  const { media } = one as { media: { url: string } }
  return {
    description: null,
    spoiler: false,
    ...one,
    media: { ...media, id: world.id(), proxy_url: media.url },
  }
}

function numbered(world: World, components: unknown): unknown[] {
  const copy = structuredClone(pruned(components ?? [])) as unknown[]
  everyPart(copy).forEach((part, index) => {
    const media = (part.items as object[] | undefined)?.map(one => shownMedia(world, one))
    const filled = part.type === 11 ? shownMedia(world, part) : { ...part, ...(media && { items: media }) }
    Object.assign(part, presets[Number(part.type)], filled, { id: part.id || index + 1 })
  })
  return copy
}

const embedsOf = (body: { embeds?: unknown[] | null | undefined }) =>
  (body.embeds ?? []).map(one => ({ ...(pruned(one) as object), type: 'rich' }))

function attached(world: World, files: File[], notes: AnswerBody['attachments']) {
  return files.map((file, index) => {
    const note = notes?.find(one => `files[${one.id}]` === file.field) ?? notes?.[index]
    const url = `${world.origin}/attachments/${world.id()}/${encodeURIComponent(file.filename)}`
    return pruned({
      id: world.id(),
      filename: note?.filename ?? file.filename,
      size: file.size,
      url,
      proxy_url: url,
      content_type: file.type,
      description: note?.description,
    })
  })
}

const nothing = (wire: APIMessage) =>
  !wire.content &&
  !wire.embeds.some(one => Object.keys(one).length > 1) &&
  !wire.attachments.length &&
  !((wire.flags ?? 0) & V2 && wire.components?.length)

function compose(world: World, draft: Draft): APIMessage {
  const { body, author, channel, repliedTo } = draft
  const pings = pingsOf(world, {
    content: body.content ?? '',
    allowed: author.bot || draft.through ? body.allowed_mentions : { parse: [] },
    defaults: draft.defaults ?? 'everything',
    repliedTo: repliedTo?.wire.author,
  })
  const flags = ((body.flags ?? 0) & SETTABLE) | (draft.ephemeralTo ? EPHEMERAL : 0)
  return {
    id: world.id(),
    type: repliedTo ? 19 : 0,
    channel_id: channel.id,
    author,
    content: body.content ?? '',
    timestamp: iso(world.clock.now()),
    edited_timestamp: null,
    tts: body.tts ?? false,
    mention_everyone: pings.everyone,
    mentions: pings.users,
    mention_roles: pings.roles,
    attachments: attached(world, draft.files ?? [], body.attachments),
    embeds: embedsOf(body),
    components: numbered(world, body.components),
    pinned: false,
    flags: flags | (draft.loading ? LOADING : 0),
    ...(repliedTo && {
      message_reference: {
        type: 0,
        channel_id: channel.id,
        message_id: repliedTo.wire.id,
        guild_id: channel.guildId,
      },
    }),
    ...draft.extra,
  } as unknown as APIMessage
}

/** Takes a message. @throws Refused 50006 when there is nothing in it */
export function take(world: World, draft: Draft): Message {
  const wire = compose(world, draft)
  if (nothing(wire) && !draft.loading && wire.type !== 21 && wire.type !== 18) throw refuse('empty')
  const message: Message = {
    wire,
    ...(draft.ephemeralTo && { ephemeralTo: draft.ephemeralTo }),
    ...(draft.through && { through: draft.through }),
  }
  world.messages.set(wire.id, message)
  if (!message.ephemeralTo) {
    draft.channel.messages.push(message)
    stir(world, draft.channel, wire)
    world.dispatch({ t: 'MESSAGE_CREATE', d: {}, intent: GUILD_MESSAGES, channel: draft.channel, message })
  }
  world.changed()
  return message
}

/** A message wakes the thread it comes into. */
function stir(world: World, channel: Channel, wire: APIMessage) {
  const { thread } = channel
  if (!thread || wire.type === 21) return
  const slept = asleep(world, channel)
  thread.activeAt = world.clock.now()
  thread.archived = false
  thread.sent += 1
  thread.members.add(wire.author.id)
  if (slept) world.dispatch({ t: 'THREAD_UPDATE', d: showChannel(world, channel), intent: GUILDS, channel })
}

/** What of an edit changes the mentions: new text is read anew, with the defaults unless told otherwise. */
function reparsed(
  world: World,
  wire: APIMessage,
  body: EditBody & { allowed_mentions?: AllowedMentions | null | undefined },
) {
  if (body.content === undefined) return {}
  const pings = pingsOf(world, {
    content: body.content ?? '',
    allowed: body.allowed_mentions,
    defaults: wire.webhook_id || wire.interaction_metadata ? 'users' : 'everything',
  })
  return { mentions: pings.users, mention_roles: pings.roles, mention_everyone: pings.everyone }
}

/** Changes a message; what the body leaves out stays. */
export function amend(world: World, message: Message, body: EditBody, files: File[] = []): Message {
  const { wire } = message
  const kept = (wire.flags ?? 0) & ~SUPPRESS_EMBEDS & ~LOADING
  const flags =
    body.flags === undefined || body.flags === null
      ? (wire.flags ?? 0) & ~LOADING
      : kept | (body.flags & SETTABLE)
  const loaded = (wire.flags ?? 0) & LOADING
  const next = {
    ...wire,
    ...reparsed(world, wire, body),
    ...(body.content !== undefined && { content: body.content ?? '' }),
    ...(body.embeds !== undefined && { embeds: embedsOf(body) }),
    ...(body.components !== undefined && { components: numbered(world, body.components) }),
    ...(files.length && { attachments: attached(world, files, body.attachments) }),
    flags,
    edited_timestamp: loaded ? null : iso(world.clock.now()),
  } as unknown as APIMessage
  if (nothing(next)) throw refuse('empty')
  message.wire = next
  tellUpdate(world, message)
  return message
}

export function tellUpdate(world: World, message: Message) {
  const channel = world.channels.get(message.wire.channel_id)
  if (channel && !message.ephemeralTo)
    world.dispatch({ t: 'MESSAGE_UPDATE', d: {}, intent: GUILD_MESSAGES, channel, message })
  world.changed()
}

export function remove(world: World, message: Message) {
  const { id, channel_id } = message.wire
  world.messages.delete(id)
  const channel = world.channels.get(channel_id)
  world.changed()
  if (!channel || message.ephemeralTo) return
  const at = channel.messages.indexOf(message)
  if (at >= 0) channel.messages.splice(at, 1)
  const d = { id, channel_id, guild_id: channel.guildId }
  world.dispatch({ t: 'MESSAGE_DELETE', d, intent: GUILD_MESSAGES, channel })
}

/** The message of that id in that channel, if it can be reached there. @throws Refused 10008 */
export function messageIn(world: World, channel: Channel, id: string): Message {
  const found = world.messages.get(id)
  if (!found || found.ephemeralTo || found.wire.channel_id !== channel.id) throw refuse('unknownMessage')
  return found
}
