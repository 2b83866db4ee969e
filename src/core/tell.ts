/** What every following channel is told: how reading the network fares, once each time it changes. */
import type { ChannelId, Instant } from './ids.ts'
import { dollars, nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Line } from './saying.ts'
import type { Reading } from './source.ts'

type Needs = Pick<Parts, 'store' | 'source' | 'clock' | 'wake'>
export type State = Reading & { readonly kind: 'state' }

const dayOf = (at: Instant) => new Date(at).toISOString().slice(0, 10)
const clockTime = (at: Instant) => `${new Date(at).toISOString().slice(11, 16)} UTC`

/** Says something once in every channel that follows anything. */
async function tell(key: string, line: Line, { store, clock, wake }: Omit<Needs, 'source'>): Promise<void> {
  const follows = await store.follows.all()
  const channels = new Set<ChannelId>(follows.map(({ channel }) => channel))
  for (const channel of channels) {
    await store.notices.put({ channel, key, at: clock.now(), saying: { lines: [line] } })
    wake(channel)
  }
}

export const tellSpent = (parts: Needs & Pick<Parts, 'dailyMicros'>): Promise<void> => {
  const now = parts.clock.now()
  const line: Line = [
    `Reading ${parts.source.name} has stopped for today: the daily limit of ${dollars(parts.dailyMicros)} is reached. It goes on at `,
    { at: nextDay(now), show: 'time' },
    '; posts from until then are not fetched. Whoever runs Backchannel can raise the limit.',
  ]
  return tell(`budget:${dayOf(now)}`, line, parts)
}

/** Told when the network begins to refuse, once a day at most, and when it is over. */
export async function tellState(now: State, before: State | undefined, parts: Needs): Promise<void> {
  const was = before?.state === 'refused'
  const { name } = parts.source
  const day = dayOf(parts.clock.now())
  if (now.state === 'refused' && !was)
    await tell(`refused:${day}`, `Reading ${name} has stopped. ${now.reason ?? ''}`.trim(), parts)
  if (now.state === 'live' && was) await tell(`live:${parts.clock.now()}`, `Reading ${name} goes on.`, parts)
}

export function inWords(state: State | undefined): string {
  if (!state) return 'not reading: nothing is followed'
  const why = state.reason ? `: ${state.reason}` : ''
  const until = state.until ? ` until ${clockTime(state.until)}` : ''
  return { live: 'live', waiting: `waiting${until}${why}`, refused: `refused${why}` }[state.state]
}
