/**
 * Looks again at what was read today, and removes what its author has removed: a post already paid for costs nothing
 * more on the same UTC day.
 */
import { NetworkError } from './errors.ts'
import { nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import { remove } from './watch.ts'

const dayMs = 86_400_000

export async function sweep(
  parts: Pick<Parts, 'store' | 'source' | 'clock' | 'log' | 'wake' | 'dailyMicros'>,
): Promise<void> {
  const { store, source, clock, log, dailyMicros } = parts
  const now = clock.now()
  const today = nextDay(now) - dayMs
  if ((await store.ledger.spent(now)) >= dailyMicros) return
  const posts = await store.timeline.since(today)
  if (posts.length === 0) return
  try {
    const { gone, charges } = await source.gone(posts)
    await store.ledger.charge(charges, now)
    for (const post of gone) await remove(post, parts)
    log.debug({ looked: posts.length, gone: gone.length }, 'swept')
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    log.info({ reason: error.message }, 'sweep postponed')
  }
}
