/** Recent search: fills the gaps that a stream leaves, and shows what a chat was like before it was followed. */
import { NetworkError } from '#core/errors.ts'
import type { Window } from '#core/hours.ts'
import type { Hashtag, Instant } from '#core/ids.ts'
import type { Charge } from '#core/ledger.ts'
import type { Post } from '#core/post.ts'
import type { Wanted } from '#core/source.ts'
import { type Asking, askings, matched } from './asking.ts'
import type { Client } from './client.ts'
import { statusOf } from './errors.ts'
import { newer, older } from './fields.ts'
import { counts, page } from './payload.ts'
import { toPost } from './post.ts'
import { readCharges } from './prices.ts'

const longestQuery = 512
/** Search reaches back seven days; a minute less, for clocks that differ. */
const reachMs = 7 * 86_400_000 - 60_000
/** X takes no beginning that is younger than ten seconds; a minute, for clocks that differ. */
const youngestMs = 60_000
const mostPages = 100

/** OR-queries, each as long as X allows. */
export function queries(asked: readonly Asking[]): string[] {
  const all: string[] = []
  for (const value of asked.map(one => (one.value.includes(' ') ? `(${one.value})` : one.value))) {
    const last = all.at(-1)
    if (last !== undefined && last.length + value.length + 4 <= longestQuery)
      all[all.length - 1] = `${last} OR ${value}`
    else all.push(value)
  }
  return all
}

/** Posts, newest first, and what they cost. */
export interface Page {
  readonly posts: readonly Post[]
  readonly charges: readonly Charge[]
}

export interface Search {
  /** Pages of posts created in a window, newest first. @throws NetworkError */
  since(query: string, within: Within): AsyncGenerator<Page>
  /** The newest. @throws NetworkError */
  newest(hashtag: Hashtag, limit: number): Promise<Page>
  /** By the hour of the last seven days, or by the minute of a window of them. @throws NetworkError */
  counts(
    wanted: Wanted,
    window?: Window,
  ): Promise<readonly { readonly until: Instant; readonly posts: number }[]>
}

/** `asked` tells what each post is charged to. */
export interface Within extends Window {
  readonly now: Instant
  readonly asked: readonly Asking[]
}

export function search(client: Client, webUrl: string): Search {
  const ask = asking(client)
  return {
    async *since(query, { from, until, now, asked: askings }) {
      const start = Math.max(now - reachMs, Math.min(from, now - youngestMs))
      const end = until < now - youngestMs && { end_time: new Date(until).toISOString() }
      const asked = { query, max_results: '100', start_time: new Date(start).toISOString(), ...end }
      let next: string | undefined
      for (let pages = 0; pages < mostPages; pages += 1) {
        const { data, includes, meta } = await ask({ ...asked, ...(next && { next_token: next }) })
        const posts = data.map(object => toPost(object, { includes, webUrl }))
        const chats = new Map(posts.map((post, index) => [data[index]?.id, matched(post, askings)]))
        const charges = readCharges(data, includes, ({ id }) => chats.get(id) ?? [])
        if (posts.length > 0) yield { posts, charges }
        next = meta.next_token
        if (next === undefined) return
      }
    },
    async newest(hashtag, limit) {
      const query = `#${hashtag} -is:retweet`
      const most = String(Math.min(100, Math.max(10, limit)))
      const { data, includes } = await ask({ query, max_results: most })
      const posts = data.map(object => toPost(object, { includes, webUrl }))
      return { posts: posts.slice(0, limit), charges: readCharges(data, includes, () => [hashtag]) }
    },
    async counts(wanted, window) {
      const query = askings([wanted])[0]?.value ?? ''
      const asked = window
        ? {
            query,
            granularity: 'minute',
            start_time: new Date(window.from).toISOString(),
            end_time: new Date(window.until).toISOString(),
          }
        : { query, granularity: 'hour' }
      const { data } = await client.get('tweets/counts/recent', counts, asked)
      return data.map(({ end, tweet_count: tweets, post_count: posts }) => ({
        until: Date.parse(end),
        posts: posts ?? tweets ?? 0,
      }))
    },
  }
}

/** X's own description and its documentation differ on the vocabulary: the one that X last took is asked in first. */
function asking(client: Client) {
  let [liked, other] = [older, newer]
  return async (query: Readonly<Record<string, string>>) => {
    const asked = (fields: typeof liked) => client.get('tweets/search/recent', page, { ...fields, ...query })
    try {
      return await asked(liked)
    } catch (error) {
      if (!(error instanceof NetworkError) || statusOf(error) !== 400) throw error
      const answer = await asked(other)
      ;[liked, other] = [other, liked]
      return answer
    }
  }
}
