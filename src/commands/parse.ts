/** Turns what people type or fill in into a command and what it takes. */
import { distance } from 'fastest-levenshtein'
import { Refusal } from '#core/errors.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Invocation, Option } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import type { Listed, Take, Takes } from './command.ts'

export type Values = Readonly<Record<string, unknown>>

/** Further off than this, a word is no slip of the finger. */
const slip = 2

/** The command of a line; the words after it are still to be taken. Bare is help. */
export function toCommand(
  line: string,
  commands: readonly Listed[],
  called: string,
): { command: Listed; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(plainQuotes(line)) ?? []
  const name = word.toLowerCase().replace(/^\//, '') || 'help'
  const command = commands.find(one => one.name === name || one.aliases?.includes(name))
  if (command) return { command, rest }
  const near = nearest(name, commands)
  const meant = near ? ` Did you mean \`${called} ${[near, rest].filter(Boolean).join(' ')}\`?` : ''
  throw new Refusal(`There is no \`${called} ${word}\`.${meant} \`${called} help\` lists what there is.`)
}

/** Phones make quotes and dashes pretty. */
const plainQuotes = (line: string): string => line.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'")

function nearest(word: string, commands: readonly Listed[]): string | undefined {
  const all = commands.flatMap(({ name, aliases = [] }) =>
    [name, ...aliases].map(known => ({ name, off: distance(word, known) })),
  )
  const [best] = all.sort((one, other) => one.off - other.off)
  return best && best.off <= slip ? best.name : undefined
}

/** Takes from a typed line: flags and hashtags wherever they stand, people by name, text as all that is left. */
export async function fromLine({ takes }: Listed, rest: string, asking: Asking): Promise<Values> {
  const texts = Object.entries(takes).filter(([, take]) => take.kind === 'text')
  const words = rest.split(/\s+/).filter(Boolean)
  const taken: Record<string, unknown> = {}
  for (const [name, take] of Object.entries(takes)) {
    if (take.kind === 'text') continue
    const index = words.findIndex(word => looksLike(word, name, take))
    if (index < 0) continue
    const [word = ''] = words.splice(index, 1)
    // `following admins`: a choice may be named before it is made.
    if (take.kind === 'choice' && words[index - 1]?.toLowerCase() === name) words.splice(index - 1, 1)
    taken[name] = await value(take, word, asking)
  }
  const [text] = texts
  // What is left is said as it was typed: its spaces and lines are the member's.
  if (text && words.length > 0)
    taken[text[0]] =
      words.length === rest.split(/\s+/).filter(Boolean).length ? rest.trim() : after(rest, words)
  else if (words.length > 0) throw new Refusal(`I did not understand “${words.join(' ')}”. ${asking.usage}`)
  return complete(takes, taken, asking)
}

/** The end of a line from the first of these words on. */
const after = (rest: string, [first = '']: readonly string[]): string =>
  rest.slice(rest.indexOf(first)).trim()

function looksLike(word: string, name: string, take: Take): boolean {
  if (take.kind === 'flag') return word.toLowerCase().replace(/^[-+]+/, '') === name
  if (take.kind === 'choice') return take.choices.includes(word.toLowerCase())
  if (take.kind === 'person') return /^(@|<@|<!subteam)/.test(word)
  if (take.kind === 'address') return /^<?https?:\/\//.test(word)
  return take.optional !== true || /^([#＃]|<#)/.test(word)
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
      const hashtag = toHashtag(typed)
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
      if (!take.choices.includes(typed))
        throw new Refusal(`It is one of ${take.choices.join(', ')}. ${usage}`)
      return typed
    case 'text':
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
