/** What X is asked for what is wanted: the same words make a rule of the stream and a part of a search. */
import type { Hashtag, Instant } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Wanted } from '#core/source.ts'
import { bareId } from './post.ts'

/** One rule, or one part of a search. */
export interface Asking {
  readonly value: string
  readonly hashtag: Hashtag
  readonly since?: Instant
  /** Set for what is asked beside the hashtag itself: whole conversations, by bare id. */
  readonly conversations?: readonly string[]
}

/** Short enough for a search that asks nothing else (512 characters); a rule may be twice as long. */
const longest = 480

export const askings = (wanted: readonly Wanted[]): Asking[] => wanted.flatMap(asking)

function asking({ hashtag, reposts, since, from, conversations = [] }: Wanted): Asking[] {
  const about = { hashtag, ...(since !== undefined && { since }) }
  const named = from?.map(handle => `from:${handle}`).join(' OR ')
  const own = [`#${hashtag}`, named && `(${named})`, !reposts && '-is:retweet'].filter(Boolean).join(' ')
  return [
    { ...about, value: own },
    ...whole(conversations.map(bareId)).map(ids => ({
      ...about,
      value: `(${ids.map(id => `conversation_id:${id}`).join(' OR ')}) -is:retweet`,
      conversations: ids,
    })),
  ]
}

/** As many conversations together as one asking may name. */
function whole(ids: readonly string[]): string[][] {
  const most = Math.floor(longest / 'conversation_id:1234567890123456789 OR '.length)
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, index) =>
    ids.slice(index * most, (index + 1) * most),
  )
}

/** The hashtags that a post was found for: search does not say what matched. */
export function matched(post: Post, asked: readonly Asking[]): Hashtag[] {
  const shown = new Set([...post.hashtags, ...(wholeRepost(post)?.hashtags ?? [])])
  const began = post.conversation === undefined ? undefined : bareId(post.conversation)
  const found = asked.filter(({ hashtag, conversations }) =>
    conversations ? began !== undefined && conversations.includes(began) : shown.has(hashtag),
  )
  return [...new Set(found.map(({ hashtag }) => hashtag))]
}

/** The cut text of a repost may no longer show the hashtag. */
const wholeRepost = ({ reposts }: Post): Post | undefined =>
  reposts && 'author' in reposts ? reposts : undefined
