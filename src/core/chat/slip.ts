/** Slips of the hand in labels: the shift key held too long, the neighbouring key, a space forgotten. */
import type { Label } from './label.ts'

/** What a digit becomes with shift on the keyboards most people have. */
const shifted: Readonly<Record<string, number>> = {
  '!': 1,
  '@': 2,
  '#': 3,
  $: 4,
  '%': 5,
  '^': 6,
  '&': 7,
  '*': 8,
}

/** Words with which a sentence begins often enough to be told from a code when they are glued to a label. */
export const openers =
  /^(i|i'm|i've|i'd|i'll|we|we're|we've|my|our|you|your|they|their|it|it's|its|he|she|the|a|an|this|that|these|those|there|what|what's|when|where|which|who|why|how|do|does|did|is|are|can|could|should|would|will|have|has|if|in|on|at|as|for|from|to|by|with|and|but|so|or|not|no|yes|yep|yeah|absolutely|definitely|always|never|all|any|both|each|every|some|most|many|more|one|use|using|students|kids|teachers|patients|people|being|having|getting|giving|making|teach|think|depends|great|good|love|thanks|let|let's|share|tell|describe|name|after|before|because|while|just)\b/iu

/** Whether letters right behind a label's number begin a sentence: `A3I have`, `Q2When`; not `A9vy_flight`, `T1DM`. */
export const glued = (rest: string): boolean =>
  /^[\p{L}']+(?![\p{N}_/@.])/u.test(rest) && (openers.test(rest) || /^\p{Lu}(?:\p{Ll}{2,}|')/u.test(rest))

/** A mistyped label at the beginning of what is said: `Q%:`, `A! I think`, `Q^6`, `S2:`, `#6 We`. */
export function typo(said: string): Label | undefined {
  const made = (role: Label['role'], number: number): Label => ({
    role,
    number,
    letters: [],
    position: 'start',
    trust: 'typo',
  })
  const shift = /^([qat])([!@#$%^&*])(\d{1,2})?(?=[\s:.)-]|$)/iu.exec(said)
  if (shift) {
    const [, letter = '', sign = '', digit] = shift
    return made(
      /q/i.test(letter) ? 'question' : /t/i.test(letter) ? 'topic' : 'answer',
      digit ? Number(digit) : (shifted[sign] ?? 0),
    )
  }
  const neighbour = /^([swz])(\d)\s?[:.)-](?!\d)/iu.exec(said)
  if (neighbour) return made(/w/i.test(neighbour[1] ?? '') ? 'either' : 'answer', Number(neighbour[2]))
  const number = /^#?(\d{1,2})(?:\s?[:.)-]\s|(?<=^#\d{1,2})\s)(?=\p{L})/u.exec(said)
  return number ? made('either', Number(number[1])) : undefined
}
