/** What we ask of a network when we read it. */
import type { Hashtag, Instant, Micros, Network, PostId } from './ids.ts'
import type { Charge } from './ledger.ts'
import type { Post } from './post.ts'

/** A post that was seen, and the hashtags whose rules matched it. */
export interface Sighting {
  readonly post: Post
  readonly matched: readonly Hashtag[]
}

export type Reading =
  | { readonly kind: 'posts'; readonly sightings: readonly Sighting[]; readonly charges: readonly Charge[] }
  | { readonly kind: 'removed'; readonly posts: readonly PostId[] }
  /** Something that could not be understood: it is counted, and reading goes on. */
  | { readonly kind: 'malformed'; readonly why: string }
  /** How reading fares; `reason` is for people, `until` when it is tried again. */
  | {
      readonly kind: 'state'
      readonly state: 'live' | 'waiting' | 'refused'
      readonly reason?: string
      readonly until?: Instant
    }

/** A hashtag to be read, with or without what merely passes posts on. */
export interface Wanted {
  readonly hashtag: Hashtag
  readonly reposts: boolean
}

/** How alive a chat has been in the last seven days. */
export interface Activity {
  readonly posts: number
  /** When it last spoke, to the hour. */
  readonly last?: Instant
}

export interface Source {
  readonly network: Network
  /** As people call it. */
  readonly name: string
  /** What one post costs to read at most, its author included. */
  readonly price: Micros

  /**
   * Asks the network for these hashtags and no others of ours, changing only what differs; rules that are not
   * ours are left alone. Resolves with those the network refuses and its reason. Safe to repeat.
   * @throws NetworkError
   */
  want(wanted: readonly Wanted[]): Promise<readonly { readonly hashtag: Hashtag; readonly reason: string }[]>

  /**
   * What the network sends for what was wanted, until the signal aborts; on its way it reconnects by itself, as
   * often as it takes, and after every connection reads what was missed since `known()`, with overlap. Posts may
   * come twice and out of order. The next reading is fetched only when the last was taken.
   */
  read(known: () => Promise<Instant | undefined>, signal: AbortSignal): AsyncIterable<Reading>

  /** The newest posts of a hashtag, oldest first, at most `limit` (10 to 100). @throws NetworkError */
  recent(hashtag: Hashtag, limit: number): Promise<Reading & { kind: 'posts' }>

  /** @throws NetworkError */
  activity(hashtag: Hashtag): Promise<Activity & { readonly charges: readonly Charge[] }>

  /** Which of these posts are no longer there for us to see. @throws NetworkError */
  gone(
    posts: readonly PostId[],
  ): Promise<{ readonly gone: readonly PostId[]; readonly charges: readonly Charge[] }>
}
