/** The language of stream rules and search queries: what is valid, and what matches. */
import type { Subject } from './subject.ts'

export type Matches = (subject: Subject) => boolean
export type Place = 'stream' | 'search'
export type Reading = { matches: Matches } | { fault: string }

interface Term {
  matches: Matches
  /** May stand without company: a hashtag, a word, somebody. */
  alone: boolean
}

const tokenOf = /\s*(-?)(\(|\)|"[^"]*"|[^\s()"]*"[^"]*"|[^\s()"]+)/y
const kinds: Record<string, string[]> = {
  is: ['retweet', 'reply', 'quote', 'verified', 'nullcast'],
  has: ['hashtags', 'cashtags', 'links', 'mentions', 'media', 'images', 'videos', 'media_link', 'geo'],
}

/** Reads a rule or query; AND binds before OR, and a group may not be negated. */
export function read(rule: string, place: Place): Reading {
  try {
    const tokens = tokenize(rule)
    if (!tokens.length) return { fault: 'Rule must not be empty' }
    const whole = either(tokens, place)
    if (tokens.length) return { fault: `Unexpected '${tokens[0]?.text}'` }
    if (!whole.alone) return { fault: 'Rule must contain at least one positive, standalone operator' }
    return { matches: whole.matches }
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: error.message }
    throw error
  }
}

interface Token {
  negated: boolean
  text: string
}

function tokenize(rule: string): Token[] {
  const tokens: Token[] = []
  tokenOf.lastIndex = 0
  const end = rule.trimEnd().length
  while (tokenOf.lastIndex < end) {
    const found = tokenOf.exec(rule)
    if (!found) throw new SyntaxError('Unbalanced quotation mark')
    tokens.push({ negated: found[1] === '-', text: found[2] ?? '' })
  }
  return tokens
}

function either(tokens: Token[], place: Place): Term {
  const branches = [both(tokens, place)]
  while (tokens[0]?.text === 'OR') {
    tokens.shift()
    branches.push(both(tokens, place))
  }
  return {
    matches: subject => branches.some(branch => branch.matches(subject)),
    alone: branches.every(branch => branch.alone),
  }
}

function both(tokens: Token[], place: Place): Term {
  const terms: Term[] = []
  while (tokens[0] && tokens[0].text !== ')' && tokens[0].text !== 'OR') terms.push(one(tokens, place))
  if (!terms.length) throw new SyntaxError('An operator is missing its operand')
  return {
    matches: subject => terms.every(term => term.matches(subject)),
    alone: terms.some(term => term.alone),
  }
}

function one(tokens: Token[], place: Place): Term {
  const token = tokens.shift()
  if (token?.text === '(') {
    if (token.negated) throw new SyntaxError('Negated groups are not supported')
    const inside = either(tokens, place)
    if (tokens.shift()?.text !== ')') throw new SyntaxError("Missing ')'")
    return inside
  }
  const term = operator(token?.text ?? '', place)
  return token?.negated ? { matches: subject => !term.matches(subject), alone: false } : term
}

function operator(text: string, place: Place): Term {
  const tagged = /^(#|@|\$)([\p{L}\p{M}\p{N}_]+)$/u.exec(text)
  if (tagged) return { matches: named(tagged[1] ?? '', (tagged[2] ?? '').toLowerCase(), place), alone: true }
  if (/^[#@$]/.test(text)) throw new SyntaxError(`Invalid operator '${text}'`)
  const filter = /^([a-z_]+):(.+)$/is.exec(text)
  if (filter) return filtered((filter[1] ?? '').toLowerCase(), (filter[2] ?? '').replaceAll('"', ''), place)
  if (/^[a-z_]+:$/i.test(text)) throw new SyntaxError(`'${text}' needs a value`)
  return { matches: worded(text.replaceAll('"', ''), place), alone: true }
}

function named(mark: string, name: string, place: Place): Matches {
  if (mark === '@') return subject => subject.mentions.has(name)
  if (mark === '$') return subject => new RegExp(`\\$${name}\\b`, 'i').test(subject.text)
  // The stream looks into the quoted post too, search does not.
  return subject => subject.hashtags.has(name) || (place === 'stream' && !!subject.quoted?.hashtags.has(name))
}

function filtered(name: string, value: string, place: Place): Term {
  const wanted = value.replace(/^@/, '').toLowerCase()
  const alone = true
  if (name === 'from') return { matches: s => s.from === wanted, alone }
  if (name === 'to') return { matches: s => s.to === wanted, alone }
  if (name === 'conversation_id') return { matches: s => s.conversation === value, alone }
  if (name === 'url') return { matches: s => s.urls.some(url => url.toLowerCase().includes(wanted)), alone }
  if (name === 'lang') return { matches: () => wanted === 'en', alone: false }
  if (name === 'sample' && place === 'stream') return { matches: sampled(Number(wanted)), alone: false }
  const known = kinds[name]
  if (!known) throw new SyntaxError(`Reference to invalid operator '${name}'`)
  if (!known.includes(wanted)) throw new SyntaxError(`Reference to invalid field '${name}:${value}'`)
  return { matches: s => (name === 'is' ? s.is : s.has).has(wanted), alone: false }
}

function sampled(percent: number): Matches {
  if (!(percent >= 1 && percent <= 100)) throw new SyntaxError("'sample' takes 1 to 100")
  return subject => Number(BigInt(subject.conversation) % 100n) < percent
}

function worded(words: string, place: Place): Matches {
  // Accents matter in the stream, not in search.
  const plain = (text: string) => {
    const small = text.toLowerCase().normalize(place === 'search' ? 'NFD' : 'NFC')
    return place === 'search' ? small.replace(/\p{M}/gu, '') : small
  }
  const split = (text: string) => plain(text).match(/[\p{L}\p{M}\p{N}_]+|\p{Extended_Pictographic}/gu) ?? []
  const wanted = ` ${split(words).join(' ')} `
  return subject => ` ${split(subject.text).join(' ')} `.includes(wanted)
}
