/** X's adapter before the stand-in, on a clock that the test holds, with somebody who reads. */
import type { TestContext } from 'node:test'
import { xPublisher } from '#bridges/x/publisher.ts'
import { xSource } from '#bridges/x/source.ts'
import type { Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import type { Source } from '#core/source.ts'
import { atRest, type Clock, heldClock } from '#sandbox/clock.ts'
import { type XOptions, type XStandIn, xStandIn } from '#sandbox/x/stand-in.ts'
import { type Reads, reads } from '#tests/contracts/reads.ts'

/** A Wednesday evening. */
export const evening = Date.parse('2026-11-04T20:30:00Z')

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
