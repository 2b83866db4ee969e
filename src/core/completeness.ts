/** How complete a reading window is: what we have against the network's own count, and what is missing fetched once more. */
import { shortage } from './afford.ts'
import { NetworkError } from './errors.ts'
import type { Follow } from './follow.ts'
import { previousWindow, type Window } from './hours.ts'
import type { Hashtag, Instant } from './ids.ts'
import { nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import { plan } from './plan.ts'
import { kind } from './records.ts'
import { tell } from './spending.ts'
import { watch } from './watch.ts'

export interface Completeness {
  readonly window: Window
  /** What the network counts, reposts left out. */
  readonly counted: number
  /** What we have of that. */
  readonly have: number
  /** What came beside: reposts, posts that match by their quote or conversation only. Search could not give them again. */
  readonly beside: number
}

/** By hashtag, of the last window that was measured. */
export const completenesses = kind<Completeness>('completeness')

type Needs = Pick<
  Parts,
  'store' | 'source' | 'publisher' | 'clock' | 'log' | 'wake' | 'dailyMicros' | 'monthlyMicros'
>

/** Counts are settled, and search has caught up, by then. */
const settledMs = 120_000
const dayMs = 86_400_000
const page = 500

/** Measures every window that has closed since it was last measured: with hours the hours, else the UTC day. */
export async function complete(parts: Needs): Promise<void> {
  const due = new Map<Hashtag, Window>()
  const now = parts.clock.now() - settledMs
  for (const follow of await parts.store.follows.all()) {
    const window = closedWindow(follow, now)
    const earlier = due.get(follow.hashtag)
    if (window && (!earlier || window.until > earlier.until)) due.set(follow.hashtag, window)
  }
  for (const [hashtag, window] of due) {
    const before = await parts.store.records.read(completenesses, hashtag)
    if (before && before.body.window.until >= window.until) continue
    try {
      await measure({ hashtag, window, version: before?.version ?? 0 }, parts)
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      parts.log.info({ hashtag, reason: error.message }, 'completeness not known yet')
    }
  }
}

/** What the follow has read of its last window; undefined before it had one. */
function closedWindow({ hours, began }: Follow, now: Instant): Window | undefined {
  const today = nextDay(now) - dayMs
  const last = hours ? previousWindow(hours, now) : { from: today - dayMs, until: today }
  if (!last || last.until <= began) return undefined
  return { from: Math.max(last.from, began), until: last.until }
}

interface Measuring {
  readonly hashtag: Hashtag
  readonly window: Window
  readonly version: number
}

async function measure({ hashtag, window, version }: Measuring, parts: Needs): Promise<void> {
  const { store, source, clock, log } = parts
  if ((await shortage(2 * source.price, parts)) !== undefined) return
  const { posts: counted, charges } = await source.count(hashtag, window)
  await store.ledger.charge(charges, clock.now())
  let held = await holding(hashtag, window, parts)
  if (held.have < counted) {
    await fetchAgain(hashtag, window, parts)
    held = await holding(hashtag, window, parts)
  }
  const body = { window, counted, ...held }
  if (!(await store.records.write(completenesses, { id: hashtag, body }, version))) return
  log.info({ hashtag, ...body }, 'completeness measured')
  if (held.have < counted) await tellMissing(hashtag, body, parts)
}

async function fetchAgain(hashtag: Hashtag, window: Window, parts: Needs): Promise<void> {
  const now = await plan(parts)
  for await (const reading of parts.source.again({ hashtag, reposts: false }, window))
    await watch(reading, parts, now)
}

/** What the timeline holds of a window. */
async function holding(
  hashtag: Hashtag,
  { from, until }: Window,
  { store }: Needs,
): Promise<{ readonly have: number; readonly beside: number }> {
  let after = await store.timeline.before(from)
  let [have, beside] = [0, 0]
  for (;;) {
    const entries = await store.timeline.entries(after, [hashtag], page)
    const posts = await store.timeline.posts(entries.map(({ post }) => post))
    for (const { at, hashtags, reposts } of posts) {
      if (at < from || at >= until) continue
      if (hashtags.includes(hashtag) && reposts === undefined) have += 1
      else beside += 1
    }
    const last = entries.at(-1)
    if (!last || entries.length < page) return { have, beside }
    after = last.seq
  }
}

async function tellMissing(
  hashtag: Hashtag,
  { have, counted, window }: Completeness,
  parts: Needs,
): Promise<void> {
  const follows = (await parts.store.follows.all()).filter(one => one.hashtag === hashtag)
  const line = `Of ${counted} posts that ${parts.source.name} counts for #${hashtag} I have ${have}; the others it does not give out, often because their authors are protected or removed them.`
  await tell(
    follows.map(({ channel }) => channel),
    { key: `missing:${hashtag}:${window.until}`, line },
    parts,
  )
}
