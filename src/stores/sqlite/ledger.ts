/** The book of what was spent, by resource and UTC day, and of what it was booked on. */

import type { Ledger } from '#core/ledger.ts'
import { monthOf } from '#core/ledger.ts'
import type { Book } from './book.ts'
import type { Database } from './database.ts'

const dayOf = (at: number): number => Math.floor(at / 86_400_000)

export function ledger(db: Database): Book<Ledger> {
  const between = (first: number, last: number, on = ''): number =>
    Number(
      db.one(
        'select sum(micros) as micros from booked where account = ? and day between ? and ?',
        on,
        first,
        last,
      )?.micros ?? 0,
    )
  const spent = (at: number, on?: string): number => between(dayOf(at), dayOf(at), on)
  return {
    charge(charges, at) {
      const day = dayOf(at)
      for (const { resource, micros, on = [] } of charges) {
        const added = db.run(
          'insert or ignore into charges (day, resource, micros) values (?, ?, ?)',
          day,
          resource,
          micros,
        )
        if (added === 0) continue
        for (const account of new Set(['', ...on]))
          db.run(
            'insert into booked (account, day, micros) values (?, ?, ?) on conflict do update set micros = micros + excluded.micros',
            account,
            day,
            micros,
          )
      }
      return spent(at)
    },
    spent,
    spentMonth(at, on) {
      const { first, last } = monthOf(at)
      return between(dayOf(first), dayOf(last), on)
    },
  }
}
