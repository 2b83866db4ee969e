/** Reading X: connection after connection, each with its gaps filled, until the signal aborts. */
import type { Memory, Reading } from '#core/source.ts'
import { type Backoff, backoff } from './backoff.ts'
import { catchingUp, type Gap } from './catch-up.ts'
import { connection } from './connection.ts'
import { afterFailure, type Wait } from './failure.ts'
import { merge } from './merge.ts'
import { polling } from './polling.ts'
import type { Reader } from './reader.ts'

/** What was asked for longer ago than this was not being read then, and is not bought now. */
const freshMs = 60_000

export async function* reading(reader: Reader, memory: Memory, signal: AbortSignal): AsyncGenerator<Reading> {
  const { clock } = reader
  const patience = backoff()
  const gaps = new Set<Gap>()
  reader.additions = reader.additions.filter(({ at }) => at > clock.now() - freshMs)
  while (!signal.aborted) {
    const wait = yield* session({ reader, patience, gaps, memory }, signal)
    if (signal.aborted) return
    const { state, reason, waitMs } = wait
    yield { kind: 'state', state, reason, until: clock.now() + waitMs }
    await rest(wait, reader, signal)
  }
}

interface Session {
  readonly reader: Reader
  readonly patience: Backoff
  readonly gaps: Set<Gap>
  readonly memory: Memory
}

/** One connection, from asking for it to what its end means. */
async function* session(
  { reader, patience, gaps, memory }: Session,
  signal: AbortSignal,
): AsyncGenerator<Reading, Wait> {
  const open = Promise.withResolvers<void>()
  const filled = Promise.withResolvers<void>()
  const producers = reader.polls
    ? [polling({ reader, memory })]
    : [
        connection({ reader, patience, opened: open.resolve, filled: filled.promise }),
        catchingUp({ reader, memory, gaps, open: open.promise, filled: filled.resolve }),
      ]
  try {
    yield* merge(producers, signal)
  } catch (error) {
    return afterFailure(error, patience, reader)
  }
  return { state: 'waiting', reason: 'X ended the connection.', waitMs: patience.network() }
}

async function rest({ waitMs, untilAdded }: Wait, { clock, added }: Reader, signal: AbortSignal) {
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const slept = clock.sleep(waitMs, until)
  await (untilAdded ? Promise.race([slept, added.rung(until)]) : slept)
  over.abort()
}
