/** Reads a network for as long as somebody follows something there and there is money left for the day. */
import { bell } from './bell.ts'
import { NetworkError } from './errors.ts'
import type { Hashtag, Instant } from './ids.ts'
import { dollars, nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Wanted } from './source.ts'
import { inWords, type State, tellSpent, tellState } from './tell.ts'
import { watch } from './watch.ts'

type Needs = Pick<Parts, 'store' | 'source' | 'publisher' | 'clock' | 'log' | 'work' | 'wake' | 'dailyMicros'>
type Unwanted = Awaited<ReturnType<Parts['source']['want']>>

export interface Listening {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** See `Parts.follows`. */
  follows(): Promise<Unwanted>
  /** See `Parts.reading`. */
  reading(): string
}

/** How long whoever follows waits for the network to take the rule. */
const patienceMs = 3000
/** How long reading rests after an error that nobody but the operator can mend. */
const refusedMs = 60_000
const dayMs = 86_400_000

export function listen(parts: Needs): Listening {
  const changed = bell()
  const ask = asking(parts)
  let state: State | undefined

  const note = async (next: State | undefined) => {
    if (next) await tellState(next, state, parts)
    state = next
  }

  const turn = async (signal: AbortSignal) => {
    if ((await wanted(parts)).length === 0) {
      await note(undefined)
      await changed.rung(signal)
    } else if (await isSpent(parts)) {
      await rest(await spentState(parts), signal)
    } else {
      await ask()
      await session(parts, signal, note)
    }
  }

  const rest = async (next: State, signal: AbortSignal) => {
    await parts.work.run(() => note(next))
    await parts.clock.sleep(Math.max(1, (next.until ?? 0) - parts.clock.now()), signal)
  }

  return {
    async run(signal) {
      while (!signal.aborted)
        await turn(signal).catch((error: unknown) => rest(stateAfter(error, parts.clock.now()), signal))
    },
    async follows() {
      changed.ring()
      const patience = new AbortController()
      const tired = parts.clock.sleep(patienceMs, patience.signal).then((): Unwanted => [])
      return Promise.race([ask(), tired]).finally(() => patience.abort())
    },
    reading: () => inWords(state),
  }
}

/** One asking at a time, each for what is followed by then. */
function asking(parts: Needs): () => Promise<Unwanted> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const answer = last.then(async () => parts.source.want(await wanted(parts)))
    last = answer.catch(() => {})
    return answer
  }
}

/** What all follows ask for together: each hashtag once, with reposts if one of them asks for those. */
export async function wanted({ store }: Pick<Parts, 'store'>): Promise<readonly Wanted[]> {
  const reposts = new Map<Hashtag, boolean>()
  for (const follow of await store.follows.all())
    reposts.set(follow.hashtag, follow.reposts || reposts.get(follow.hashtag) === true)
  return [...reposts].map(([hashtag, asked]) => ({ hashtag, reposts: asked }))
}

/** Reads until the signal aborts or the day's money is spent. */
async function session(parts: Needs, signal: AbortSignal, note: (state: State) => Promise<void>) {
  const spent = new AbortController()
  const until = AbortSignal.any([signal, spent.signal])
  for await (const reading of parts.source.read(() => known(parts), until)) {
    const watched = await parts.work.run(async () => {
      if (reading.kind === 'state') await note(reading)
      return watch(reading, parts)
    })
    if (watched.spent >= parts.dailyMicros) spent.abort()
  }
}

/**
 * From when on posts are to be had: the newest known, or the first follow when there is none yet; what a day without
 * money left has missed is not bought later.
 */
async function known({ store, clock, dailyMicros }: Needs): Promise<Instant | undefined> {
  const today = nextDay(clock.now()) - dayMs
  const began = (await store.follows.all()).map(follow => follow.began)
  const since = (await store.timeline.latest()) ?? (began.length > 0 ? Math.min(...began) : undefined)
  const wasSpent = (await store.ledger.spent(today - 1)) >= dailyMicros
  return since !== undefined && wasSpent ? Math.max(since, today) : since
}

const isSpent = async ({ store, clock, dailyMicros }: Needs): Promise<boolean> =>
  (await store.ledger.spent(clock.now())) >= dailyMicros

async function spentState(parts: Needs): Promise<State> {
  const now = parts.clock.now()
  await parts.work.run(() => tellSpent(parts))
  const reason = `the daily limit of ${dollars(parts.dailyMicros)} is reached`
  return { kind: 'state', state: 'waiting', reason, until: nextDay(now) }
}

/** What an error of the network means for reading; anything else is a bug, and passes. */
function stateAfter(error: unknown, now: Instant): State {
  if (!(error instanceof NetworkError)) throw error
  const { next } = error
  const waitMs = next.next === 'retry' ? next.waitMs : refusedMs
  const state = next.next === 'stop' ? 'refused' : 'waiting'
  return { kind: 'state', state, reason: error.message, until: now + waitMs }
}
