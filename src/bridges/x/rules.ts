/** The rules of the filtered stream, kept in step with what is followed; those of others on the same app are left alone. */
import { randomUUID } from 'node:crypto'
import { NetworkError } from '#core/errors.ts'
import type { Hashtag } from '#core/ids.ts'
import type { Wanted } from '#core/source.ts'
import type { Client } from './client.ts'
import { ruleAnswer, ruleList } from './payload.ts'

const path = 'tweets/search/stream/rules'
/** Tags cannot be changed, so they say no more than whose the rule is. */
const ours = 'backchannel:'
/** Rules that one request may add. */
const atOnce = 25

export interface Rule {
  readonly id: string
  readonly value: string
}

export interface Rules {
  /** Brings X's rules in step, and resolves with what X would not take. @throws NetworkError */
  want(wanted: readonly Wanted[]): Promise<readonly { readonly hashtag: Hashtag; readonly reason: string }[]>
  /** The hashtag that a rule stands for, if it is ours. */
  hashtag(rule: { readonly id: string; readonly tag?: string | null | undefined }): Hashtag | undefined
  count(): number
}

export const ruleOf = ({ hashtag, reposts }: Wanted): string => `#${hashtag}${reposts ? '' : ' -is:retweet'}`
const hashtagOf = (value: string): Hashtag | undefined => /^#(\S+)/.exec(value)?.[1]?.toLowerCase()

export function rules(client: Client): Rules {
  /** Ids are exact as strings; as numbers X's are rounded, so tags are known too. */
  let known = new Map<string, Hashtag>()

  const learn = (all: readonly (Rule & { readonly tag?: string | undefined })[]) => {
    known = new Map(
      all.flatMap(({ id, tag, value }) => {
        const hashtag = hashtagOf(value)
        return hashtag && tag ? [[id, hashtag] as const, [tag, hashtag] as const] : []
      }),
    )
  }

  return {
    async want(wanted) {
      const standing = ruleList.parse(await client.get(path)).data.filter(({ tag }) => tag?.startsWith(ours))
      const values = new Map(wanted.map(one => [ruleOf(one), one.hashtag]))
      const missing = [...values.keys()].filter(value => !standing.some(rule => rule.value === value))
      const added = await add(missing, client)
      const surplus = standing.filter(({ value }) => !values.has(value))
      // Only afterwards, so that a hashtag whose rule changes is never without one.
      if (surplus.length > 0) await client.post(path, { delete: { ids: surplus.map(({ id }) => id) } })
      learn([...standing.filter(rule => !surplus.includes(rule)), ...added.rules])
      return added.refused.map(({ value, reason }) => ({ hashtag: values.get(value) ?? value, reason }))
    },
    hashtag: ({ id, tag }) => known.get(id) ?? (tag ? known.get(tag) : undefined),
    count: () => new Set(known.values()).size,
  }
}

interface Added {
  readonly rules: readonly (Rule & { readonly tag?: string | undefined })[]
  readonly refused: readonly { readonly value: string; readonly reason: string }[]
}

async function add(values: readonly string[], client: Client): Promise<Added> {
  const all: Added[] = []
  for (let from = 0; from < values.length; from += atOnce)
    all.push(await addSome(values.slice(from, from + atOnce), client))
  return { rules: all.flatMap(one => one.rules), refused: all.flatMap(one => one.refused) }
}

/** X takes some rules of a request and refuses others; when it refuses all of them, the request itself fails. */
async function addSome(values: readonly string[], client: Client): Promise<Added> {
  let answer: unknown
  try {
    answer = await client.post(path, { add: values.map(value => ({ value, tag: `${ours}${randomUUID()}` })) })
  } catch (error) {
    if (!(error instanceof NetworkError) || error.next.next !== 'drop') throw error
    return { rules: [], refused: values.map(value => ({ value, reason: error.message })) }
  }
  const { data, errors } = ruleAnswer.parse(answer)
  const standing = new Set(data.map(({ value }) => value))
  const reason = (value: string) => {
    const found = errors.find(error => error.value === value)
    return (
      [found?.title, ...(found?.details ?? []), found?.detail].filter(Boolean).join(': ') ||
      'X refused the rule.'
    )
  }
  return {
    rules: data,
    refused: values.filter(value => !standing.has(value)).map(value => ({ value, reason: reason(value) })),
  }
}
