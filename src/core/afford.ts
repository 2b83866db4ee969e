/** What something costs, asked before it is spent: nobody goes over the limit of a day. */
import { Refusal } from './errors.ts'
import type { Micros } from './ids.ts'
import { dollars } from './ledger.ts'
import type { Parts } from './parts.ts'

type Needs = Pick<Parts, 'store' | 'clock' | 'dailyMicros'>

/** Why today's limit does not allow it, for a member; undefined when it does. */
export async function shortage(
  micros: Micros,
  { store, clock, dailyMicros }: Needs,
): Promise<string | undefined> {
  const left = Math.max(0, dailyMicros - (await store.ledger.spent(clock.now())))
  if (micros <= left) return undefined
  return `This can cost ${dollars(micros)}, and of today’s limit of ${dollars(dailyMicros)} there is ${dollars(left)} left. It begins anew at midnight UTC.`
}

/** @throws Refusal when today's limit does not allow it. */
export async function afford(micros: Micros, parts: Needs): Promise<void> {
  const short = await shortage(micros, parts)
  if (short !== undefined) throw new Refusal(short)
}
