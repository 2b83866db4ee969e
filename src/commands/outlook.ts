/** How alive a chat is, and what following it will cost: asked before it is spent. */
import { shortage } from '#core/afford.ts'
import { NetworkError } from '#core/errors.ts'
import { type Forecast, forecast } from '#core/forecast.ts'
import type { Hashtag, Micros } from '#core/ids.ts'
import type { Parts } from '#core/parts.ts'
import type { Line } from '#core/saying.ts'
import type { Activity } from '#core/source.ts'

export interface Outlook {
  readonly lines: readonly Line[]
  /** Whether there is something to show. */
  readonly alive: boolean
  /** What a month will cost as it was asked for; absent where it is not known. */
  readonly monthMicros?: Micros
}

/** Following does not hang on it: what cannot be known is said, and that is that. */
export async function outlook(hashtag: Hashtag, reposts: boolean, parts: Parts): Promise<Outlook> {
  const short = await shortage(2 * parts.source.postPrice, parts)
  if (short !== undefined)
    return { lines: [`When #${hashtag} last spoke was not looked up. ${short}`], alive: false }
  try {
    const [own, all] = [await asked(hashtag, false, parts), await asked(hashtag, true, parts)]
    if (all.last === undefined)
      return { lines: [`Nobody has used #${hashtag} in the last seven days.`], alive: false }
    const [without, withAll] = [forecast(own, parts.source), forecast(all, parts.source)]
    const { monthMicros } = reposts ? withAll : without
    return {
      lines: [spoken(all.last, without, withAll), costing(without, withAll)],
      alive: true,
      monthMicros,
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    parts.log.info({ hashtag, reason: error.message }, 'activity not known')
    return { lines: ['When it last spoke could not be found out just now.'], alive: true }
  }
}

async function asked(hashtag: Hashtag, reposts: boolean, { source, store, clock }: Parts): Promise<Activity> {
  const { charges, ...activity } = await source.activity(hashtag, reposts)
  await store.ledger.charge(charges, clock.now())
  return activity
}

const spoken = (last: number, { posts }: Forecast, { posts: all }: Forecast): Line => [
  'It last spoke on ',
  { at: last, show: 'date' },
  ' towards ',
  { at: last, show: 'time' },
  `: ${posts} posts in seven days, ${Math.max(posts, all)} with reposts.`,
]

/** Rounded up to the cent: nobody budgets in thousandths. */
const about = (micros: Micros): string => `$${(Math.ceil(micros / 10_000) / 100).toFixed(2)}`

function costing(without: Forecast, withAll: Forecast): Line {
  const both = (one: Micros, other: Micros) => `${about(one)} (${about(Math.max(one, other))} with reposts)`
  const session =
    without.sessionMicros === undefined
      ? ''
      : `a session ${both(without.sessionMicros, withAll.sessionMicros ?? withAll.monthMicros)}, `
  return `Going on like that, ${session}a month will cost about ${both(without.monthMicros, withAll.monthMicros)} to read, for all channels together.`
}
