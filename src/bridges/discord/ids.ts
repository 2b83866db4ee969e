/** Our ids of what stands on Discord, and back: `discord:<server>/<channel, member or role>`. */
import type { ChannelId, MemberId, Partition, RoleId, WorkspaceId } from '#core/ids.ts'

/** One bot, one set of limits. */
export const partition: Partition = 'discord'

export const toWorkspace = (guild: string): WorkspaceId => `discord:${guild}`
export const toChannelId = (guild: string, channel: string): ChannelId => `discord:${guild}/${channel}`
export const toMemberId = (guild: string, user: string): MemberId => `discord:${guild}/${user}`
export const toRoleId = (guild: string, role: string): RoleId => `discord:${guild}/${role}`

/** The last part of a channel's, member's or role's id, as Discord knows it. */
export const bare = (id: ChannelId | MemberId | RoleId): string => id.slice(id.lastIndexOf('/') + 1)
export const guildOf = (id: ChannelId | WorkspaceId): string => /^discord:(\d+)/.exec(id)?.[1] ?? ''

/** Discord's ids carry their millisecond since 2015. */
const epoch = 1_420_070_400_000
export const idAt = (at: number): string => String(BigInt(Math.max(0, Math.floor(at) - epoch)) << 22n)
export const madeAt = (id: string): number => Number(BigInt(id) >> 22n) + epoch
