/** X's adapter before the stand-in, on a clock that the test holds, with somebody who reads. */
import type { TestContext } from 'node:test'
import { xPublisher } from '#bridges/x/publisher.ts'
import { xSource } from '#bridges/x/source.ts'
import type { Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import { type Post, plain } from '#core/post.ts'
import type { Reading, Source } from '#core/source.ts'
import { atRest, type Clock, heldClock } from '#sandbox/clock.ts'
import { type XOptions, type XStandIn, xStandIn } from '#sandbox/x/stand-in.ts'

/** A Wednesday evening. */
export const evening = Date.parse('2026-11-04T20:30:00Z')

export interface Reads {
  readonly readings: Reading[]
  posts(): Post[]
  texts(): string[]
  states(): string[]
  /** The last thing said about how reading fares. */
  state(): Reading & { kind: 'state' }
  charges(): Map<string, number>
  /** Stops taking readings, and takes them again. */
  hold(): void
  go(): void
  stop(): Promise<void>
}

export interface House {
  readonly x: XStandIn
  readonly clock: Clock
  readonly source: Source
  readonly complaints: string[]
  pass(ms: number): Promise<void>
  /** Lets time pass, a little at a time, until what was asked is answered. */
  answered<T>(asked: Promise<T>): Promise<T>
  reads(known?: Instant): Reads
}

export async function house(t: TestContext, options: Partial<XOptions> = {}): Promise<House> {
  let busy = () => 0
  const clock = heldClock(evening, () => atRest(() => busy()))
  const x = await xStandIn({ clock, ...options })
  busy = x.busy
  const complaints: string[] = []
  const log = listener(complaints)
  const source = xSource({ apiUrl: x.url, webUrl: x.webUrl, bearerToken: x.keys.bearerToken, clock, log })
  t.after(() => x.close())
  const pass = (ms: number) => clock.advance(ms)
  return {
    x,
    clock,
    source,
    complaints,
    pass,
    async answered(asked) {
      let waiting = true
      const done = () => {
        waiting = false
      }
      asked.then(done, done)
      while (waiting) await pass(0)
      return asked
    },
    reads: known => reads(source, async () => known, t),
  }
}

export function reads(source: Source, known: () => Promise<Instant | undefined>, t: TestContext): Reads {
  const ending = new AbortController()
  const readings: Reading[] = []
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const take = async () => {
    for await (const reading of source.read(known, ending.signal)) {
      readings.push(reading)
      await gate.promise
    }
  }
  const taking = take()
  const sightings = () => readings.flatMap(reading => (reading.kind === 'posts' ? reading.sightings : []))
  const states = () => readings.filter(reading => reading.kind === 'state')
  const stop = () => {
    ending.abort()
    gate.resolve()
    return taking
  }
  t.after(stop)
  return {
    readings,
    posts: () => sightings().map(({ post }) => post),
    texts: () => sightings().map(({ post }) => plain(post.text)),
    states: () => states().map(({ state }) => state),
    state() {
      const last = states().at(-1)
      if (!last) throw new Error('Nothing was said about reading.')
      return last
    },
    charges: () =>
      new Map(
        readings
          .flatMap(reading => (reading.kind === 'posts' ? reading.charges : []))
          .map(({ resource, micros }) => [resource, micros]),
      ),
    hold() {
      gate = Promise.withResolvers()
    },
    go: () => gate.resolve(),
    stop,
  }
}

export function listener(complaints: string[]): Log {
  const complain = (facts: object, happened: string) =>
    void complaints.push(`${happened} ${JSON.stringify(facts)}`)
  return { info() {}, debug() {}, warn: complain, error: complain }
}

export function publisher(
  { x, clock }: Pick<House, 'x' | 'clock'>,
  more: Partial<Parameters<typeof xPublisher>[0]> = {},
) {
  const { apiKey, apiSecret, accessToken, accessSecret } = x.keys
  return xPublisher({
    apiUrl: x.url,
    webUrl: x.webUrl,
    credentials: { apiKey, apiSecret, accessToken, accessSecret },
    clock,
    log: listener([]),
    ...more,
  })
}
