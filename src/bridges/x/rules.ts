/** The rules of the filtered stream, kept in step with what is followed; those of others on the same app are left alone. */
import { randomUUID } from 'node:crypto'
import { NetworkError } from '#core/errors.ts'
import type { Hashtag } from '#core/ids.ts'
import type { Asking } from './asking.ts'
import type { Client } from './client.ts'
import { bodyOf } from './errors.ts'
import { type Rule, ruleAnswer, ruleList } from './payload.ts'
import { type Added, sorted } from './rule-answer.ts'

const path = 'tweets/search/stream/rules'
/** Tags cannot be changed, so they say no more than whose the rule is. */
const ours = 'backchannel:'
/** Rules that one request may add. */
const atOnce = 25
/** Rules that X lets an app have, those of others included. */
const most = 1000

export interface Unwanted {
  readonly hashtag: Hashtag
  readonly reason: string
}

export interface Rules {
  /**
   * Brings X's rules in step, one asking after the other, and resolves with what X would not take, and with what
   * there was no rule for before. @throws NetworkError
   */
  want(
    asked: readonly Asking[],
  ): Promise<{ readonly refused: readonly Unwanted[]; readonly added: readonly Asking[] }>
  /** The hashtag that a rule stands for, if it is one of those we asked for. */
  hashtag(rule: { readonly id: string; readonly tag?: string | null | undefined }): Hashtag | undefined
}

export function rules(client: Client): Rules {
  /** Ids are exact as strings; as numbers X's are rounded, so tags are known too. */
  let known = new Map<string, Hashtag>()
  let last: Promise<unknown> = Promise.resolve()

  const inStep = async (asked: readonly Asking[]) => {
    const values = new Map(asked.map(one => [one.value, one]))
    const standing = (await client.get(path, ruleList)).data
    // A rule of others that says the same does for us too: X takes no rule twice.
    const met = standing.filter(({ value }) => values.has(value))
    const missing = values
      .keys()
      .filter(value => !met.some(rule => rule.value === value))
      .toArray()
    const surplus = standing.filter(({ tag, value }) => tag?.startsWith(ours) && !values.has(value))

    const isFull = standing.length + missing.length > most
    if (isFull) await remove(surplus, client)
    const added = await add(missing, client)
    // Only afterwards where there is room, so that a hashtag whose rule changes is never without one.
    if (!isFull) await remove(surplus, client)

    known = learnt([...met, ...added.rules], values)
    return {
      // A conversation that X will not read whole leaves its chat as it is.
      refused: added.refused
        .filter(({ value }) => values.get(value)?.conversations === undefined)
        .map(({ value, reason }) => ({ hashtag: values.get(value)?.hashtag ?? value, reason })),
      added: added.rules.flatMap(({ value }) => values.get(value) ?? []),
    }
  }

  return {
    want(asked) {
      const answer = last.then(() => inStep(asked))
      last = answer.catch(() => undefined)
      return answer
    },
    hashtag: ({ id, tag }) => known.get(id) ?? (tag ? known.get(tag) : undefined),
  }
}

const learnt = (rules: readonly Rule[], values: ReadonlyMap<string, Asking>) =>
  new Map(
    rules.flatMap(({ id, tag, value }) => {
      const hashtag = values.get(value)?.hashtag
      if (hashtag === undefined) return []
      return [id, tag].flatMap(name => (name ? [[name, hashtag] as const] : []))
    }),
  )

async function remove(rules: readonly Rule[], client: Client): Promise<void> {
  if (rules.length > 0) await client.post(path, ruleAnswer, { delete: { ids: rules.map(({ id }) => id) } })
}

async function add(values: readonly string[], client: Client): Promise<Added> {
  const all: Added[] = []
  for (let from = 0; from < values.length; from += atOnce)
    all.push(await addSome(values.slice(from, from + atOnce), client))
  return joined(all)
}

/** X takes some rules of a request and refuses others; when it takes none of them, the request itself fails. */
async function addSome(values: readonly string[], client: Client): Promise<Added> {
  try {
    const body = { add: values.map(value => ({ value, tag: `${ours}${randomUUID()}` })) }
    return sorted(values, await client.post(path, ruleAnswer, body))
  } catch (error) {
    if (!(error instanceof NetworkError) || error.next.next !== 'drop') throw error
    const told = ruleAnswer.safeParse(bodyOf(error))
    if (told.success && told.data.errors.some(({ value }) => value !== undefined))
      return sorted(values, told.data)
    const [first = '', ...others] = values
    if (others.length === 0) return { rules: [], refused: [{ value: first, reason: error.message }] }
    // One that X cannot read must not cost the others.
    const each = []
    for (const value of values) each.push(await addSome([value], client))
    return joined(each)
  }
}

const joined = (all: readonly Added[]): Added => ({
  rules: all.flatMap(one => one.rules),
  refused: all.flatMap(one => one.refused),
})
