/** What we may do in channels, as the gateway has told us. */
import { type Client, PermissionFlagsBits as Flags, type Guild, type GuildBasedChannel } from 'discord.js'
import type { Trouble } from './errors.ts'
import { permissions } from './invite.ts'

/** Without these nothing can be said in a channel. */
const speaking = [Flags.ViewChannel, Flags.SendMessages, Flags.EmbedLinks]

export const trouble = (client: Client): Trouble => ({
  missing(id) {
    const channel = client.channels.cache.get(id)
    if (!channel || channel.isDMBased()) return []
    const held = heldIn(channel)
    return held ? permissions.filter(({ bit }) => !held.has(bit)).map(({ name }) => name) : []
  },
})

export const maySpeak = (channel: GuildBasedChannel): boolean => heldIn(channel)?.has(speaking) === true

export const textChannels = (guild: Guild): GuildBasedChannel[] => [
  ...guild.channels.cache.filter(channel => channel.isTextBased() && !channel.isThread()).values(),
]

function heldIn(channel: GuildBasedChannel) {
  const { me } = channel.guild.members
  return me ? channel.permissionsFor(me) : undefined
}
