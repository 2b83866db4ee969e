/** Our ids and Discord's: only here is one turned into the other. */
import type { ChannelId, MemberId, MessageId, RoleId, WorkspaceId } from '#core/ids.ts'
import type { Channel } from '#core/workspace.ts'

export const workspaceId = (guild: string): WorkspaceId => `discord:${guild}`
export const channelId = (guild: string, channel: string): ChannelId => `discord:${guild}/${channel}`
export const memberId = (guild: string, user: string): MemberId => `discord:${guild}/${user}`
export const roleId = (guild: string, role: string): RoleId => `discord:${guild}/${role}`

/** The part after the last slash: the channel, member or role as Discord names it. */
export const native = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** Discord's limits bind the bot, wherever it speaks. */
export const channel = (guild: string, id: string, name?: string): Channel => ({
  id: channelId(guild, id),
  platform: 'discord',
  workspace: workspaceId(guild),
  partition: 'discord',
  ...(name !== undefined && { name }),
})

/** A long post is several messages, the first of which stands for all: `1+2`. */
export const toMessage = (ids: readonly string[]): MessageId => ids.join('+')
export const messages = (message: MessageId): readonly string[] => message.split('+')
export const firstOf = (message: MessageId): string => messages(message)[0] ?? message
