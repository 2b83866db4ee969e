/** What people and admins do in the pretend Discord. */

import { mentionsTyped } from './mentions.ts'
import { amend, GUILD_MESSAGES, GUILDS, remove, take } from './messages.ts'
import { bit, may, sum } from './permissions.ts'
import { showArrival, showGuild } from './show.ts'
import { begin, change, drop } from './threads.ts'
import { channelNamed, userNamed } from './views.ts'
import type { Guild, Message, World } from './world.ts'

export interface Saying {
  /** Says it in the thread under this message, which is begun if need be. */
  thread?: string
  /** Replies to this message, with a ping unless `quietly`. */
  replyTo?: string
  quietly?: boolean
}

export function messageOf(world: World, id: string): Message {
  const found = world.messages.get(id)
  if (!found) throw new Error(`no message ${id}`)
  return found
}

export function guildNamed(world: World, name?: string): Guild {
  const all = [...world.guilds.values()]
  const found = name ? all.find(one => one.id === name || one.name === name) : all[0]
  if (!found) throw new Error(`no server called ${name}`)
  return found
}

export function people(world: World) {
  function overwrite(channel: string, who: string, set: { allow?: string[]; deny?: string[] }) {
    const place = channelNamed(world, channel)
    const guild = world.guilds.get(place.guildId)
    const role = guild?.roles.find(one => one.id === who || one.name === who)
    const id = role?.id ?? userNamed(world, who)
    const allow = sum(set.allow ?? [])
    const deny = sum(set.deny ?? [])
    const row = place.overwrites.find(one => one.id === id) ?? { id, type: role ? 0 : 1, allow: 0n, deny: 0n }
    row.allow = (row.allow & ~deny) | allow
    row.deny = (row.deny & ~allow) | deny
    place.overwrites = [...place.overwrites.filter(one => one !== row), row as (typeof place.overwrites)[0]]
    change(world, place, {})
  }

  return {
    /** Writes in a channel or thread. */
    async say(channel: string, user: string, text: string, { thread, replyTo, quietly }: Saying = {}) {
      const author = world.users.get(userNamed(world, user))
      if (!author) throw new Error(`nobody called ${user}`)
      const place = channelNamed(world, channel)
      const under = thread
        ? (world.channels.get(thread) ??
          begin(world, {
            channel: place,
            name: text.slice(0, 50),
            from: messageOf(world, thread),
            ownerId: author.id,
          }))
        : place
      const repliedTo = replyTo ? messageOf(world, replyTo) : undefined
      const typed = mentionsTyped(world, text)
      const pinged = repliedTo && !quietly ? [repliedTo.wire.author] : []
      const users = [...new Map([...typed.mentions, ...pinged].map(one => [one.id, one])).values()]
      const extra = { ...typed, mentions: users.filter(one => world.users.has(one.id)) }
      return take(world, { channel: under, author, body: { content: text }, repliedTo, extra }).wire
    },
    async edit(message: string, text: string) {
      return amend(world, messageOf(world, message), { content: text, allowed_mentions: { parse: [] } }).wire
    },
    async erase(message: string) {
      remove(world, messageOf(world, message))
    },
    async react(message: string, user: string, emoji: string) {
      const { wire } = messageOf(world, message)
      const channel = world.channels.get(wire.channel_id)
      const d = {
        user_id: userNamed(world, user),
        channel_id: wire.channel_id,
        message_id: wire.id,
        guild_id: channel?.guildId,
        emoji: { id: null, name: emoji },
        burst: false,
        type: 0,
      }
      if (channel) world.dispatch({ t: 'MESSAGE_REACTION_ADD', d, intent: 1 << 10, channel })
    },
    async deleteChannel(channel: string) {
      drop(world, channelNamed(world, channel))
    },
    async changeThread(thread: string, set: { archived?: boolean; locked?: boolean }) {
      change(world, channelNamed(world, thread), set)
    },
    /** Takes a permission from the bot, or from whoever is named, in a channel. */
    async revoke(channel: string, permission: string, from = world.bot.username) {
      bit(permission)
      overwrite(channel, from, { deny: [permission] })
    },
    async grant(channel: string, permission: string, to = world.bot.username) {
      bit(permission)
      overwrite(channel, to, { allow: [permission] })
    },
    /** Whether somebody may do something there. */
    may: (channel: string, user: string, permission: string) =>
      may(world, channelNamed(world, channel), permission, userNamed(world, user)),
    async kickBot(server?: string) {
      const guild = guildNamed(world, server)
      guild.joined = false
      guild.members.delete(world.bot.id)
      world.dispatch({ t: 'GUILD_DELETE', d: { id: guild.id }, intent: GUILDS })
      world.changed()
    },
    async inviteBot(server?: string) {
      const guild = guildNamed(world, server)
      const role = guild.roles.find(one => one.name === world.bot.username)
      const joinedAt = new Date(world.clock.now()).toISOString()
      guild.members.set(world.bot.id, { user: world.bot, roles: role ? [role.id] : [], joinedAt })
      guild.joined = true
      world.dispatch({ t: 'GUILD_CREATE', d: showArrival(world, guild), intent: GUILDS })
      world.changed()
    },
    /** Discord loses a server for a while, and has it again. */
    async outage(server?: string) {
      const guild = guildNamed(world, server)
      world.dispatch({ t: 'GUILD_DELETE', d: { id: guild.id, unavailable: true }, intent: GUILDS })
    },
    async recover(server?: string) {
      world.dispatch({ t: 'GUILD_CREATE', d: showArrival(world, guildNamed(world, server)), intent: GUILDS })
    },
    async renameServer(name: string, server?: string) {
      const guild = guildNamed(world, server)
      guild.name = name
      world.dispatch({ t: 'GUILD_UPDATE', d: showGuild(guild), intent: GUILDS })
    },
    /** Sends a message event once more, as the gateway sometimes does. */
    async echo(message: string) {
      const found = messageOf(world, message)
      const channel = world.channels.get(found.wire.channel_id)
      if (channel)
        world.dispatch({ t: 'MESSAGE_CREATE', d: {}, intent: GUILD_MESSAGES, channel, message: found })
    },
  }
}
