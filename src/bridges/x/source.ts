/** X as it is read: the filtered stream, its gaps filled by search, its rules in step with what is followed. */
import type { Clock } from '#core/clock.ts'
import { NetworkError } from '#core/errors.ts'
import type { Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import type { Reading, Source, Wanted } from '#core/source.ts'
import { type Backoff, backoff } from './backoff.ts'
import { type Client, client } from './client.ts'
import { isTooManyConnections, meaning } from './errors.ts'
import { gap } from './gap.ts'
import { gone } from './lookup.ts'
import { type Give, merge } from './merge.ts'
import { prices, readCharges, requestCharge } from './prices.ts'
import { type Rules, rules } from './rules.ts'
import { fields, type Search, search } from './search.ts'
import { lines, Refused } from './stream.ts'
import { toReading } from './streamed.ts'

export interface XReading {
  readonly apiUrl: string
  readonly webUrl: string
  readonly bearerToken: string
  readonly clock: Clock
  readonly log: Log
}

interface Reader extends XReading {
  readonly client: Client
  readonly search: Search
  readonly rules: Rules
  readonly wanted: () => readonly Wanted[]
}

/** Search shows a post half a minute after it was made. */
const searchLagMs = 35_000
/** How long reading rests when only the operator can help. */
const refusedMs = 300_000

export function xSource(options: XReading): Source {
  const { apiUrl, webUrl, bearerToken, clock } = options
  const asking = client(apiUrl, bearerToken, clock.now)
  const searching = search(asking, webUrl)
  const standing = rules(asking)
  let wanted: readonly Wanted[] = []
  const reader: Reader = {
    ...options,
    client: asking,
    search: searching,
    rules: standing,
    wanted: () => wanted,
  }
  return {
    network: 'x',
    name: 'X',
    price: prices.post + prices.author,
    async want(next) {
      const refused = await standing.want(next)
      wanted = next.filter(({ hashtag }) => !refused.some(one => one.hashtag === hashtag))
      return refused
    },
    read: (known, signal) => reading(reader, known, signal),
    async recent(hashtag, limit) {
      const posts = await searching.newest(hashtag, limit)
      return {
        kind: 'posts',
        sightings: posts.map(post => ({ post, matched: [hashtag] })),
        charges: readCharges(posts),
      }
    },
    gone: posts => gone(posts, asking),
    async activity(hashtag) {
      const hours = await searching.counts(hashtag)
      const last = hours.findLast(({ posts }) => posts > 0)?.until
      const posts = hours.reduce((sum, hour) => sum + hour.posts, 0)
      return { posts, ...(last !== undefined && { last }), charges: [requestCharge('counts')] }
    },
  }
}

type Known = () => Promise<Instant | undefined>

/** Connection after connection, until the signal aborts. */
async function* reading(reader: Reader, known: Known, signal: AbortSignal): AsyncGenerator<Reading> {
  const patience = backoff()
  while (!signal.aborted) {
    let wait: Wait | undefined
    try {
      const open = Promise.withResolvers<void>()
      const filled = Promise.withResolvers<void>()
      const producers = [
        connection({ ...reader, patience, opened: open.resolve, filled: filled.promise }),
        catchingUp({ ...reader, known, open: open.promise, filled: filled.resolve }),
      ]
      yield* merge(producers, signal)
    } catch (error) {
      wait = await afterFailure(error, patience, reader)
    }
    if (signal.aborted) return
    wait ??= { state: 'waiting', reason: 'X ended the connection.', waitMs: patience.network() }
    const { state, reason, waitMs } = wait
    yield { kind: 'state', state, reason, until: reader.clock.now() + waitMs }
    await reader.clock.sleep(waitMs, signal)
  }
}

type Produce = (give: Give<Reading>, signal: AbortSignal) => Promise<void>

interface Connecting extends Reader {
  readonly patience: Backoff
  opened(): void
  /** What was missed before is handed on first, so that it stands before what comes now. */
  readonly filled: Promise<void>
}

/** One connection: ends when X ends it, fails when it breaks off. */
const connection =
  ({ apiUrl, bearerToken, clock, rules, webUrl, patience, opened, filled }: Connecting): Produce =>
  async (give, signal) => {
    const url = `${apiUrl}/2/tweets/search/stream?${new URLSearchParams(fields)}`
    const live = () => {
      opened()
      void give({ kind: 'state', state: 'live' })
    }
    for await (const line of lines({ url, bearerToken, clock, signal, opened: live })) {
      // Not when it opens: a connection that ends before it brings anything is to be waited for longer each time.
      patience.reset()
      await filled
      const read = toReading(line, { webUrl, hashtag: rules.hashtag })
      if (read === 'ended') return
      await give(read)
    }
  }

interface CatchingUp extends Reader {
  readonly known: Known
  readonly open: Promise<void>
  filled(): void
}

/** Fills the gap before this connection once it is open, and again when search has caught up with it. */
const catchingUp =
  ({ known, open, filled, ...reader }: CatchingUp): Produce =>
  async (give, signal) => {
    const aborted = new Promise<void>(resolve =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    await Promise.race([open, aborted])
    const before = signal.aborted ? undefined : await known()
    const began = reader.clock.now()
    if (before !== undefined) await fill(before, reader, give)
    filled()
    if (before !== undefined) {
      await reader.clock.sleep(searchLagMs, signal)
      if (!signal.aborted) await fill(began, reader, give)
    }
    await aborted
  }

/** A gap that cannot be filled now is no reason to drop the connection; the next one tries again. */
async function fill(
  known: Instant,
  { clock, search, wanted, log }: Reader,
  give: Give<Reading>,
): Promise<void> {
  try {
    for await (const read of gap(wanted(), { known, now: clock.now(), search })) await give(read)
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    log.warn({ reason: error.message }, 'gap not filled')
  }
}

interface Wait {
  readonly state: 'waiting' | 'refused'
  readonly reason: string
  readonly waitMs: number
}

async function afterFailure(error: unknown, patience: Backoff, reader: Reader): Promise<Wait> {
  if (!(error instanceof Refused)) {
    if (error instanceof NetworkError) throw error
    reader.log.info({ reason: error instanceof Error ? error.message : String(error) }, 'stream lost')
    return { state: 'waiting', reason: 'The connection to X was lost.', waitMs: patience.network() }
  }
  const { answer } = error
  if (isTooManyConnections(answer)) return freed(patience, reader)
  const { message, next } = meaning(answer, reader.clock.now())
  if (next.next === 'stop') return { state: 'refused', reason: message, waitMs: refusedMs }
  const asked = next.next === 'retry' ? next.waitMs : 0
  const waitMs = Math.max(asked, answer.status === 429 ? patience.limited() : patience.http())
  return { state: 'waiting', reason: message, waitMs }
}

/** An earlier connection of ours holds the only slot, perhaps half dead: it is ended, then there is room. */
async function freed(patience: Backoff, { client, log }: Reader): Promise<Wait> {
  const reason = 'X still holds an earlier connection open.'
  try {
    await client.delete('connections/all')
    return { state: 'waiting', reason, waitMs: patience.http() / 5 }
  } catch (error) {
    log.warn(
      { reason: error instanceof Error ? error.message : String(error) },
      'earlier connection not ended',
    )
    return { state: 'waiting', reason, waitMs: patience.limited() }
  }
}
