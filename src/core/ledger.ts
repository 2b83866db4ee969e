/** What was read and posted and what that cost, by resource and UTC day. */
import type { Instant, Micros } from './ids.ts'

export interface Charge {
  /** What is billed once per UTC day: `post:x:17…`, `author:x:12`; a request that is billed each time has an id of its own. */
  readonly resource: string
  readonly micros: Micros
  /** Accounts it is booked on, beside the whole: `chat:hcsm`. */
  readonly on?: readonly string[]
}

export interface Ledger {
  /** Writes charges down at `at`; a resource already charged that UTC day costs nothing more. Resolves with what was spent that day. */
  charge(charges: readonly Charge[], at: Instant): Promise<Micros>
  /** What was spent on the UTC day of `at`, in all or booked on one account. */
  spent(at: Instant, on?: string): Promise<Micros>
  /** The same of the UTC calendar month of `at`. */
  spentMonth(at: Instant, on?: string): Promise<Micros>
}

/** `$0.05`, `$0.015`: as few decimals as it needs, two at least. */
export const dollars = (micros: Micros): string =>
  `$${(micros / 1e6).toFixed(4).replace(/(\.\d\d\d*?)0+$/, '$1')}`

/** The next midnight, UTC: when a daily budget begins anew. */
export const nextDay = (at: Instant): Instant => (Math.floor(at / 86_400_000) + 1) * 86_400_000

/** The first and the last millisecond of the UTC calendar month of `at`. */
export function monthOf(at: Instant): { readonly first: Instant; readonly last: Instant } {
  const day = new Date(at)
  const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth())
  return { first, last: Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1) - 1 }
}
