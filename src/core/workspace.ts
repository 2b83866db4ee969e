/** Where a team talks, and who is talking. */
import type { ChannelId, MemberId, Partition, Platform, RoleId, WorkspaceId } from './ids.ts'

export interface Channel {
  readonly id: ChannelId
  readonly platform: Platform
  readonly workspace: WorkspaceId
  /** The limit domain it belongs to. */
  readonly partition: Partition
  /** As members see it, without `#`; absent where the platform did not say. */
  readonly name?: string
}

/** Someone who talks in a workspace, with what the platform says they may do there, at the time of asking. */
export interface Member {
  readonly id: MemberId
  readonly name: string
  /** May decide for the workspace: owner, administrator, who installed Backchannel. */
  readonly admin: boolean
  /** May change what a channel is for: on Discord who may manage it, on Slack any member who is not a guest. */
  readonly manages: boolean
  readonly roles: readonly RoleId[]
}

/** Someone, or a role that several have. */
export interface Person {
  readonly id: MemberId | RoleId
  readonly name: string
}
