/** The questions of one sitting: for each number whoever asked it, retold by others or asked again, and those without a number. */
import { type Candidate, isFarewell, isIdle, passing, type Scoring, score } from './candidates.ts'
import { isSame, overlap } from './content.ts'
import type { Read } from './reading.ts'
import { hasQuestionMark, marksQuestion } from './speech.ts'

export interface Asked {
  /** As the host numbers it: `2`, `3a`. */
  readonly label: string
  readonly number: number
  readonly letter: string
  /** Under which other number its answers may come: its host mistook it. */
  readonly alias?: number
  readonly by: string
  readonly at: number
  /** The asking, and its retellings by who may ask, oldest first. */
  readonly reads: readonly Read[]
}

const minute = 60_000

interface Scored extends Candidate {
  readonly score: number
}

export function questions(reads: readonly Read[], all: readonly Candidate[], scoring: Scoring): Asked[] {
  const scored = all.map(one => ({ ...one, score: score(one, scoring) }))
  const keys = new Map<string, Scored[]>()
  for (const one of scored) keys.set(one.key, [...(keys.get(one.key) ?? []), one])
  const numbered = [...keys.values()].flatMap(those => settle(those, scoring))
  const mended = numbered.map(one => renumber(one, numbered, scoring))
  const named = withLetters(mended.map(one => toAsked(one, mended)))
  return [...named, ...unnumberedOnes(reads, named, scoring)].sort((one, other) => one.at - other.at)
}

/** Tellings of the same, oldest first. */
interface Cluster {
  readonly tellings: readonly Scored[]
  readonly best: Scored
  readonly first: Scored
  readonly number: number
  readonly alias?: number
  readonly second?: boolean
}

function cluster(those: readonly Scored[]): Cluster[] {
  const groups: Scored[][] = []
  for (const one of those) {
    const group = groups.find(group => group.some(other => tellsSame(one, other)))
    if (group) group.push(one)
    else groups.push([one])
  }
  return groups.flatMap(tellings => {
    const best = [...tellings].sort((one, other) => other.score - one.score || one.read.at - other.read.at)[0]
    const first = tellings[0]
    return best && first ? [{ tellings, best, first, number: best.label.number }] : []
  })
}

const tellsSame = ({ read: one }: Candidate, { read: other }: Candidate): boolean =>
  one.quoted === other || isSame(one.stems, other.stems)

/** Who asked a number: the telling for which most speaks. A host may ask twice under one number. */
function settle(those: readonly Scored[], { hosts, habits }: Scoring): Cluster[] {
  const clusters = cluster(those).sort(
    (one, other) => other.best.score - one.best.score || one.first.read.at - other.first.read.at,
  )
  const winner = (habits.topical && earliest(clusters, hosts)) || clusters[0]
  if (!winner) return []
  const { best } = winner
  const host = hosts.of(best.by, best.key)
  const enough = best.score >= passing && (best.read.asks || host >= 1 || best.label.role === 'topic')
  if (!enough || (isIdle(best.read) && host < 2)) return []
  const others = clusters.filter(one => {
    const { read, by, key, score } = one.best
    if (one === winner) return false
    const apart = Math.abs(read.at - winner.first.read.at)
    return (
      !habits.topical &&
      hasQuestionMark(read.said) &&
      score >= passing - 1 &&
      hosts.of(by, key) >= 1.5 &&
      apart > 3 * minute
    )
  })
  return [winner, ...others.map(other => ({ ...other, second: true }))]
}

/** Where T opens a topic it need not ask: the host's first word on it does. */
const earliest = (clusters: readonly Cluster[], hosts: Scoring['hosts']): Cluster | undefined =>
  clusters
    .filter(
      ({ best: { score, by, key, read } }) => score >= passing - 1 && hosts.of(by, key) >= 1 && !isIdle(read),
    )
    .sort((one, other) => one.first.read.at - other.first.read.at)[0]

/** A host who asks two questions under one number and leaves the next one out has mistaken it. */
function renumber(one: Cluster, all: readonly Cluster[], { answers }: Scoring): Cluster {
  if (!one.second) return one
  const next = one.number + 1
  const taken = all.some(({ number }) => number === next)
  const later = all.some(({ number, first }) => number > next && first.read.at > one.first.read.at)
  const span = { from: one.first.read.at, until: one.first.read.at + 40 * minute }
  if (taken || !(later || answers.people(next, span, one.best.by) > 0)) return one
  return { ...one, number: next, alias: one.number, second: false }
}

function toAsked({ tellings, best, first, number, alias, second }: Cluster, all: readonly Cluster[]): Asked {
  const letter = best.label.letters[0] ?? ''
  const kept = tellings.filter(({ score, by }) => score >= passing - 2 || by === best.by)
  const main = second ? all.find(other => other.number === number && !other.second) : undefined
  return {
    label: `${number}${letter}`,
    number,
    letter,
    ...(alias !== undefined && { alias }),
    by: main?.best.by ?? best.by,
    at: (kept[0] ?? first).read.at,
    reads: kept.map(({ read }) => read),
  }
}

/** A host's second asking under one number is one question with the first. */
function withLetters(all: readonly Asked[]): Asked[] {
  const byLabel = new Map<string, Asked>()
  for (const one of all) {
    const same = byLabel.get(one.label)
    byLabel.set(
      one.label,
      same
        ? {
            ...same,
            at: Math.min(same.at, one.at),
            reads: [...same.reads, ...one.reads].sort((a, b) => a.at - b.at),
          }
        : one,
    )
  }
  return [...byLabel.values()]
}

/** `Final question: …?`, `Bonus: …`, `Q: …?` by those who ask; where nobody numbers anything, what the host asks of all. */
function unnumberedOnes(reads: readonly Read[], numbered: readonly Asked[], scoring: Scoring): Asked[] {
  const plain = numbered.length === 0
  const asking = plain ? soleHosts(reads, scoring) : new Set(numbered.map(({ by }) => by))
  const found: Asked[] = []
  for (const read of reads) {
    if (!mayAsk(read, asking, scoring) || numbered.some(one => one.reads.includes(read))) continue
    const previous = [...numbered, ...found].filter(({ at }) => at <= read.at)
    const retold = [...previous].find(one => one.reads.some(({ stems }) => isSame(stems, read.stems)))
    if (retold) {
      if (found.includes(retold)) found[found.indexOf(retold)] = { ...retold, reads: [...retold.reads, read] }
      continue
    }
    const latest = Math.max(Number.NEGATIVE_INFINITY, ...previous.map(({ at }) => at))
    if (!(plain ? opensQuestion(read, latest) : marked(read, reads))) continue
    const number = 1 + Math.max(0, ...previous.map(one => one.number))
    const taken = numbered.some(one => one.number === number)
    const free = taken ? 1 + Math.max(...[...numbered, ...found].map(one => one.number)) : number
    found.push({ label: `${free}`, number: free, letter: '', by: read.by, at: read.at, reads: [read] })
  }
  return found
}

const mayAsk = (read: Read, asking: ReadonlySet<string>, { hosts }: Scoring): boolean =>
  !read.passes &&
  !read.label &&
  (asking.has(read.by) || hosts.of(read.by) >= 2) &&
  (read.parent === undefined || read.parent.by === read.by) &&
  (read.addressed === undefined || read.addressed === read.by)

function marked(read: Read, reads: readonly Read[]): boolean {
  if (read.unnumbered === 'question' && read.asks) return true
  if (marksQuestion(read.said)) return read.asks && read.stems.size >= 2
  return isFarewell(read) && followers(read, reads) >= 2
}

const followers = (read: Read, reads: readonly Read[]): number =>
  new Set(
    reads
      .filter(
        ({ parent, quoted, original, by }) =>
          (parent === read || quoted === read || original === read) && by !== read.by,
      )
      .map(({ by }) => by),
  ).size

const opensQuestion = (read: Read, latest: number): boolean => {
  if (read.quoted || !(hasQuestionMark(read.said) || (read.unnumbered === 'question' && read.asks)))
    return false
  if (read.unnumbered === 'question' || marksQuestion(read.said)) return true
  if (
    /\bintroduc|\bwho(?:'s| is| do we have)? (?:here|joining|in the house|with us)|\bready\b/i.test(read.said)
  )
    return false
  return read.stems.size >= 3 && read.at - latest > 2.5 * minute
}

/** Where nothing is numbered: who greets and asks everybody, more than once. */
function soleHosts(reads: readonly Read[], { hosts }: Scoring): ReadonlySet<string> {
  const tries = new Map<string, number>()
  for (const read of reads)
    if (!read.passes && !read.parent && !read.addressed && hasQuestionMark(read.said) && read.stems.size >= 3)
      tries.set(read.by, (tries.get(read.by) ?? 0) + 1 + Math.min(2, followers(read, reads) / 2))
  const scores = [...tries].map(([by, count]) => ({
    by,
    count: Math.min(8, count) + 2 * hosts.of(by),
    host: hosts.of(by),
  }))
  const most = Math.max(0, ...scores.map(({ count }) => count))
  const greets = scores.some(({ host }) => host > 0.7)
  return new Set(
    scores
      .filter(({ count, host }) => count >= 4 && (greets ? host > 0.7 : count === most))
      .map(({ by }) => by),
  )
}

/** Whether a post tells a question again: the same words, or a quote of it. */
export const retells = (read: Read, { reads }: Asked): boolean =>
  reads.some(
    other =>
      read.quoted === other ||
      (other.stems.size >= 3 && read.stems.size >= 3 && overlap(read.stems, other.stems) >= 0.75),
  )
