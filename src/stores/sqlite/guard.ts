/** Keeps out who has lost the lease on a channel's partition. */
import { Stale } from '#core/errors.ts'
import type { ChannelId } from '#core/ids.ts'
import type { Fence } from '#core/lease.ts'
import type { Database } from './database.ts'

export function guard(db: Database, channel: ChannelId, fence: Fence): void {
  const row = db.one(
    `select e.name, e.epoch, e.holder from lanes l join leases e on e.name = l.body ->> 'partition' where l.channel = ?`,
    channel,
  )
  if (fence.name !== row?.name || fence.epoch !== row.epoch || fence.holder !== row.holder)
    throw new Stale(
      `The lease ${fence.name} is not held by epoch ${fence.epoch} any more; nothing was written.`,
    )
}
