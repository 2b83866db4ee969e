/** The book of leases. A database belongs to one process, so those of an earlier one are void; epochs go on growing. */
import type { Leases } from '#core/lease.ts'
import type { Book } from './book.ts'
import type { Database } from './database.ts'

export function leases(db: Database, { look }: { readonly look: boolean }): Book<Leases> {
  if (!look) db.run('update leases set until = 0, holder = ?', '')
  const now = () => performance.now()
  return {
    take(name, holder, ttlMs) {
      const row = db.one('select epoch, holder, until from leases where name = ?', name)
      const own = row?.holder === holder
      if (row && !own && Number(row.until) > now()) return undefined
      const epoch = Number(row?.epoch ?? 0) + (own ? 0 : 1)
      db.run(
        `insert into leases (name, epoch, holder, until) values (?, ?, ?, ?)
         on conflict do update set epoch = excluded.epoch, holder = excluded.holder, until = excluded.until`,
        name,
        epoch,
        holder,
        now() + ttlMs,
      )
      return { name, epoch, holder }
    },
    renew: ({ name, epoch, holder }, ttlMs) =>
      db.run(
        'update leases set until = ? where name = ? and epoch = ? and holder = ?',
        now() + ttlMs,
        name,
        epoch,
        holder,
      ) > 0,
    release: ({ name, epoch, holder }) =>
      void db.run(
        "update leases set until = 0, holder = '' where name = ? and epoch = ? and holder = ?",
        name,
        epoch,
        holder,
      ),
  }
}
