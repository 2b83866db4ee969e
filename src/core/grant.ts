/** Who may do what in a workspace beyond what the platform says. */
import type { Instant, MemberId, RoleId, WorkspaceId } from './ids.ts'
import type { Member } from './workspace.ts'

export interface Grant {
  readonly workspace: WorkspaceId
  /** A member or a role. */
  readonly to: MemberId | RoleId
  readonly name: string
  readonly by: MemberId
  readonly at: Instant
}

export interface Grants {
  /** Lets a member or role speak for the team; false when they already may. */
  add(grant: Grant): Promise<boolean>
  remove(workspace: WorkspaceId, to: MemberId | RoleId): Promise<boolean>
  of(workspace: WorkspaceId): Promise<readonly Grant[]>
  /** Whether only admins may follow and pause here. */
  narrowed(workspace: WorkspaceId): Promise<boolean>
  narrow(workspace: WorkspaceId, narrowed: boolean): Promise<void>
}

/** Whether a member speaks for the team: an admin, someone named, or someone with a role that is named. */
export const speaks = (member: Member, grants: readonly Grant[]): boolean =>
  member.admin || grants.some(({ to }) => [member.id, ...member.roles].some((own: string) => own === to))
