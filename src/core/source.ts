/** What we ask of a network when we read it. */

import type { Window } from './hours.ts'
import type { ConversationId, Hashtag, Instant, Micros, Network, PostId } from './ids.ts'
import type { Charge } from './ledger.ts'
import type { Post } from './post.ts'

/** A post that was seen, and the hashtags whose rules matched it. */
export interface Sighting {
  readonly post: Post
  readonly matched: readonly Hashtag[]
}

export type Reading =
  | {
      readonly kind: 'posts'
      readonly sightings: readonly Sighting[]
      /** Each booked on the chats it is read for, as `chatAccount` names them. */
      readonly charges: readonly Charge[]
      /** What was paid for follows at once. */
      readonly more?: true
    }
  /** All that was wanted and created before `until` has been handed on: reading can go on from there. */
  | { readonly kind: 'complete'; readonly until: Instant }
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
  /** Nothing created before is asked for. */
  readonly since?: Instant
  /** Only what these handles (without `@`) post. */
  readonly from?: readonly string[]
  /** These are read whole, hashtag or not. */
  readonly conversations?: readonly ConversationId[]
}

/** What reading goes by, beside what is wanted. */
export interface Memory {
  /** From when on posts are to be had; undefined when nothing of the past is wanted. */
  known(): Promise<Instant | undefined>
  /** Whether there is money for more. */
  enough(): Promise<boolean>
}

/** How alive a chat has been in the last seven days. */
export interface Activity {
  readonly posts: number
  /** When it last spoke, to the hour. */
  readonly last?: Instant
  /** Posts hour by hour, oldest first; `until` is the end of the hour. */
  readonly hours: readonly { readonly until: Instant; readonly posts: number }[]
}

export interface Source {
  readonly network: Network
  /** As people call it. */
  readonly name: string
  /** What one post costs to read at most, its author included. */
  readonly price: Micros
  /** What a post costs by itself, and a person. */
  readonly postPrice: Micros
  readonly authorPrice: Micros

  /**
   * Asks the network for these hashtags and no others of ours, changing only what differs; rules that are not
   * ours are left alone. Resolves with those the network refuses and its reason. Safe to repeat.
   * @throws NetworkError
   */
  want(wanted: readonly Wanted[]): Promise<readonly { readonly hashtag: Hashtag; readonly reason: string }[]>

  /**
   * What the network sends for what was wanted, until the signal aborts; on its way it reconnects by itself, as
   * often as it takes, and after every connection reads what was missed since `known()`, with overlap, as far as there
   * is `enough()`. Posts may
   * come twice and out of order. The next reading is fetched only when the last was taken.
   */
  read(memory: Memory, signal: AbortSignal): AsyncIterable<Reading>

  /** The newest posts of a hashtag, oldest first, at most `limit` (10 to 100). @throws NetworkError */
  recent(hashtag: Hashtag, limit: number): Promise<Reading & { kind: 'posts' }>

  /** How alive a hashtag has been, with or without reposts. @throws NetworkError */
  activity(hashtag: Hashtag, reposts: boolean): Promise<Activity & { readonly charges: readonly Charge[] }>

  /** How many posts, reposts left out, the network itself counts in a window of the last seven days. @throws NetworkError */
  count(
    hashtag: Hashtag,
    window: Window,
  ): Promise<{ readonly posts: number; readonly charges: readonly Charge[] }>

  /** What can still be had of a window of the last seven days, oldest first. @throws NetworkError */
  again(wanted: Wanted, window: Window): AsyncIterable<Reading>

  /** How many posts the network has billed, by UTC day, newest last; undefined where it does not say. @throws NetworkError */
  billed(days: number): Promise<readonly { readonly day: Instant; readonly posts: number }[] | undefined>

  /** Which of these posts are no longer there for us to see. @throws NetworkError */
  gone(
    posts: readonly PostId[],
  ): Promise<{ readonly gone: readonly PostId[]; readonly charges: readonly Charge[] }>
}
