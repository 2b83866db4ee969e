/** What reading costs, asked before it is spent. */
import { Refusal } from '#core/errors.ts'
import type { Micros } from '#core/ids.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'

/** @throws Refusal when today's limit does not allow it. */
export async function afford(
  micros: Micros,
  { store, clock, dailyMicros }: Pick<Parts, 'store' | 'clock' | 'dailyMicros'>,
): Promise<void> {
  const spent = await store.ledger.spent(clock.now())
  if (spent + micros > dailyMicros)
    throw new Refusal(
      `That would cost ${dollars(micros)}, and today's limit of ${dollars(dailyMicros)} has ${dollars(Math.max(0, dailyMicros - spent))} left. It begins anew at midnight UTC.`,
    )
}
