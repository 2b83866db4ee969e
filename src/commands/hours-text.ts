/** Reads hours as people write them: `wed 20:30–21:45 America/New_York`. */
import { Refusal } from '#core/errors.ts'
import type { Hours } from '#core/hours.ts'

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const groups: Readonly<Record<string, readonly number[]>> = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  weekends: [6, 7],
}

/** What people call their zone, where that means one place's clock. */
const called: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'UTC',
  et: 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  ct: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mt: 'America/Denver',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  pt: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  bst: 'Europe/London',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
}

const form =
  'Write the days, the times and the time zone, such as `wed 20:30–21:45 America/New_York`, or `always`.'
const wrong = (what: string): Refusal => new Refusal(`${what} ${form} Nothing was changed.`)

/** @throws Refusal that says what is not understood. */
export function toHours(typed: string): Hours {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[–—−]|\bto\b|\bbis\b/g, '-')
    .replace(/\s*-\s*/g, '-')
    .replace(/\b(\d{1,2}(?:[:.]\d\d)?)\s+([ap])\.?m\.?\b/g, '$1$2m')
    .replace(/\bevery\s*day\b/g, 'daily')
  const words = text.split(/[\s,;]+|\band\b/).filter(word => word !== '' && word !== 'every' && word !== 'at')
  const range = words.find(word => /^\d{1,2}([:.]\d\d)?([ap]m)?-\d/.test(word))
  if (range === undefined) throw wrong('From when until when is missing.')
  const [from, until] = toTimes(range)
  const others = words.filter(word => word !== range)
  const days = [...new Set(others.flatMap(toDays))].sort()
  const zones = others.filter(word => toDays(word).length === 0)
  if (days.length === 0) throw wrong('The days are missing.')
  return { zone: toZone(zones.join('_')), days, from, until }
}

function toDays(word: string): readonly number[] {
  const [first = '', last] = word.split('-')
  if (last === undefined) return groups[first] ?? (dayOf(first) ? [dayOf(first)] : [])
  const [from, until] = [dayOf(first), dayOf(last)]
  if (!from || !until) return []
  return Array.from({ length: ((until - from + 7) % 7) + 1 }, (_, index) => ((from - 1 + index) % 7) + 1)
}

/** `wed`, `weds`, `wednesdays`; 0 for what is no day. */
function dayOf(word: string): number {
  const name = word.replace(/\.$/, '').replace(/s$/, '')
  return name.length < 2 ? 0 : dayNames.findIndex(day => day.startsWith(name)) + 1
}

/** Minutes after midnight; what ends before it begins ends on the next day. */
function toTimes(range: string): [number, number] {
  const [first = '', last = ''] = range.split('-')
  // `8-9pm`: the half of the day that is said once is meant twice.
  const half = /[ap]m$/.exec(last)?.[0] ?? ''
  const from = toMinutes(/m$/.test(first) ? first : `${first}${half}`)
  const until = toMinutes(last)
  if (from === until) throw wrong('It ends when it begins.')
  return [from, until < from ? until + 1440 : until]
}

function toMinutes(time: string): number {
  const [, hour = '', minute = '0', half] = /^(\d{1,2})(?:[:.](\d\d))?([ap]m)?$/.exec(time) ?? []
  const [hours, minutes] = [Number(hour), Number(minute)]
  if (hour === '' || minutes > 59 || hours > (half ? 12 : 24) || (half && hours === 0))
    throw wrong(`“${time}” is no time.`)
  return (half ? (hours % 12) + (half === 'pm' ? 12 : 0) : hours) * 60 + minutes
}

function toZone(word: string): string {
  const found = called[word] ?? Intl.supportedValuesOf('timeZone').find(zone => zone.toLowerCase() === word)
  if (found !== undefined) return found
  throw wrong(
    word === '' ? 'The time zone is missing.' : `“${word.replaceAll('_', ' ')}” is no time zone I know.`,
  )
}
