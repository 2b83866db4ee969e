/** Sittings: one hashtag may meet twice a day, for two halves of the world, and the numbers begin anew. */
import type { Instant } from '#core/ids.ts'
import { type Candidate, type Hosting, isIdle } from './candidates.ts'
import { isSame } from './content.ts'
import type { Read } from './reading.ts'

export interface Window {
  readonly from: Instant
  readonly until: Instant
}

/** From when on posts belong to it, until the next one begins. */
export interface Sitting {
  readonly from: Instant
  readonly until: Instant
}

const minute = 60_000
/** People come, are greeted and introduce themselves before the first question. */
const leadMs = 30 * minute
/** Nobody begins anew sooner than this after the last question. */
const pauseMs = 20 * minute
const longPauseMs = 5 * 60 * minute

export function sittings(
  reads: readonly Read[],
  all: readonly Candidate[],
  { hosts, windows }: { readonly hosts: Hosting; readonly windows?: readonly Window[] },
): Sitting[] {
  const begins =
    windows && windows.length > 0
      ? windows.map(({ from }) => from - leadMs).sort((one, other) => one - other)
      : beginnings(all, hosts).map(at => opening(reads, at))
  const cuts = [Number.NEGATIVE_INFINITY, ...begins.slice(1), Number.POSITIVE_INFINITY]
  return cuts
    .slice(0, -1)
    .map((from, index) => ({ from, until: cuts[index + 1] ?? Number.POSITIVE_INFINITY }))
}

/** When each sitting's first question was asked. */
function beginnings(all: readonly Candidate[], hosts: Hosting): Instant[] {
  const begins: Instant[] = []
  let asked = new Map<string, Candidate[]>()
  let highest = -1
  let last = Number.NEGATIVE_INFINITY
  for (const one of all) {
    if (!speaksForHost(one, hosts)) continue
    const { read, key, label } = one
    const again = asked.get(key)
    const told = again?.some(({ read: { stems } }) => isSame(stems, read.stems)) ?? false
    const paused = read.at - last
    const anew =
      begins.length === 0 ||
      (!told && label.number <= 1 && highest >= 2 && paused > pauseMs) ||
      (label.number <= highest && paused > longPauseMs && !(told && paused < 2 * longPauseMs))
    if (anew) {
      begins.push(read.at)
      asked = new Map()
      highest = -1
    }
    asked.set(key, [...(asked.get(key) ?? []), one])
    highest = Math.max(highest, label.number)
    last = read.at
  }
  return begins
}

const speaksForHost = ({ read, label, by, key }: Candidate, hosts: Hosting): boolean =>
  label.trust !== 'typo' &&
  (read.asks || label.role === 'topic') &&
  !isIdle(read) &&
  !read.passes &&
  (read.parent === undefined || read.parent.by === by) &&
  hosts.of(by, key) >= 1

/** A sitting begins with the first greeting of the half hour before its first question, or a little before that. */
function opening(reads: readonly Read[], at: Instant): Instant {
  const greeting = reads.find(
    read => read.at >= at - leadMs && read.at <= at && read.manner === 'hosting' && !read.parent,
  )
  return Math.min(greeting?.at ?? at, at - 5 * minute)
}

export const sittingAt = (all: readonly Sitting[], at: Instant): number =>
  Math.max(
    0,
    all.findLastIndex(({ from }) => at >= from),
  )
