/** A store that forgets everything when it goes: small enough to be believed, for tests and as the measure of the others. */
import { type Clock, realClock } from '#core/clock.ts'
import type { Records } from '#core/records.ts'
import type { Store } from '#core/store.ts'
import { drafts, follows, grants, leases, ledger, notices, records } from './books.ts'
import { lanes } from './lanes.ts'
import { receipts } from './receipts.ts'
import { empty } from './state.ts'
import { timeline } from './timeline.ts'
import { erase, retain } from './upkeep.ts'

export function memoryStore({ clock = realClock }: { readonly clock?: Clock } = {}): Store {
  const state = empty()
  return {
    timeline: apart(timeline(state)),
    follows: apart(follows(state)),
    lanes: apart(lanes(state)),
    receipts: apart(receipts(state)),
    notices: apart(notices(state)),
    drafts: apart(drafts(state)),
    grants: apart(grants(state)),
    ledger: apart(ledger(state)),
    leases: apart(leases(state)),
    records: apart(records(state)) as unknown as Records,
    retain: async before => retain(state, before, clock.now()),
    erase: async workspace => erase(state, workspace),
    close: async () => {},
  }
}

type Asked<Book> = {
  readonly [Method in keyof Book]: Book[Method] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Answer>
    : never
}

/** What goes in and out is copied, as over any wire: nobody can change what is kept by changing what they hold. */
function apart<Book extends object>(book: Book): Asked<Book> {
  const methods = Object.entries(book).map(([name, method]) => [
    name,
    async (...given: unknown[]) => structuredClone(method(...structuredClone(given))),
  ])
  return Object.fromEntries(methods) as Asked<Book>
}
