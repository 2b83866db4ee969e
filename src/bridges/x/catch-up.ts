/**
 * Fills gaps while a connection stands: what was missed before it, once more when search has caught up with its
 * beginning, and what was posted while a new rule was not live yet. A gap that cannot be filled now stays, and is
 * filled later, on this connection or the next. A stream that has been silent for long is checked by search.
 */
import { NetworkError } from '#core/errors.ts'
import type { Instant } from '#core/ids.ts'
import type { Memory, Reading } from '#core/source.ts'
import type { Asking } from './asking.ts'
import type { Produce } from './connection.ts'
import { gap } from './gap.ts'
import type { Give } from './merge.ts'
import type { Reader } from './reader.ts'

export interface Gap {
  readonly since: Instant
  /** Not to be looked for before. */
  readonly due: Instant
  /** All that is asked for by then, unless given. */
  readonly asked?: readonly Asking[]
  /** The stream was silent: what is found here before this instant, it should have brought. */
  readonly silentUntil?: Instant
}

export interface CatchingUp {
  readonly reader: Reader
  readonly memory: Memory
  readonly open: Promise<void>
  /** Called when what was missed before the connection was handed on, or cannot be had now. */
  filled(): void
  /** Those that are left from connections before; kept up to date. */
  readonly gaps: Set<Gap>
}

/** The stream stands, and brings nothing: search finds what it should have brought. */
export class Silent extends Error {
  override readonly name = 'Silent'
}

/** How far before the last known post to look: the stream is not sorted. */
export const overlapMs = 120_000
/** Search shows a post half a minute after it was made. */
export const searchLagMs = 35_000
/** A new rule takes 20 seconds to become live, and then search has its lag. */
const ruleLagMs = 20_000 + searchLagMs
/** How long a gap waits that X will not let us fill. */
const againMs = 300_000
/** How long a stream may bring nothing before it is checked; when nothing is found, that costs nothing. */
const silenceMs = 600_000
/** How often is said how far reading is complete. */
const everyMs = 60_000

export const catchingUp =
  ({ reader, memory, open, filled, gaps }: CatchingUp): Produce =>
  async (give, signal) => {
    const aborted = new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    const filling = { reader, memory, give, signal }
    try {
      await Promise.race([open, aborted])
      if (signal.aborted) return
      begin(gaps, await memory.known(), reader.clock.now())
      await Promise.race([fillDue(gaps, filling), aborted])
    } finally {
      filled()
    }
    while (!signal.aborted) {
      void give(complete(gaps, reader))
      await Promise.race([rest(gaps, reader, signal), aborted])
      if (!signal.aborted) doubt(gaps, reader)
      await Promise.race([fillDue(gaps, filling), aborted])
    }
  }

/** One gap from the last known post on, older ones taken into it, and one around the beginning of this connection. */
function begin(gaps: Set<Gap>, known: Instant | undefined, now: Instant): void {
  const general = [...gaps].filter(({ asked }) => asked === undefined)
  for (const one of general) gaps.delete(one)
  const since = [...(known === undefined ? [] : [known - overlapMs]), ...general.map(one => one.since)]
  if (since.length === 0) return
  gaps.add({ since: Math.min(...since), due: now })
  gaps.add({ since: now - overlapMs, due: now + searchLagMs })
}

const complete = (gaps: ReadonlySet<Gap>, { clock }: Reader): Reading => ({
  kind: 'complete',
  until: Math.min(clock.now(), ...[...gaps].map(({ since }) => since)),
})

function doubt(gaps: Set<Gap>, { clock, heard }: Reader): void {
  const now = clock.now()
  if (now - heard.at() < silenceMs) return
  gaps.add({ since: heard.at(), due: now, silentUntil: now - searchLagMs - everyMs })
  heard.begin()
}

/** Until the next gap is due, a rule was added, or it is time to say how far we are. */
async function rest(gaps: Set<Gap>, { clock, added }: Reader, signal: AbortSignal): Promise<void> {
  const due = Math.min(clock.now() + everyMs, ...[...gaps].map(one => one.due))
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  await Promise.race([clock.sleep(Math.max(0, due - clock.now()), until), added.rung(until)])
  over.abort()
}

interface Filling {
  readonly reader: Reader
  readonly memory: Memory
  readonly give: Give<Reading>
  readonly signal: AbortSignal
}

async function fillDue(gaps: Set<Gap>, filling: Filling): Promise<void> {
  const { reader, signal } = filling
  for (const { asked, at } of reader.additions) {
    // A conversation has begun before anyone asked for the whole of it.
    const since = asked.some(one => one.conversations) ? at - overlapMs : at
    gaps.add({ since, due: at + ruleLagMs, asked })
  }
  reader.additions = []
  for (const one of gaps) {
    if (one.due > reader.clock.now()) continue
    const left = await fill(one, filling)
    if (signal.aborted) return
    gaps.delete(one)
    if (left) gaps.add(left)
  }
}

/** Resolves with what is left of the gap. @throws Silent */
async function fill(one: Gap, { reader, memory, give, signal }: Filling): Promise<Gap | undefined> {
  const { clock, search, log } = reader
  const now = clock.now()
  const window = { from: one.since, until: now }
  const reads = gap({ asked: one.asked ?? reader.asked, window, now, search, enough: memory.enough })
  let missed = 0
  try {
    for (;;) {
      const { value, done } = await reads.next()
      if (done) {
        if (missed > 0) throw new Silent(`The stream has missed ${missed} posts.`)
        return value ? undefined : one
      }
      if (signal.aborted) return one
      missed += missedIn(value, one, reader)
      await give(value)
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const waitMs = error.next.next === 'retry' ? error.next.waitMs : againMs
    log.warn({ reason: error.message, since: one.since, waitMs }, 'gap not filled yet')
    return { ...one, due: clock.now() + waitMs }
  }
}

function missedIn(read: Reading, { since, silentUntil }: Gap, { heard }: Reader): number {
  if (silentUntil === undefined || read.kind !== 'posts') return 0
  return read.sightings.filter(
    ({ post }) => post.at >= since && post.at < silentUntil && !post.versions.some(id => heard.has(id)),
  ).length
}
