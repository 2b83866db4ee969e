/** Somebody who reads a network, and keeps what they were given. */
import type { TestContext } from 'node:test'
import type { Instant } from '#core/ids.ts'
import { type Post, plain } from '#core/post.ts'
import type { Reading, Sighting, Source } from '#core/source.ts'

export interface Reads {
  readonly readings: Reading[]
  sightings(): Sighting[]
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

export function reads(source: Source, known: () => Promise<Instant | undefined>, t: TestContext): Reads {
  const memory = { known, enough: async () => true }
  const ending = new AbortController()
  const readings: Reading[] = []
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const take = async () => {
    for await (const reading of source.read(memory, ending.signal)) {
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
    sightings,
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
