/** What following a chat will cost, from how it went in the last seven days. */
import type { Micros } from './ids.ts'
import type { Activity, Source } from './source.ts'

export interface Forecast {
  readonly posts: number
  /** Posts of the busiest stretch, if most of the week's were made in it: a chat with a fixed hour. */
  readonly session?: number
  readonly sessionMicros?: Micros
  readonly monthMicros: Micros
}

/** A chat lasts an hour or so, and people come early and stay late. */
const sessionHours = 3
/** What of a week's posts the busiest stretch must hold to be called a session. */
const most = 0.5
const weeksPerMonth = 365.25 / 12 / 7

/** Distinct people for each post, each billed once a day: measured on public chats, 9 to 24 in a hundred. */
const people = 0.2

type Prices = Pick<Source, 'postPrice' | 'authorPrice'>

const priceOf = (posts: number, { postPrice, authorPrice }: Prices): Micros =>
  Math.round(posts * (postPrice + people * authorPrice))

export function forecast({ posts, hours }: Activity, prices: Prices): Forecast {
  const monthMicros = Math.round(priceOf(posts, prices) * weeksPerMonth)
  const session = busiest(hours.map(one => one.posts))
  if (posts === 0 || session < most * posts) return { posts, monthMicros }
  return { posts, session, sessionMicros: priceOf(session, prices), monthMicros }
}

function busiest(hours: readonly number[]): number {
  const stretches = hours.map((_, index) =>
    hours.slice(index, index + sessionHours).reduce((sum, posts) => sum + posts, 0),
  )
  return Math.max(0, ...stretches)
}
