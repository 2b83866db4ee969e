/** How far reading is complete: what a restart, however late, goes on from. */
import type { Instant } from './ids.ts'
import { nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Plan } from './plan.ts'
import { kind, update } from './records.ts'

export interface Progress {
  /** All that was wanted and created before is in the timeline. */
  readonly until: Instant
}

export const progress = kind<Progress>('progress')

type Needs = Pick<Parts, 'store' | 'source' | 'clock' | 'dailyMicros'>

/** Written down now and then: whoever reads on looks back a little anyway. */
const everyMs = 30_000
const dayMs = 86_400_000

export async function reached(
  until: Instant,
  { store, source }: Pick<Needs, 'store' | 'source'>,
): Promise<void> {
  await update(store.records, { kind: progress, id: source.network }, kept =>
    kept && until < kept.body.until + everyMs ? undefined : { body: { until } },
  )
}

/**
 * From when on posts are to be had: from where reading is complete, but nothing from before it was wanted; and what
 * a day without money left has missed is not bought later.
 */
export async function since(
  { wanted }: Plan,
  { store, source, clock, dailyMicros }: Needs,
): Promise<Instant | undefined> {
  const begins = wanted.flatMap(one => one.since ?? [])
  const done = (await store.records.read(progress, source.network))?.body.until
  const known = done ?? (await store.timeline.latest())
  if (known === undefined && begins.length === 0) return undefined
  const today = nextDay(clock.now()) - dayMs
  const wasSpent = (await store.ledger.spent(today - 1)) >= dailyMicros
  return Math.max(known ?? 0, begins.length > 0 ? Math.min(...begins) : 0, wasSpent ? today : 0)
}
