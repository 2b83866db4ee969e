/** One connection to the stream, as a producer of readings: it ends when X ends it, and fails when it breaks off. */
import type { Reading } from '#core/source.ts'
import type { Backoff } from './backoff.ts'
import { older } from './fields.ts'
import type { Give } from './merge.ts'
import type { Reader } from './reader.ts'
import { lines } from './stream.ts'
import { toReading } from './streamed.ts'

export type Produce = (give: Give<Reading>, signal: AbortSignal) => Promise<void>

/** X is ending the connection, and says why. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly problem: unknown
  constructor(problem: unknown) {
    super('X ended the connection.')
    this.problem = problem
  }
}

export interface Connecting {
  readonly reader: Reader
  readonly patience: Backoff
  opened(): void
  /** What was missed before is handed on first, so that it stands before what comes now. */
  readonly filled: Promise<void>
}

/** A connection that lived this long was a good one; one that ends sooner is to be waited for longer each time. */
const steadyMs = 20_000

export const connection =
  ({ reader, patience, opened, filled }: Connecting): Produce =>
  async (give, signal) => {
    const { apiUrl, bearerToken, clock, rules, webUrl } = reader
    const url = `${apiUrl}/2/tweets/search/stream?${new URLSearchParams(older)}`
    let openedAt: number | undefined
    const live = () => {
      openedAt = clock.now()
      reader.heard.begin()
      opened()
      void give({ kind: 'state', state: 'live' })
    }
    try {
      for await (const line of lines({ url, bearerToken, clock, signal, opened: live })) {
        await filled
        const read = toReading(line, { webUrl, hashtag: rules.hashtag })
        if (read.kind === 'ending') throw new Ended(read.problem)
        if (read.kind === 'posts') for (const { post } of read.sightings) reader.heard.note(post.versions)
        await give(read)
      }
    } finally {
      if (openedAt !== undefined && clock.now() - openedAt >= steadyMs) patience.reset()
    }
  }
