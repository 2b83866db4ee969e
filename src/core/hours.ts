/** Reading hours: the part of the week in which a follow listens, in the time zone it was written in. */
import type { Instant } from './ids.ts'

export interface Hours {
  /** IANA name: `America/New_York`. */
  readonly zone: string
  /** Weekdays, 1 is Monday. */
  readonly days: readonly number[]
  /** Minutes after midnight on the wall clock; `until` may be past midnight (above 1440). */
  readonly from: number
  readonly until: number
}

/** A stretch of time, its end excluded. */
export interface Window {
  readonly from: Instant
  readonly until: Instant
}

/** Early enough for the welcome, late enough for last answers. */
const beforeMs = 5 * 60_000
const afterMs = 15 * 60_000
const dayMs = 86_400_000

/** Whether an instant lies within the hours, five minutes before to fifteen after. */
export const isOpen = (hours: Hours, at: Instant): boolean => windowAt(hours, at) !== undefined

/** The reading window that an instant lies in. */
export const windowAt = (hours: Hours, at: Instant): Window | undefined =>
  windows(hours, at).find(({ from, until }) => at >= from && at < until)

/** The window after this instant, within a week. */
export const nextWindow = (hours: Hours, at: Instant): Window | undefined =>
  windows(hours, at).find(({ from }) => from > at)

/** The last window that had closed by then, within a week. */
export const previousWindow = (hours: Hours, at: Instant): Window | undefined =>
  windows(hours, at).findLast(({ until }) => until <= at)

/** When it opens or closes next. */
export function nextTurn(hours: Hours, at: Instant): Instant | undefined {
  return windowAt(hours, at)?.until ?? nextWindow(hours, at)?.from
}

const known = new Map<string, readonly Window[]>()
/** Few hours are asked about over and over: whether a post falls into them. */
const mostKnown = 200

function windows(hours: Hours, at: Instant): readonly Window[] {
  const { zone, days, from, until } = hours
  const key = `${zone} ${days} ${from} ${until} ${Math.floor(at / dayMs)}`
  const before = known.get(key)
  if (before) return before
  if (known.size >= mostKnown) known.clear()
  const all = united(around(hours, Math.floor(at / dayMs) * dayMs))
  known.set(key, all)
  return all
}

/** A week before and after, and a little more: for hours that reach over midnight, and for every zone. */
function around({ zone, days, from, until }: Hours, at: Instant): Window[] {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  return Array.from({ length: 19 }, (_, index) => today.add({ days: index - 9 })).flatMap(date => {
    if (!days.includes(date.dayOfWeek)) return []
    const on = (minutes: number) => wallClock(date, minutes, zone)
    return [{ from: on(from) - beforeMs, until: on(until) + afterMs }]
  })
}

/** What a clock on the wall shows is what counts, on the days that clocks change too; a time that is skipped comes with the change. */
function wallClock(date: Temporal.PlainDate, minutes: number, zone: string): Instant {
  const day = date.add({ days: Math.floor(minutes / 1440) })
  const time = new Temporal.PlainTime(Math.floor((minutes % 1440) / 60), minutes % 60)
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
}

function united(all: readonly Window[]): Window[] {
  const joined: Window[] = []
  for (const window of all) {
    const last = joined.at(-1)
    if (last && window.from <= last.until)
      joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, window.until) }
    else joined.push(window)
  }
  return joined
}

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clockTime = (minutes: number): string =>
  `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** `Wed 20:30–21:45 America/New_York` */
export function showHours({ zone, days, from, until }: Hours): string {
  const which = days.length === 7 ? 'daily' : days.map(day => names[day - 1]).join(', ')
  return `${which} ${clockTime(from)}–${clockTime(until)} ${zone}`
}
