/** All books of a database, as the worker keeps them. */
import type { Store } from '#core/store.ts'
import type { Database } from './database.ts'
import { drafts } from './drafts.ts'
import { follows } from './follows.ts'
import { grants } from './grants.ts'
import { lanes } from './lanes.ts'
import { leases } from './leases.ts'
import { ledger } from './ledger.ts'
import { notices } from './notices.ts'
import { receipts } from './receipts.ts'
import { records } from './records.ts'
import { timeline } from './timeline.ts'
import { erase, retain } from './upkeep.ts'

export type Answers = Readonly<Record<string, (...given: never[]) => unknown>>

/** Every method of every book, by name; those of the store itself under `store`. */
export const books = (
  db: Database,
  { look }: { readonly look: boolean },
): Readonly<Record<string, Answers>> => ({
  timeline: timeline(db),
  follows: follows(db),
  lanes: lanes(db),
  receipts: receipts(db),
  notices: notices(db),
  drafts: drafts(db),
  grants: grants(db),
  ledger: ledger(db),
  leases: leases(db, { look }),
  records: records(db),
  store: {
    retain: (before: number, now: number) => retain(db, before, now),
    erase: (workspace: string) => erase(db, workspace),
  },
})

type Methods<Book> = Readonly<Record<keyof Book, true>>

/** What can be asked of each book; the compiler sees to it that nothing is missing. */
export const asked: {
  readonly [Name in Exclude<keyof Store, 'retain' | 'erase' | 'close'>]: Methods<Store[Name]>
} = {
  timeline: {
    append: true,
    remove: true,
    entries: true,
    since: true,
    before: true,
    newest: true,
    posts: true,
    latest: true,
  },
  follows: { add: true, change: true, remove: true, of: true, all: true, channels: true },
  lanes: {
    read: true,
    enter: true,
    all: true,
    awake: true,
    open: true,
    settle: true,
    refuse: true,
    move: true,
    pause: true,
    stop: true,
    lose: true,
    undeliverable: true,
  },
  receipts: { of: true, lost: true, ofMessage: true, channels: true, due: true, amended: true },
  notices: { put: true, next: true, drop: true },
  drafts: { put: true, read: true, move: true, sent: true, ofPost: true },
  grants: { add: true, remove: true, of: true, narrowed: true, narrow: true },
  ledger: { charge: true, spent: true, spentMonth: true },
  leases: { take: true, renew: true, release: true },
  records: { read: true, write: true, remove: true, list: true },
}
