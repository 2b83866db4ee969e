/** Labels: `Q1`, `A2.`, `T3:`, `Question 4`, and what people make of them when they type fast. */

import { glued, openers, typo } from './slip.ts'
import { heading, linkMark, words } from './spoken.ts'

export interface Label {
  /** `topic` may ask or answer, as communities have it; `either` says only a number. */
  readonly role: 'question' | 'answer' | 'topic' | 'either'
  readonly number: number
  /** Sub-letters, lower case: `A3a&b` has two. */
  readonly letters: readonly string[]
  /** At the beginning (after hashtags and mentions), at the beginning of a line, inside, or at the end. */
  readonly position: 'start' | 'line' | 'inside' | 'end'
  /**
   * `sure` and `likely` label the post; `typo` may, if the rest speaks for it; `pointer` leads to a question (`On Q2, …`);
   * a `mention` only speaks of one.
   */
  readonly trust: 'sure' | 'likely' | 'typo' | 'pointer' | 'mention'
}

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

const form = new RegExp(
  String.raw`(?<![\p{L}\p{N}_@/&%$])(#?)(questions?|quest|topics?|answers?|ans|[qat])` +
    String.raw`( ?(?:no|number)\.? ?|[ .:]? ?#|[. ]{0,2}|[:-])(\d{1,2}(?![\d%])|(?<= )(?:${numbers.join('|')})\b)`,
  'giu',
)

/** Words before a number that only speak of it: `my A1 point`, `same as A4`. */
const speaking =
  /\b(my|your|his|her|their|our|the|this|that|same as|as|like|in|of|to|from|with|and|or|on|for|about|at|see|saw|missed|answered|answer|answering|asked|is|was|are|using|use|re|by|before|after|until|than|into|both|btw|only)[\s,]*["'([]?$/iu
/** Words that lead to a question when a sentence begins with them: `On Q2: …`, `…, but for Q4`. */
const leading =
  /(?:^|[,.;:!?\n]\s*(?:(?:but|and|so|now|ok|okay)\s+)?)(?:to|on|for|re|about|regarding|as for|answering|my answer to|in (?:response|answer|reply|regards?) to|going back to|back to)[\s:]*$/iu

/** The labels in a post's text, in the order they stand. At most one labels the post: the others are mentions. */
export function labels(text: Parameters<typeof words>[0]): Label[] {
  return labelsIn(words(text))
}

export function labelsIn(said: string): Label[] {
  const start = heading.exec(said)?.[0].length ?? 0
  const found = [...said.matchAll(form)].map(match => toLabel(match, said)).filter(one => one !== undefined)
  const first = found.findIndex(({ trust }) => trust === 'sure' || trust === 'likely')
  const all = found.map((label, index) =>
    first >= 0 && index !== first ? { ...label, trust: 'mention' as const } : label,
  )
  if (first >= 0) return all
  const slip = typo(said.slice(start))
  return slip ? [slip, ...all.map(label => ({ ...label, trust: 'mention' as const }))] : all
}

/** The label a post bears, if it bears one. */
export const labelOf = (all: readonly Label[]): Label | undefined =>
  all.find(({ trust }) => trust === 'sure' || trust === 'likely' || trust === 'typo')

function toLabel(match: RegExpExecArray, said: string): Label | undefined {
  const [whole, hash = '', word = '', gap = '', digits = ''] = match
  const before = said.slice(0, match.index)
  const tail = tailOf(said.slice(match.index + whole.length))
  const number = numbers.includes(digits.toLowerCase())
    ? numbers.indexOf(digits.toLowerCase())
    : Number(digits)
  if (!tail || number > 30) return undefined
  const single = word.length === 1
  if (single && gap !== '' && !isSpaced(gap, tail)) return undefined
  if (tail.letters.some(letter => letter > 'b') && !tail.closed) return undefined
  if (hash && tail.glued) return undefined
  const plural = /[a-z]{4,}s$/i.test(word)
  const shape = { role: roleOf(word), number, letters: tail.letters, position: positionOf(before, tail) }
  const trust = plural || tail.spoken ? 'mention' : trustOf({ ...shape, before, tail, single })
  return trust && { ...shape, trust }
}

/** `A 1:` and `Q.1` are labels, `t -30 minutes` and `A 1:1 meeting` are not. */
const isSpaced = (gap: string, { closed, colon, rest }: Tail): boolean =>
  gap === ' ' ? closed && !(colon && /^\d/.test(rest)) : gap === '.' || gap === ':' || (closed && gap !== '-')

const roleOf = (word: string): Label['role'] =>
  /^q/i.test(word) ? 'question' : /^t/i.test(word) ? 'topic' : 'answer'

interface Tail {
  readonly letters: readonly string[]
  /** A colon, dot, bracket, dash: what ends a label. */
  readonly closed: boolean
  readonly colon: boolean
  readonly glued: boolean
  /** `Q1/A1`, `Q1-3`, `Q2's`: a label that is spoken of. */
  readonly spoken: boolean
  readonly rest: string
}

/** What follows the number; undefined when the number belongs to something else (`A2.build`, `T2 (>50%`, `A9vy_flight`). */
function tailOf(after: string): Tail | undefined {
  const part = /^\s?(?:p|pt|part)\.?\s?[1-9](?!\d)(?:\s?(?:\/|of)\s?\d)?/iu.exec(after)?.[0] ?? ''
  const lettered = /^([a-f])(?:\s?(?:&|\/|\+|,|and)\s?([a-f]))?(?![\p{L}\p{N}_'])/iu.exec(after)
  const bracket = lettered ? null : /^\s?\(([a-f])\)/iu.exec(after)
  const letters = [lettered?.[1] ?? bracket?.[1], lettered?.[2]].flatMap(one => one?.toLowerCase() ?? [])
  const rest = after.slice(Math.max(part.length, lettered?.[0].length ?? 0, bracket?.[0].length ?? 0))
  const closing = /^\s?(?:cont(?:'?d|inued|\.)?\s?)?[:.);,?\]…|=~>"-]+/iu.exec(rest)?.[0] ?? ''
  const beyond = rest.slice(closing.length)
  const common = { letters, rest: beyond, closed: closing !== '', colon: /[:)-]/.test(closing), glued: false }
  if (/^\s?[/&+,-]\s?(?:and\s?)?#?[qat]?\d/iu.test(rest) || /^('s|s\b)/iu.test(rest))
    return { ...common, spoken: !/^\/\d\b/.test(rest) }
  if (/^\s*\(\s*[<>=≥≤\d]/u.test(rest)) return undefined
  if (/^\.[\p{L}\p{N}]/u.test(rest) && !openers.test(beyond) && !/^\p{Lu}[\p{Ll}']/u.test(beyond))
    return undefined
  if (closing || rest === '' || /^[\s\uFFFC!(@#*<[{_]/u.test(rest))
    return thing.test(beyond) && !closing ? undefined : { ...common, spoken: false }
  return glued(rest) ? { ...common, glued: true, spoken: false } : undefined
}

/** Paper, printers and pictures: `A3 all in one`, `A4 paper`, `T2 weighted`. */
const thing =
  /^\s?(all[\s-]in[\s-]one|paper|sheets?|size[ds]?|printers?|posters?|landscape|portrait|format|weighted|mri|scan|lesions?|earnings|revenue|results)\b/iu

function positionOf(before: string, { rest }: Tail): Label['position'] {
  if (isHeading(before)) return 'start'
  if (isHeading(before.slice(before.lastIndexOf('\n') + 1))) return 'line'
  return isHeading(rest) ? 'end' : 'inside'
}

const isHeading = (text: string): boolean => (heading.exec(text)?.[0].length ?? 0) === text.length

interface Standing {
  readonly role: Label['role']
  readonly position: Label['position']
  readonly before: string
  readonly tail: Tail
  readonly single: boolean
}

function trustOf({ role, position, before, tail, single }: Standing): Label['trust'] | undefined {
  const { closed, colon } = tail
  const said = before.slice(heading.exec(before)?.[0].length ?? 0)
  if (position === 'start') {
    if (!single && !closed && /^\s?[a-z]/.test(tail.rest) && role === 'answer') return 'mention'
    return closed || role === 'question' || role === 'answer' ? 'sure' : 'likely'
  }
  if (position === 'line') return closed ? 'sure' : 'likely'
  if (leading.test(said)) return 'pointer'
  if (tail.glued) return undefined
  const ended =
    /[.!?:;)"…\n|-]\s*$/u.test(before) || heading.exec(afterSentence(before))?.[0] === afterSentence(before)
  if (position === 'end')
    return speaking.test(before) || !single
      ? 'mention'
      : ended || /\p{L}[\s(]*$/u.test(before)
        ? 'likely'
        : 'mention'
  if (speaking.test(before)) return 'mention'
  return colon || (closed && ended) || (ended && single && role !== 'topic') ? 'likely' : 'mention'
}

/** What stands after the last full stop: a hashtag or mention alone there ends a sentence as well. */
const afterSentence = (before: string): string =>
  /(?:^|[\s.!?])((?:[@#]\w+|\uFFFC)[\s:]*)$/u.exec(before)?.[1] ?? before

/** `Q: …` and `A: …`: a label that says no number. */
export function unnumbered(said: string): 'question' | 'answer' | undefined {
  const rest = said.slice(heading.exec(said)?.[0].length ?? 0).replaceAll(linkMark, '')
  const word = /^(q|question|a|ans|answer|ct)\s?[:-]\s?\p{L}/iu.exec(rest)?.[1]?.toLowerCase()
  if (word === undefined) return undefined
  return word.startsWith('q') ? 'question' : 'answer'
}
