/** Who may do what where, computed as Discord's documentation on permissions describes. */

import { refuse } from './refusals.ts'
import { type Channel, type Guild, home, type World } from './world.ts'

export const bits: Record<string, bigint> = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  MANAGE_WEBHOOKS: 1n << 29n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
}

const ALL = (1n << 53n) - 1n

export const bit = (name: string): bigint => {
  const found = bits[name]
  if (found === undefined) throw new Error(`no permission called ${name}`)
  return found
}

export const sum = (names: string[]) => names.reduce((total, name) => total | bit(name), 0n)

/** What @everyone may do from the start. */
export const ordinary = sum([
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'SEND_MESSAGES_IN_THREADS',
  'CREATE_PUBLIC_THREADS',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'ADD_REACTIONS',
  'USE_APPLICATION_COMMANDS',
])

export function inGuild(guild: Guild, userId: string): bigint {
  if (guild.ownerId === userId) return ALL
  const held = guild.members.get(userId)?.roles ?? []
  const total = guild.roles
    .filter(role => role.id === guild.id || held.includes(role.id))
    .reduce((sofar, role) => sofar | BigInt(role.permissions), 0n)
  return total & bit('ADMINISTRATOR') ? ALL : total
}

export function inChannel(world: World, channel: Channel, userId: string): bigint {
  const guild = world.guilds.get(channel.guildId)
  if (!guild?.members.has(userId)) return 0n
  const base = inGuild(guild, userId)
  if (base === ALL) return ALL
  const held = guild.members.get(userId)?.roles ?? []
  const layers = [
    (id: string) => id === guild.id,
    (id: string) => held.includes(id),
    (id: string) => id === userId,
  ]
  const granted = layers.reduce((total, mine) => {
    const rows = home(world, channel).overwrites.filter(row => mine(row.id))
    const deny = rows.reduce((all, row) => all | row.deny, 0n)
    return rows.reduce((all, row) => all | row.allow, total & ~deny)
  }, base)
  return granted & bit('VIEW_CHANNEL') ? granted : 0n
}

export const may = (world: World, channel: Channel, name: string, userId = world.bot.id) =>
  (inChannel(world, channel, userId) & bit(name)) !== 0n

/** The channel of that id if the bot may see it. @throws Refused 10003, 50001 */
export function seen(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw refuse('unknownChannel')
  if (!may(world, channel, 'VIEW_CHANNEL')) throw refuse('missingAccess')
  return channel
}

/** @throws Refused 50013 */
export function demand(world: World, channel: Channel, ...names: string[]) {
  for (const name of names) if (!may(world, channel, name)) throw refuse('missingPermissions')
}
