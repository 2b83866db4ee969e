/** Holds our own account of what was read against the network's: it has the last word on what it bills. */
import { NetworkError } from './errors.ts'
import type { Instant } from './ids.ts'
import type { Parts } from './parts.ts'
import { kind, update } from './records.ts'

export interface Reconciled {
  readonly at: Instant
  /** By UTC day, oldest first: posts read as we have it, and as the network bills them. */
  readonly days: readonly { readonly day: Instant; readonly ours: number; readonly theirs: number }[]
}

/** By network. */
export const reconciled = kind<Reconciled>('reconciled')

/** Today's figure lags, and is looked at tomorrow. */
const days = 7

export async function reconcile({
  store,
  source,
  clock,
  log,
}: Pick<Parts, 'store' | 'source' | 'clock' | 'log'>): Promise<void> {
  const now = clock.now()
  try {
    const billed = await source.billed(days)
    if (!billed) return
    const both: { readonly day: Instant; readonly ours: number; readonly theirs: number }[] = []
    for (const { day, posts } of billed) {
      if (day + 86_400_000 > now) continue
      both.push({
        day,
        ours: Math.round((await store.ledger.spent(day, 'kind:post')) / source.postPrice),
        theirs: posts,
      })
    }
    await update(store.records, { kind: reconciled, id: source.network }, () => ({
      body: { at: now, days: both },
    }))
    log.info({ days: both.length }, 'reconciled')
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    log.info({ reason: error.message }, 'not reconciled')
  }
}
