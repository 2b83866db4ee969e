/** What posts are about, compared by their rarer words. */
import { bare } from './spoken.ts'

const common = new Set(
  `a about after all also am an and any are as at back be because been before being both but by can cont could did do does doing don't each even every for from get gets getting go going good got great had has have having he her here hers him his how i i'd i'll i'm i've if in into is isn't it it's its just know let let's like lot lots make many me might more most much must my need new no not now of off on one only or other our out over people question really rt same say see she should so some still such sure take than thank thanks that that's the their them then there these they they're thing things think this those to today tonight too topic true up us use used using very via was way we we're we've well were what what's when where which while who why will with would yes you you're your yours`.split(
    /\s+/,
  ),
)

/** A word's stem, roughly: enough that `models` meets `modeling`. */
const stem = (word: string): string =>
  word.length > 4
    ? word.replace(/'s$/, '').replace(/(?:ations?|ingly|ings?|edly|ed|ies|es|s|ly|al|e)$/u, '')
    : word

const labelled = /(?<![\p{L}\p{N}])(?:q|a|t|question|topic|answer) ?\d{1,2}[a-f]?(?![\p{L}\p{N}])/giu

export const stems = (said: string): ReadonlySet<string> =>
  new Set(
    (
      bare(said)
        .toLowerCase()
        .replace(labelled, ' ')
        .match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? []
    )
      .filter(word => word.length > 1 && !common.has(word) && !/^\d+$/.test(word))
      .map(stem),
  )

/** The share of the smaller text's words that the other has as well: 1 for a text and its shortened copy. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  if (small.size === 0) return 0
  let shared = 0
  for (const word of small) if (large.has(word)) shared += 1
  return shared / small.size
}

/** Two tellings of the same question. */
export const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  Math.min(one.size, other.size) >= 2
    ? overlap(one, other) >= 0.6
    : one.size === other.size && overlap(one, other) === 1

export interface Subject {
  /** Adds what was said about it. */
  add(stems: ReadonlySet<string>, weight?: number): void
  readonly weights: ReadonlyMap<string, number>
}

export function subject(): Subject {
  const weights = new Map<string, number>()
  return {
    weights,
    add(words, weight = 1) {
      for (const word of words) weights.set(word, (weights.get(word) ?? 0) + weight)
    },
  }
}

/** How rare words are among all posts: what every post says tells nothing. */
export function rarity(all: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const words of all) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return word => Math.log(1 + all.length / (1 + (counts.get(word) ?? 0)))
}

/** How near a text is to a subject: 0 for nothing in common. */
export function nearness(
  words: ReadonlySet<string>,
  { weights }: Subject,
  rare: (word: string) => number,
): number {
  let shared = 0
  let all = 0
  for (const word of words) {
    const weight = rare(word)
    all += weight * weight
    const heard = weights.get(word) ?? 0
    if (heard > 0) shared += weight * weight * (heard / (heard + 1.5))
  }
  return all === 0 ? 0 : shared / all
}
