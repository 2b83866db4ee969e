/** Reads a network for as long as somebody follows something there, its hours are open and there is money left. */
import { type Bell, bell } from './bell.ts'
import { NetworkError } from './errors.ts'
import type { Instant } from './ids.ts'
import { dollars, nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import { type Plan, plan } from './plan.ts'
import { reached, since } from './progress.ts'
import type { Memory, Reading } from './source.ts'
import { isSpent, tellBudgets } from './spending.ts'
import { inWords, type State, tellSpent, tellState } from './tell.ts'
import { watch } from './watch.ts'

type Needs = Pick<
  Parts,
  'store' | 'source' | 'publisher' | 'clock' | 'log' | 'work' | 'wake' | 'dailyMicros' | 'monthlyMicros'
>
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
/** How often budgets are looked at while money is being spent. */
const budgetsMs = 10_000

export function listen(parts: Needs): Listening {
  const changed = bell()
  const ask = asking(parts)
  let state: State | undefined

  const note = async (next: State | undefined) => {
    if (next) await tellState(next, state, parts)
    state = next
  }

  const turn = async (signal: AbortSignal) => {
    const now = await plan(parts)
    if (now.wanted.length === 0) {
      await ask()
      await note(now.followed ? closed(now) : undefined)
      await restUntil(now.turn, { parts, changed, signal })
    } else if (await isSpent(parts)) {
      await rest(await spentState(parts), signal)
    } else {
      await session({ parts, changed, note, ask }, signal)
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
      return Promise.race([ask().then(({ refused }) => refused), tired]).finally(() => patience.abort())
    },
    reading: () => inWords(state),
  }
}

interface Asked {
  readonly plan: Plan
  readonly refused: Unwanted
}

/** One asking at a time, each for what is to be read by then. */
function asking(parts: Needs): () => Promise<Asked> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const answer = last.then(async () => {
      const now = await plan(parts)
      return { plan: now, refused: await parts.source.want(now.wanted) }
    })
    last = answer.catch(() => {})
    return answer
  }
}

const closed = ({ turn }: Plan): State => ({
  kind: 'state',
  state: 'waiting',
  reason: 'outside the hours and budgets of what is followed',
  ...(turn !== undefined && { until: turn }),
})

interface Resting {
  readonly parts: Needs
  readonly changed: Bell
  readonly signal: AbortSignal
}

/** Until then, or until something is followed or unfollowed. */
async function restUntil(until: Instant | undefined, { parts, changed, signal }: Resting): Promise<void> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const rung = changed.rung(either)
  const waitMs = until === undefined ? undefined : Math.max(1, until - parts.clock.now())
  await (waitMs === undefined ? rung : Promise.race([rung, parts.clock.sleep(waitMs, either)]))
  over.abort()
}

interface Session {
  readonly parts: Needs
  readonly changed: Bell
  note(state: State): Promise<void>
  ask(): Promise<Asked>
}

/** Reads until the signal aborts, nothing is to be read any more, or the money is spent. */
async function session({ parts, changed, note, ask }: Session, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  let asked = await ask()
  let looked = parts.clock.now()

  const keeping = keep({ parts, changed, ask }, until, next => {
    asked = next
    if (next.plan.wanted.length === 0) over.abort()
  })
  const memory: Memory = {
    known: () => since(asked.plan, parts),
    enough: async () => !(await isSpent(parts)),
  }
  const take = async (reading: Reading) => {
    if (reading.kind === 'state') await note(reading)
    if (reading.kind === 'complete') await reached(reading.until, parts)
    const watched = await watch(reading, parts, asked.plan)
    if (parts.clock.now() - looked >= budgetsMs) {
      looked = parts.clock.now()
      if (await tellBudgets(parts)) changed.ring()
    }
    if (watched.changesPlan) changed.ring()
    if (reading.kind === 'posts' && !reading.more && (await isSpent(parts))) over.abort()
  }
  try {
    for await (const reading of parts.source.read(memory, until)) await parts.work.run(() => take(reading))
  } finally {
    over.abort()
    await keeping
  }
}

/** Keeps what is asked for in step while reading goes on: with follows, hours and budgets. */
async function keep(
  { parts, changed, ask }: Pick<Session, 'parts' | 'changed' | 'ask'>,
  signal: AbortSignal,
  take: (asked: Asked) => void,
): Promise<void> {
  while (!signal.aborted) {
    const { turn } = await plan(parts)
    await restUntil(turn, { parts, changed, signal })
    if (signal.aborted) return
    try {
      take(await parts.work.run(ask))
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      parts.log.warn({ reason: error.message }, 'rules not in step')
      await parts.clock.sleep(patienceMs, signal)
      changed.ring()
    }
  }
}

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
