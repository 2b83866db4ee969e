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

/** Whether an instant lies within the hours. Clock changes are the zone's own. */
export function isOpen({ zone, days, from, until }: Hours, at: Instant): boolean {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const minute = there.hour * 60 + there.minute
  const yesterday = there.dayOfWeek === 1 ? 7 : there.dayOfWeek - 1
  return (
    (days.includes(there.dayOfWeek) && minute >= from && minute < until) ||
    (days.includes(yesterday) && minute + 1440 >= from && minute + 1440 < until)
  )
}
