/** Where everything is kept: small books, each with promises of its own, that every engine keeps alike. */
import type { Drafts } from './draft.ts'
import type { Follows } from './follow.ts'
import type { Grants } from './grant.ts'
import type { Instant, WorkspaceId } from './ids.ts'
import type { Lanes, Receipts } from './lane.ts'
import type { Leases } from './lease.ts'
import type { Ledger } from './ledger.ts'
import type { Notices } from './notice.ts'
import type { Records } from './records.ts'
import type { Timeline } from './timeline.ts'

/** Every write is durable when its promise resolves, and safe to repeat. */
export interface Store {
  readonly timeline: Timeline
  readonly follows: Follows
  readonly lanes: Lanes
  readonly receipts: Receipts
  readonly notices: Notices
  readonly drafts: Drafts
  readonly grants: Grants
  readonly ledger: Ledger
  readonly leases: Leases
  readonly records: Records

  /**
   * Forgets entries written before `before`, and the bodies that no receipt needs. What a lane had not read of
   * what it follows is listed as undeliverable, reason `expired`, with count and range. Receipts, drafts and
   * charges older than `before` go too, and records whose `until` has passed by now.
   */
  retain(before: Instant): Promise<void>

  /**
   * Removes all that is kept of a workspace, and bodies nobody else needs; resolves with how many were removed of
   * `follows`, `lanes`, `receipts`, `undeliverable`, `notices`, `drafts`, `grants`, `records` and `posts`.
   */
  erase(workspace: WorkspaceId): Promise<Readonly<Record<string, number>>>

  close(): Promise<void>
}
