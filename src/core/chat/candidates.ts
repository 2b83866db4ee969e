/** Which posts may be the asking of a question, and how much speaks for each: what it says, who says it, and what people do after. */

import type { Label } from './label.ts'
import type { Read } from './reading.ts'
import { asksFarewell, hasQuestionMark, isFormat, isHosting, isPending } from './speech.ts'

export interface Candidate {
  readonly read: Read
  readonly label: Label
  /** Whose question it would be: of a repost, the original's author. */
  readonly by: string
  readonly key: string
}

export interface Habits {
  /** `T1` asks and answers. */
  readonly topical: boolean
  readonly hashtag: string
  readonly hosts: ReadonlySet<string>
  readonly guests: ReadonlySet<string>
}

const minute = 60_000

export const keyOf = ({ number, letters }: Pick<Label, 'number' | 'letters'>): string =>
  `${number}${letters[0] ?? ''}`

/** Whether T is what this community labels with: it takes more than a few of them, and more than there are Qs. */
export function isTopical(reads: readonly Read[]): boolean {
  const count = (role: Label['role']) =>
    reads.filter(({ label, passes }) => !passes && label?.role === role && label.trust !== 'typo').length
  const topics = count('topic')
  return topics >= 3 && topics >= count('question')
}

export function candidates(reads: readonly Read[], { topical }: Pick<Habits, 'topical'>): Candidate[] {
  return reads.flatMap(read => {
    const { label, original, passes, foreign } = read
    if (!label || original) return []
    const may = label.role === 'question' || label.role === 'either' || (topical && label.role === 'topic')
    if (!may) return []
    return [{ read, label, by: passes ? (foreign?.by ?? read.by) : read.by, key: keyOf(label) }]
  })
}

/** It bears a label, and asks nothing by it: `Q1 coming up`, `Q2 here on #tag`. */
export const isIdle = ({ said, stems }: Read): boolean =>
  !hasQuestionMark(said) && (isFormat(said) || (isPending(said) && stems.size <= 6))

/** How much an author behaves like who runs the chat; what they ask is counted apart from `key`. */
export interface Hosting {
  of(by: string, key?: string): number
}

export function hosting(reads: readonly Read[], all: readonly Candidate[], habits: Habits): Hosting {
  const manners = new Map<string, number>()
  for (const { by, said, passes, parent } of reads)
    if (!passes && !parent && isHosting(said)) manners.set(by, (manners.get(by) ?? 0) + 1)
  const firsts = firstAskings(all, habits)
  return {
    of(by, key) {
      const keys = firsts.get(by) ?? new Set()
      const others = keys.size - (key !== undefined && keys.has(key) ? 1 : 0)
      const named = habits.hashtag.length > 3 && by.replaceAll('_', '').includes(habits.hashtag) ? 1 : 0
      const given = habits.hosts.has(by) ? 5 : habits.guests.has(by) ? 0.5 : 0
      return given + Math.min(3, others) + Math.min(1.5, (manners.get(by) ?? 0) * 0.75) + named
    },
  }
}

/** By author, what they were the first to ask. Hours later the same number may be another sitting's. */
function firstAskings(
  all: readonly Candidate[],
  { topical }: Pick<Habits, 'topical'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, number>()
  const firsts = new Map<string, Set<string>>()
  for (const { read, label, by, key } of all) {
    const answersSomebody = read.parent !== undefined && read.parent.by !== by
    if ((!read.asks && !topical) || answersSomebody || isIdle(read) || label.trust === 'typo') continue
    const before = seen.get(key)
    if (before === undefined || read.at - before > 180 * minute) {
      const keys = firsts.get(by) ?? new Set()
      firsts.set(by, keys.add(key))
    }
    seen.set(key, read.at)
  }
  return firsts
}

/** When people label answers with a number: who asks it asks before most of them. */
export interface Answered {
  /** How many people answered `number` between two instants, `but` one of them. */
  people(number: number, span: { readonly from: number; readonly until: number }, but: string): number
}

export function answered(reads: readonly Read[]): Answered {
  const answers = new Map<number, Read[]>()
  for (const read of reads) {
    const { label, passes } = read
    if (!label || passes || (label.role === 'question' && read.asks)) continue
    const those = answers.get(label.number)
    if (those) those.push(read)
    else answers.set(label.number, [read])
  }
  return {
    people: (number, { from, until }, but) =>
      new Set(
        (answers.get(number) ?? [])
          .filter(({ at, by }) => at > from && at <= until && by !== but)
          .map(({ by }) => by),
      ).size,
  }
}

/** A question that is asked scores above `passing`; an answer labelled Q by mistake does not. */
export const passing = 3.5

export interface Scoring {
  readonly habits: Habits
  readonly hosts: Hosting
  readonly answers: Answered
  /** When the sitting began. */
  readonly from: number
}

export function score(
  { read, label, by, key }: Candidate,
  { habits, hosts, answers, from }: Scoring,
): number {
  const host = hosts.of(by, key)
  const after = answers.people(label.number, { from: read.at, until: read.at + 30 * minute }, by)
  const before = answers.people(label.number, { from: from - minute, until: read.at - 20_000 }, by)
  const bare = read.stems.size < 2 && !read.asks
  const strange = read.parent && read.parent.by !== by ? 2 : read.addressed && read.addressed !== by ? 1 : 0
  return (
    (read.asks ? 2 : habits.topical && label.role === 'topic' ? 1 : 0) +
    (isIdle(read) ? -3 : bare ? -1 : 0) +
    (label.trust === 'sure' ? 1 : label.trust === 'likely' ? 0.5 : -1) +
    (label.position === 'start' || label.position === 'line' ? 0.5 : 0) +
    Math.min(3, host) -
    strange +
    (after >= 3 ? 2 : after) -
    Math.min(3, before)
  )
}

/** Asks without a number at the end: `Final thoughts?` */
export const isFarewell = ({ said, passes, parent }: Read): boolean =>
  !passes && !parent && asksFarewell(said)
