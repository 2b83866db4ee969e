/** Turns what the stand-in knows into what Discord sends. */

import type { APIMessage } from 'discord-api-types/v10'
import { inChannel, may } from './permissions.ts'
import { type Channel, type Guild, iso, type Member, type Message, type World } from './world.ts'

export const showMember = (member: Member) => ({
  user: member.user,
  roles: member.roles,
  nick: null,
  avatar: null,
  banner: null,
  joined_at: member.joinedAt,
  premium_since: null,
  pending: false,
  mute: false,
  deaf: false,
  flags: 0,
  communication_disabled_until: null,
  avatar_decoration_data: null,
  collectibles: null,
})

/** As it comes beside a user that is already there. */
export function memberAlone(world: World, guildId: string, userId: string) {
  const member = world.guilds.get(guildId)?.members.get(userId)
  if (!member) return undefined
  const { user: _user, ...rest } = showMember(member)
  return rest
}

const lastOf = (channel: Channel) => channel.messages.findLast(one => !one.ephemeralTo)?.wire.id ?? null

export function showChannel(world: World, channel: Channel): Record<string, unknown> {
  const common = {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    last_message_id: lastOf(channel),
    rate_limit_per_user: 0,
    flags: 0,
  }
  if (channel.thread) return { ...common, ...showThread(world, channel) }
  return {
    ...common,
    topic: channel.topic,
    position: channel.position,
    nsfw: false,
    permission_overwrites: channel.overwrites.map(row => ({
      ...row,
      allow: String(row.allow),
      deny: String(row.deny),
    })),
    ...(channel.type === 15 && { available_tags: [] }),
  }
}

/** A thread falls asleep after its minutes without a message. */
export function asleep(world: World, channel: Channel): boolean {
  const it = channel.thread
  if (it && !it.archived && world.clock.now() - it.activeAt > it.minutes * 60_000) {
    it.archived = true
    it.archivedAt = it.activeAt + it.minutes * 60_000
  }
  return it?.archived ?? false
}

function showThread(world: World, channel: Channel) {
  const it = channel.thread
  if (!it) return {}
  return {
    owner_id: it.ownerId,
    thread_metadata: {
      archived: asleep(world, channel),
      archive_timestamp: iso(it.archivedAt),
      auto_archive_duration: it.minutes,
      locked: it.locked,
      create_timestamp: iso(it.createdAt),
    },
    message_count: channel.messages.filter(one => !one.ephemeralTo && one.wire.type !== 21).length,
    total_message_sent: it.sent,
    member_count: it.members.size,
  }
}

export const threadMember = (world: World, channel: Channel, userId = world.bot.id) => ({
  id: channel.id,
  user_id: userId,
  join_timestamp: iso(channel.thread?.createdAt ?? 0),
  flags: 0,
})

export function threadsOf(world: World, guildId: string): Channel[] {
  const here = [...world.channels.values()].filter(one => one.thread && one.guildId === guildId)
  return here.filter(one => !asleep(world, one) && may(world, one, 'VIEW_CHANNEL'))
}

export function showGuild(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: guild.roles,
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    application_id: null,
    max_members: 500_000,
    region: 'deprecated',
  }
}

/** GUILD_CREATE: without the privileged intents only the bot's own member comes. */
export function showArrival(world: World, guild: Guild) {
  const bot = guild.members.get(world.bot.id)
  const channels = [...world.channels.values()].filter(one => one.guildId === guild.id)
  const plain = channels.filter(one => !one.thread && may(world, one, 'VIEW_CHANNEL'))
  return {
    ...showGuild(guild),
    joined_at: bot?.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: bot ? [showMember(bot)] : [],
    channels: plain.map(one => showChannel(world, one)),
    threads: threadsOf(world, guild.id).map(one => ({
      ...showChannel(world, one),
      ...(one.thread?.members.has(world.bot.id) && { member: threadMember(world, one) }),
    })),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

/** The bot's own words, words to it, and with the intent all words; else blank. */
function readable(world: World, message: APIMessage, mayRead: boolean): boolean {
  if (mayRead) return true
  if (message.author.id === world.bot.id || message.application_id === world.applicationId) return true
  return message.mentions.some(user => user.id === world.bot.id)
}

const blank = { content: '', embeds: [], attachments: [], components: [] }

/** A message as REST gives it. */
export function showMessage(world: World, message: Message, mayRead = world.mayReadContent): APIMessage {
  const { wire } = message
  const thread = world.channels.get(wire.id)
  const before = wire.message_reference?.message_id
  const replied = wire.type === 19 && before ? world.messages.get(before) : undefined
  return {
    ...wire,
    ...(readable(world, wire, mayRead) ? {} : blank),
    ...(wire.type === 19 && {
      referenced_message: replied
        ? { ...showMessage(world, { wire: { ...replied.wire, type: 0 } }, mayRead) }
        : null,
    }),
    ...(thread && { thread: showChannel(world, thread) }),
  } as APIMessage
}

/** A message as the gateway gives it. */
export function showEvent(world: World, message: Message, mayRead: boolean) {
  const channel = world.channels.get(message.wire.channel_id)
  const guildId = channel?.guildId ?? ''
  const member = message.wire.webhook_id ? undefined : memberAlone(world, guildId, message.wire.author.id)
  const shown = showMessage(world, message, mayRead)
  return {
    ...shown,
    guild_id: guildId,
    channel_type: channel?.type,
    ...(member && { member }),
    mentions: shown.mentions.map(user => ({ ...user, member: memberAlone(world, guildId, user.id) })),
  }
}

/** A channel as it comes inside an interaction. */
export const channelForAsker = (world: World, channel: Channel, userId: string) => ({
  ...showChannel(world, channel),
  permissions: String(inChannel(world, channel, userId)),
})
