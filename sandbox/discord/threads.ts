/** Threads and channels: begun, changed, put to sleep, deleted. */

import { GUILDS, take, tellUpdate } from './messages.ts'
import { refuse } from './refusals.ts'
import { showChannel, threadMember, threadsOf } from './show.ts'
import type { Channel, Message, World } from './world.ts'

export const ACTIVE_THREADS = 1000
const HAS_THREAD = 32

interface Beginning {
  channel: Channel
  name: string
  minutes?: number | null | undefined
  from?: Message
  ownerId: string
}

const tell = (world: World, t: string, channel: Channel, more = {}) =>
  world.dispatch({ t, d: { ...showChannel(world, channel), ...more }, intent: GUILDS, channel })

/** A thread begun from a message bears the message's id. @throws Refused 160004, 160006 */
export function begin(world: World, { channel, name, minutes, from, ownerId }: Beginning): Channel {
  if (channel.type !== 0 && channel.type !== 15) throw refuse('wrongChannelType')
  if (from && world.channels.has(from.wire.id)) throw refuse('hasThread')
  if (from && [18, 21].includes(from.wire.type)) throw refuse('system')
  if (threadsOf(world, channel.guildId).length >= ACTIVE_THREADS) throw refuse('tooManyThreads')
  const at = world.clock.now()
  const thread: Channel = {
    id: from?.wire.id ?? world.id(),
    guildId: channel.guildId,
    type: 11,
    name,
    position: 0,
    topic: null,
    parentId: channel.id,
    overwrites: [],
    messages: [],
    thread: {
      ownerId,
      archived: false,
      locked: false,
      minutes: minutes ?? 1440,
      createdAt: at,
      archivedAt: at,
      activeAt: at,
      members: new Set([ownerId]),
      sent: 0,
    },
  }
  world.channels.set(thread.id, thread)
  const mine = ownerId === world.bot.id ? { member: threadMember(world, thread) } : {}
  tell(world, 'THREAD_CREATE', thread, { newly_created: true, ...mine })
  if (from) announce(world, thread, from)
  world.changed()
  return thread
}

/** The two system traces of a thread begun from a message: a mark on it, and type 21 inside. */
function announce(world: World, thread: Channel, from: Message) {
  from.wire = { ...from.wire, flags: (from.wire.flags ?? 0) | HAS_THREAD }
  tellUpdate(world, from)
  const author = world.users.get(thread.thread?.ownerId ?? '') ?? world.bot
  take(world, {
    channel: thread,
    author,
    body: {},
    extra: {
      type: 21,
      message_reference: {
        type: 0,
        channel_id: from.wire.channel_id,
        message_id: from.wire.id,
        guild_id: thread.guildId,
      },
    },
  })
}

export interface Change {
  name?: string | null | undefined
  archived?: boolean | null | undefined
  locked?: boolean | null | undefined
  auto_archive_duration?: number | null | undefined
  topic?: string | null | undefined
}

export function change(world: World, channel: Channel, asked: Change) {
  if (asked.name) channel.name = asked.name
  if (asked.topic !== undefined) channel.topic = asked.topic
  const { thread } = channel
  if (thread) {
    thread.locked = asked.locked ?? thread.locked
    thread.minutes = asked.auto_archive_duration ?? thread.minutes
    if (asked.archived !== undefined && asked.archived !== null) {
      thread.archived = asked.archived
      thread.activeAt = world.clock.now()
      thread.archivedAt = world.clock.now()
    }
  }
  tell(world, thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', channel)
  world.changed()
}

export function drop(world: World, channel: Channel) {
  for (const one of [...world.channels.values()])
    if (one.parentId === channel.id) world.channels.delete(one.id)
  for (const one of channel.messages) world.messages.delete(one.wire.id)
  for (const hook of [...world.webhooks.values()])
    if (hook.channelId === channel.id) world.webhooks.delete(hook.id)
  const { id, guildId: guild_id, parentId: parent_id, type } = channel
  const d = channel.thread ? { id, guild_id, parent_id, type } : showChannel(world, channel)
  world.dispatch({ t: channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE', d, intent: GUILDS, channel })
  world.channels.delete(id)
  world.changed()
}
