/** What a connection that was refused or lost means: how long to wait, and what to say meanwhile. */
import { NetworkError } from '#core/errors.ts'
import type { Backoff } from './backoff.ts'
import { Silent } from './catch-up.ts'
import { Ended } from './connection.ts'
import { isTooManyConnections, isWithoutStream, meaning } from './errors.ts'
import type { Reader } from './reader.ts'
import { Refused } from './stream.ts'

export interface Wait {
  readonly state: 'waiting' | 'refused'
  readonly reason: string
  readonly waitMs: number
  /** New rules end the waiting. */
  readonly untilAdded?: boolean
}

/** How long reading rests when only the operator can help. */
const refusedMs = 300_000

export async function afterFailure(error: unknown, patience: Backoff, reader: Reader): Promise<Wait> {
  if (error instanceof NetworkError) throw error
  if (error instanceof Ended) return afterEnd(error, patience, reader)
  if (error instanceof Silent) {
    reader.log.warn({ reason: error.message }, 'stream silent')
    return { state: 'waiting', reason: 'X’s stream had fallen silent.', waitMs: patience.network() }
  }
  if (error instanceof Refused) return afterRefusal(error, patience, reader)
  reader.log.info({ reason: error instanceof Error ? error.message : String(error) }, 'stream lost')
  return { state: 'waiting', reason: 'The connection to X was lost.', waitMs: patience.network() }
}

/** X may say in the stream what it would say to the next connection; only what stays true is believed. */
function afterEnd({ problem }: Ended, patience: Backoff, { clock, log }: Reader): Wait {
  const { message, next } = meaning({ status: 0, body: problem, headers: {} }, clock.now())
  log.info({ reason: message }, 'stream ended')
  if (next.next === 'stop') return { state: 'refused', reason: message, waitMs: refusedMs }
  return { state: 'waiting', reason: 'X ended the connection.', waitMs: patience.network() }
}

async function afterRefusal({ answer }: Refused, patience: Backoff, reader: Reader): Promise<Wait> {
  if (isTooManyConnections(answer)) return freed(patience, reader)
  if (answer.status === 409) return mended(patience, reader)
  if (isWithoutStream(answer)) return polling(reader)
  const { message, next } = meaning(answer, reader.clock.now())
  if (next.next === 'stop') return { state: 'refused', reason: message, waitMs: refusedMs }
  const asked = next.next === 'retry' ? next.waitMs : 0
  const waitMs = Math.max(asked, answer.status === 429 ? patience.limited() : patience.http())
  return { state: 'waiting', reason: message, waitMs }
}

/** The app may search, but not stream: it is read by asking every so often. */
function polling(reader: Reader): Wait {
  reader.polls = true
  const reason = 'X does not give this app its stream; it is asked every so often instead.'
  reader.log.warn({ reason }, 'reading by search')
  return { state: 'waiting', reason, waitMs: 0 }
}

/** An earlier connection of ours holds the only slot, perhaps half dead: it is ended, then there is room. */
async function freed(patience: Backoff, { client, log }: Reader): Promise<Wait> {
  const reason = 'X still holds an earlier connection open.'
  try {
    await client.delete('connections/filtered_stream')
    return { state: 'waiting', reason, waitMs: patience.http() / 5 }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    log.warn({ reason: error.message }, 'earlier connection not ended')
    return { state: 'waiting', reason, waitMs: patience.limited() }
  }
}

/** X has no rules at all. Where they were set they are set again; where X took none there is nothing to read yet. */
async function mended(patience: Backoff, reader: Reader): Promise<Wait> {
  const waitMs = patience.http()
  const reason = 'X has no hashtags to read for us.'
  if (reader.asked.length === 0) return { state: 'waiting', reason, waitMs, untilAdded: true }
  try {
    await reader.rules.want(reader.asked)
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    reader.log.warn({ reason: error.message }, 'rules not set')
  }
  return { state: 'waiting', reason, waitMs: waitMs / 5 }
}
