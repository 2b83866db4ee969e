/** The book of what was spent, by resource and UTC day. */
import type { Ledger } from '#core/ledger.ts'
import type { Book } from './book.ts'
import type { Database } from './database.ts'

const dayOf = (at: number): number => Math.floor(at / 86_400_000)

export function ledger(db: Database): Book<Ledger> {
  const spent = (at: number): number =>
    Number(db.one('select micros from days where day = ?', dayOf(at))?.micros ?? 0)
  return {
    charge(charges, at) {
      const day = dayOf(at)
      for (const { resource, micros } of charges) {
        const added = db.run(
          'insert or ignore into charges (day, resource, micros) values (?, ?, ?)',
          day,
          resource,
          micros,
        )
        if (added > 0)
          db.run(
            'insert into days (day, micros) values (?, ?) on conflict do update set micros = micros + excluded.micros',
            day,
            micros,
          )
      }
      return spent(at)
    },
    spent,
  }
}
