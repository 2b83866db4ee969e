/** Recent search: fills the gaps that a stream leaves, and shows what a chat was like before it was followed. */
import type { Hashtag, Instant } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Wanted } from '#core/source.ts'
import type { Client } from './client.ts'
import { counts, type Includes, type PostObject, page } from './payload.ts'
import { toPost } from './post.ts'
import { ruleOf } from './rules.ts'

/** What is asked for with every post, in the stream's vocabulary. */
export const fields = {
  'tweet.fields':
    'attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets',
  'user.fields': 'name,profile_image_url,username',
  'media.fields': 'alt_text,media_key,preview_image_url,type,url',
  'poll.fields': 'end_datetime,id,options',
  expansions:
    'attachments.media_keys,attachments.poll_ids,author_id,in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id',
} as const

const longestQuery = 512
/** Search reaches back seven days; a minute less, for clocks that differ. */
const reachMs = 7 * 86_400_000 - 60_000
const mostPages = 100

/** OR-queries, each as long as X allows. */
export function queries(wanted: readonly Wanted[]): string[] {
  const all: string[] = []
  for (const value of wanted.map(one => (one.reposts ? ruleOf(one) : `(${ruleOf(one)})`))) {
    const last = all.at(-1)
    if (last !== undefined && last.length + value.length + 4 <= longestQuery)
      all[all.length - 1] = `${last} OR ${value}`
    else all.push(value)
  }
  return all
}

export interface Search {
  /** Pages of posts created since an instant, newest first. @throws NetworkError */
  since(query: string, since: Instant, now: Instant): AsyncGenerator<readonly Post[]>
  /** The newest, oldest first. @throws NetworkError */
  newest(hashtag: Hashtag, limit: number): Promise<readonly Post[]>
  /** By the hour, of the last seven days. @throws NetworkError */
  counts(hashtag: Hashtag): Promise<readonly { readonly until: Instant; readonly posts: number }[]>
}

export function search(client: Client, webUrl: string): Search {
  const whole = (data: readonly PostObject[], includes: Includes) =>
    data.map(object => toPost(object, { includes, webUrl }))
  const ask = async (query: Readonly<Record<string, string>>) =>
    page.parse(await client.get('tweets/search/recent', { ...fields, ...query }))
  return {
    async *since(query, since, now) {
      const start = new Date(Math.max(since, now - reachMs)).toISOString()
      let next: string | undefined
      for (let pages = 0; pages < mostPages; pages += 1) {
        const { data, includes, meta } = await ask({
          query,
          max_results: '100',
          start_time: start,
          ...(next && { next_token: next }),
        })
        yield whole(data, includes)
        next = meta.next_token
        if (next === undefined) return
      }
    },
    async newest(hashtag, limit) {
      const query = ruleOf({ hashtag, reposts: false })
      const { data, includes } = await ask({ query, max_results: String(Math.min(100, Math.max(10, limit))) })
      return whole(data.slice(0, limit), includes).toReversed()
    },
    async counts(hashtag) {
      const query = ruleOf({ hashtag, reposts: false })
      const { data } = counts.parse(await client.get('tweets/counts/recent', { query, granularity: 'hour' }))
      return data.map(({ end, tweet_count: tweets, post_count: posts }) => ({
        until: Date.parse(end),
        posts: posts ?? tweets ?? 0,
      }))
    },
  }
}
