/**
 * Fills gaps while a connection stands: what was missed before it, once more when search has caught up with its
 * beginning, and what was posted while a new rule was not live yet. A gap that cannot be filled now stays, and is
 * filled later, on this connection or the next.
 */
import { NetworkError } from '#core/errors.ts'
import type { Instant } from '#core/ids.ts'
import type { Reading, Wanted } from '#core/source.ts'
import type { Produce } from './connection.ts'
import { gap } from './gap.ts'
import type { Give } from './merge.ts'
import type { Reader } from './reader.ts'

export interface Gap {
  readonly since: Instant
  /** Not to be looked for before. */
  readonly due: Instant
  /** All that is wanted by then, unless given. */
  readonly wanted?: readonly Wanted[]
}

export interface CatchingUp {
  readonly reader: Reader
  readonly known: () => Promise<Instant | undefined>
  readonly open: Promise<void>
  /** Called when what was missed before the connection was handed on, or cannot be had now. */
  filled(): void
  /** Those that are left from connections before; kept up to date. */
  readonly gaps: Set<Gap>
}

/** How far before the last known post to look: the stream is not sorted. */
const overlapMs = 120_000
/** Search shows a post half a minute after it was made. */
const searchLagMs = 35_000
/** A new rule takes 20 seconds to become live, and then search has its lag. */
const ruleLagMs = 20_000 + searchLagMs
/** How long a gap waits that X will not let us fill. */
const againMs = 300_000

export const catchingUp =
  ({ reader, known, open, filled, gaps }: CatchingUp): Produce =>
  async (give, signal) => {
    const aborted = new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      await Promise.race([open, aborted])
      if (signal.aborted) return
      begin(gaps, await known(), reader.clock.now())
      await Promise.race([fillDue(gaps, { reader, give, signal }), aborted])
    } finally {
      filled()
    }
    while (!signal.aborted) {
      await Promise.race([rest(gaps, reader, signal), aborted])
      await Promise.race([fillDue(gaps, { reader, give, signal }), aborted])
    }
  }

/** One gap from the last known post on, older ones taken into it, and one around the beginning of this connection. */
function begin(gaps: Set<Gap>, known: Instant | undefined, now: Instant): void {
  const general = [...gaps].filter(({ wanted }) => wanted === undefined)
  for (const one of general) gaps.delete(one)
  const since = [...(known === undefined ? [] : [known - overlapMs]), ...general.map(one => one.since)]
  if (since.length === 0) return
  gaps.add({ since: Math.min(...since), due: now })
  gaps.add({ since: now - overlapMs, due: now + searchLagMs })
}

/** Until the next gap is due, or a rule was added. */
async function rest(gaps: Set<Gap>, { clock, added }: Reader, signal: AbortSignal): Promise<void> {
  const due = Math.min(...[...gaps].map(one => one.due))
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const rung = added.rung(until)
  await (Number.isFinite(due) ? Promise.race([clock.sleep(due - clock.now(), until), rung]) : rung)
  over.abort()
}

interface Filling {
  readonly reader: Reader
  readonly give: Give<Reading>
  readonly signal: AbortSignal
}

async function fillDue(gaps: Set<Gap>, filling: Filling): Promise<void> {
  const { reader, signal } = filling
  for (const { wanted, at } of reader.additions) gaps.add({ since: at, due: at + ruleLagMs, wanted })
  reader.additions = []
  for (const one of gaps) {
    if (one.due > reader.clock.now()) continue
    const left = await fill(one, filling)
    if (signal.aborted) return
    gaps.delete(one)
    if (left) gaps.add(left)
  }
}

/** Resolves with what is left of the gap. */
async function fill(one: Gap, { reader, give, signal }: Filling): Promise<Gap | undefined> {
  const { clock, search, log } = reader
  const wanted = one.wanted ?? reader.wanted
  try {
    for await (const read of gap(wanted, { since: one.since, now: clock.now(), search })) {
      if (signal.aborted) return one
      await give(read)
    }
    return undefined
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const waitMs = error.next.next === 'retry' ? error.next.waitMs : againMs
    log.warn({ reason: error.message, since: one.since, waitMs }, 'gap not filled yet')
    return { ...one, due: clock.now() + waitMs }
  }
}
