/** Our ids and Slack's: only here is one turned into the other. */
import type { ChannelId, MemberId, MessageId, WorkspaceId } from '#core/ids.ts'
import type { Channel } from '#core/workspace.ts'

export const workspaceId = (team: string): WorkspaceId => `slack:${team}`
export const channelId = (team: string, channel: string): ChannelId => `slack:${team}/${channel}`
export const memberId = (team: string, user: string): MemberId => `slack:${team}/${user}`

/** The part after the last slash: the channel or member as Slack names it. */
export const native = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** Slack's limits bind by workspace. */
export const channel = (team: string, id: string, name?: string): Channel => ({
  id: channelId(team, id),
  platform: 'slack',
  workspace: workspaceId(team),
  partition: `slack:${team}`,
  ...(name !== undefined && { name }),
})

/** A long post is several messages, the first of which stands for all: `1.1+1.2`. */
export const toMessage = (ids: readonly string[]): MessageId => ids.join('+')
export const messages = (message: MessageId): readonly string[] => message.split('+')
export const firstOf = (message: MessageId): string => messages(message)[0] ?? message
