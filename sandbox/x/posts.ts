/** What was said on the network: posts with their replies, quotes, reposts, versions and removal. */
import type { Person } from './people.ts'
import { byAge, type NextId } from './snowflake.ts'

export interface Media {
  key: string
  kind: 'photo' | 'video' | 'animated_gif'
  url: string
  alt: string
  width: number
  height: number
}

export interface Poll {
  id: string
  options: string[]
  minutes: number
}

export type Payload = Record<string, unknown>

export interface Post {
  id: string
  by: Person
  /** As it was typed: links whole, nothing escaped, without the mention that a reply begins with. */
  text: string
  at: number
  replyTo: Post | undefined
  quotes: Post | undefined
  reposts: Post | undefined
  conversation: string
  media: Media[]
  poll: Poll | undefined
  /** Ids of all versions so far, the oldest first, this one last. */
  versions: string[]
  /** The next version, if this one was edited. */
  later: Post | undefined
  who: 'everyone' | 'mentionedUsers' | 'following' | 'verified' | 'subscribers'
  removed: boolean
  likes: number
  /** The payload of a recorded post, given back as it was recorded. */
  recorded: { data: Payload; includes: Payload } | undefined
}

export type Said = Pick<Post, 'by' | 'text' | 'at'> & Partial<Post>

export interface Posts {
  add(said: Said): Post
  find(id: string): Post | undefined
  /** Posts that stand, in their latest version, the oldest first. */
  standing(): Post[]
  /** Takes a post and all its versions away. */
  remove(post: Post): void
  count(post: Post, as: 'replyTo' | 'quotes' | 'reposts'): number
}

export function posts(nextId: NextId): Posts {
  const byId = new Map<string, Post>()
  return {
    add(said) {
      const id = said.id ?? nextId(said.at)
      const post: Post = {
        replyTo: undefined,
        quotes: undefined,
        reposts: undefined,
        conversation: said.replyTo?.conversation ?? id,
        media: [],
        poll: undefined,
        versions: [id],
        later: undefined,
        who: 'everyone',
        removed: false,
        likes: 0,
        recorded: undefined,
        ...said,
        id,
      }
      byId.set(id, post)
      return post
    },
    find: id => byId.get(id),
    standing: () => [...byId.values()].filter(post => !post.removed && !post.later).sort(byAge),
    remove(post) {
      for (const id of latest(post).versions) {
        const version = byId.get(id)
        if (version) version.removed = true
      }
    },
    count: (post, as) =>
      byId
        .values()
        .filter(other => !other.removed && !other.later && other[as]?.versions[0] === post.versions[0])
        .toArray().length,
  }
}

export const latest = (post: Post): Post => (post.later ? latest(post.later) : post)
