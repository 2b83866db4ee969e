/**
 * Looks posts up again, and removes what its author has removed: those of the day every few minutes, for what was paid
 * for costs nothing more on the same UTC day; earlier ones after a day, a week and a month, at the price of a reading.
 */
import { NetworkError } from './errors.ts'
import type { Instant, PostId } from './ids.ts'
import { nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import { kind, update } from './records.ts'
import { remove } from './watch.ts'

type Needs = Pick<Parts, 'store' | 'source' | 'clock' | 'log' | 'wake' | 'dailyMicros'>

const dayMs = 86_400_000
const today = (now: Instant): Instant => nextDay(now) - dayMs

export async function sweep(parts: Needs): Promise<void> {
  const { store, clock, dailyMicros } = parts
  const now = clock.now()
  if ((await store.ledger.spent(now)) >= dailyMicros) return
  await look(await store.timeline.since(today(now)), parts)
}

/** Days after which posts are looked up once more. */
const ages = [1, 7, 30] as const
/** Posts looked up in one turn: a request each hundred. */
const atOnce = 500
/** What looking up earlier posts may take of a day's limit. */
const share = 0.1

interface Swept {
  /** Posts written down before this instant have been looked up at this age. */
  readonly until: Instant
}
const swept = kind<Swept>('swept')
/** What earlier sweeps cost is booked on this. */
const account = 'sweep'

export async function sweepEarlier(parts: Needs): Promise<void> {
  for (const days of ages) await sweepAt(days, parts)
}

/** The posts that have come to this age since the last time, some at once. */
async function sweepAt(days: number, parts: Needs): Promise<void> {
  const { store, source, clock } = parts
  const until = clock.now() - days * dayMs
  const id = `${source.network}:${days}`
  const from = (await store.records.read(swept, id))?.body.until ?? until - dayMs
  const due = await writtenBetween(Math.max(from, until - 7 * dayMs), until, parts)
  const money = share * parts.dailyMicros - (await store.ledger.spent(clock.now(), account))
  const some = due.slice(0, Math.min(atOnce, Math.floor(money / source.price)))
  if (some.length < due.length && some.length === 0) return
  const looked = await look(
    some.map(({ post }) => post),
    parts,
    account,
  )
  if (!looked) return
  const reached = some.length === due.length ? until : (some.at(-1)?.at ?? from) + 1
  await update(store.records, { kind: swept, id }, kept =>
    kept && kept.body.until >= reached ? undefined : { body: { until: reached } },
  )
}

async function writtenBetween(from: Instant, until: Instant, { store }: Needs) {
  const [first, last] = [await store.timeline.before(from), await store.timeline.before(until)]
  if (last <= first) return []
  const followed = [...new Set((await store.follows.all()).map(({ hashtag }) => hashtag))]
  const entries = await store.timeline.entries(first, followed, last - first)
  const posts = new Set((await store.timeline.posts(entries.map(({ post }) => post))).map(({ id }) => id))
  return entries.filter(({ seq, post }) => seq <= last && posts.has(post))
}

/** False when the network could not be asked. */
async function look(posts: readonly PostId[], parts: Needs, on?: string): Promise<boolean> {
  const { store, source, clock, log } = parts
  if (posts.length === 0) return true
  try {
    const { gone, charges } = await source.gone(posts)
    const booked = charges.map(one => (on === undefined ? one : { ...one, on: [...(one.on ?? []), on] }))
    await store.ledger.charge(booked, clock.now())
    for (const post of gone) await remove(post, parts)
    log.debug({ looked: posts.length, gone: gone.length }, 'swept')
    return true
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    log.info({ reason: error.message }, 'sweep postponed')
    return false
  }
}
