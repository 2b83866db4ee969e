/** Turns what people type or fill in into a command and what it takes. */
import { distance } from 'fastest-levenshtein'
import { Refusal } from '#core/errors.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Invocation, Option } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import type { Listed, Take, Takes } from './command.ts'

export type Values = Readonly<Record<string, unknown>>

/** The command of a line; the words after it are still to be taken. Bare is help. */
export function toCommand(
  line: string,
  commands: readonly Listed[],
  called: string,
): { command: Listed; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(line) ?? []
  const name = unquoted(word).toLowerCase().replace(/^\//, '') || 'help'
  const command = commands.find(one => one.name === name || one.aliases?.includes(name))
  if (command) return { command, rest }
  const meant = guess(name, rest, commands)
  const hint = meant === undefined ? '' : ` Did you mean \`${called} ${meant}\`?`
  throw new Refusal(`There is no \`${called} ${word}\`.${hint} \`${called} help\` lists what there is.`)
}

/** A hashtag alone means to follow it. */
function guess(name: string, rest: string, commands: readonly Listed[]): string | undefined {
  if (/^[#＃]./.test(name)) return `follow ${name}`
  const near = nearest(name, commands)
  return near && [near, rest.trim()].filter(Boolean).join(' ')
}

/** The command that a word is a slip of the finger away from; the shorter the word, the smaller the slip. */
export function nearest(word: string, commands: readonly Listed[]): string | undefined {
  const slip = Math.min(2, Math.floor(word.length / 3))
  const all = commands.flatMap(({ name, aliases = [] }) =>
    [name, ...aliases].map(known => ({ name, off: distance(word, known) })),
  )
  const [best] = all.sort((one, other) => one.off - other.off)
  return best && best.off <= slip ? best.name : undefined
}

/** Phones make quotes pretty, and people put names into them. */
const unquoted = (word: string): string => word.replace(/^["'“”„‘’«»]+|["'“”„‘’«»]+$/g, '')

/** What is looked for first: whatever is sure to be recognised, before what any word could be. */
const order: readonly Take['kind'][] = ['flag', 'choice', 'person', 'address', 'hashtag']

/** Takes from a typed line: flags and hashtags wherever they stand, people by name, text as all that is left. */
export async function fromLine({ takes }: Listed, rest: string, asking: Asking): Promise<Values> {
  const words: Word[] = [...rest.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word, index }))
  const taken: Record<string, unknown> = {}
  const wordy = Object.entries(takes).filter(([, { kind }]) => kind !== 'text')
  for (const [name, take] of wordy.sort(([, one], [, other]) => rank(one) - rank(other))) {
    const found = find(words, name, take)
    if (found === undefined) continue
    words.splice(found.from, found.count)
    taken[name] = await value(take, found.word, asking)
  }
  const [text] = Object.entries(takes).filter(([, { kind }]) => kind === 'text')
  if (text && words.length > 0) taken[text[0]] = await value(text[1], left(rest, words), asking)
  else if (words.length > 0)
    throw new Refusal(`I did not understand “${words.map(({ word }) => word).join(' ')}”. ${asking.usage}`)
  return complete(takes, taken, asking)
}

interface Word {
  readonly word: string
  readonly index: number
}

const rank = ({ kind }: Take): number => order.indexOf(kind)

/** What is left is said as it was typed: its quotes, spaces and lines are the member's. */
function left(rest: string, words: readonly Word[]): string {
  return words
    .map(({ word, index }, at) => {
      const next = words[at + 1]
      const gap = next && /^\s*/.exec(rest.slice(index + word.length))?.[0]
      return word + (gap ?? '')
    })
    .join('')
}

interface Found {
  readonly from: number
  readonly count: number
  readonly word: string
}

function find(words: readonly Word[], name: string, take: Take): Found | undefined {
  const all = words.map(({ word }) => unquoted(word))
  // A choice is named before it is made, `following admins`: its word alone could mean something else.
  if (take.kind === 'choice') {
    const from = all.findIndex((word, at) => word.toLowerCase() === name && isChoice(take, all[at + 1]))
    return from < 0 ? undefined : { from, count: 2, word: all[from + 1] ?? '' }
  }
  const sure = all.findIndex(word => looksLike(word, name, take))
  const from = sure < 0 && take.kind === 'hashtag' && !take.optional && all.length > 0 ? 0 : sure
  return from < 0 ? undefined : { from, count: 1, word: all[from] ?? '' }
}

const isChoice = (take: Take & { kind: 'choice' }, word = ''): boolean =>
  take.choices.includes(word.toLowerCase())

function looksLike(word: string, name: string, { kind }: Take): boolean {
  switch (kind) {
    case 'flag':
      return word.toLowerCase().replace(/^[-+]+/, '') === name
    case 'person':
      return /^(@|<@|<!subteam)/.test(word)
    case 'address':
      return /^<?(https?:\/\/|[\w-]+(\.[\w-]+)+\/)/i.test(word)
    case 'hashtag':
      return /^([#＃]|<#)/.test(word)
    default:
      return false
  }
}

/** Takes from options that were filled in: what a platform offers is not always what it lets through. */
export async function fromOptions(
  { takes }: Listed,
  options: Readonly<Record<string, Option>>,
  asking: Asking,
): Promise<Values> {
  const taken: Record<string, unknown> = {}
  for (const [name, take] of Object.entries(takes)) {
    const option = options[name]
    if (option !== undefined && option !== '') taken[name] = await value(take, option, asking)
  }
  return complete(takes, taken, asking)
}

export interface Asking {
  readonly asked: Invocation
  readonly parts: Pick<Parts, 'bridges'>
  /** How the command is to be typed. */
  readonly usage: string
}

async function value(take: Take, given: Option, { asked, parts, usage }: Asking): Promise<unknown> {
  const typed = typeof given === 'string' ? given : ''
  switch (take.kind) {
    case 'flag':
      return given === true || typed !== ''
    case 'hashtag': {
      const hashtag = toHashtag(unquoted(typed))
      if (hashtag === undefined) throw new Refusal(`“${typed}” is no hashtag. ${usage}`)
      return hashtag
    }
    case 'person': {
      if (typeof given === 'object') return given
      const person = await parts.bridges[asked.channel.platform]?.person(asked.channel, typed)
      if (!person)
        throw new Refusal(`I do not know who “${typed}” is. Type @ and choose the name from the list.`)
      return person
    }
    case 'address':
      return typed.replace(/^<([^|>]*).*>$/, '$1')
    case 'choice':
      if (!isChoice(take, typed)) throw new Refusal(`It is one of ${take.choices.join(', ')}. ${usage}`)
      return typed.toLowerCase()
    case 'text':
      if (typed.length > take.max)
        throw new Refusal(`That is too long: ${typed.length} of ${take.max} characters.`)
      return typed
  }
}

function complete(takes: Takes, taken: Readonly<Record<string, unknown>>, { usage }: Asking): Values {
  for (const [name, take] of Object.entries(takes)) {
    if (taken[name] !== undefined || take.optional || take.kind === 'flag') continue
    throw new Refusal(`What is missing: ${take.about}. ${usage}`)
  }
  const flags = Object.entries(takes).filter(([, { kind }]) => kind === 'flag')
  return { ...Object.fromEntries(flags.map(([name]) => [name, taken[name] === true])), ...taken }
}
