/** A follow: this channel follows that hashtag, from then on, within these hours. */

import { type Hours, isOpen } from './hours.ts'
import type { ChannelId, Hashtag, Instant, MemberId } from './ids.ts'
import type { Post } from './post.ts'

export interface Follow {
  readonly channel: ChannelId
  readonly hashtag: Hashtag
  /** Posts created before it are not taken. */
  readonly began: Instant
  readonly by: MemberId
  readonly reposts: boolean
  /** Absent: always. */
  readonly hours?: Hours
  /**
   * Conversations are read whole, hashtag or not: those the channel took part in, and those that these handles
   * (without `@`) began. Absent: only what carries the hashtag.
   */
  readonly conversations?: readonly string[]
}

/** Whether one of a channel's follows takes a post that belongs to these hashtags; several follows unite. */
export const takes = (
  follows: readonly Follow[],
  post: Pick<Post, 'at' | 'reposts'>,
  hashtags: readonly Hashtag[],
): boolean =>
  follows.some(
    follow =>
      hashtags.includes(follow.hashtag) &&
      post.at >= follow.began &&
      (follow.reposts || post.reposts === undefined) &&
      (follow.hours === undefined || isOpen(follow.hours, post.at)),
  )

export interface Follows {
  /** False, and nothing changed, when the channel already follows that hashtag. */
  add(follow: Follow): Promise<boolean>
  /** Replaces a follow of the same channel and hashtag whole, in its place; false when there is none. */
  change(follow: Follow): Promise<boolean>
  /** False when there was none. */
  remove(channel: ChannelId, hashtag: Hashtag): Promise<boolean>
  /** A channel's follows, oldest first. */
  of(channel: ChannelId): Promise<readonly Follow[]>
  /** Every follow there is, oldest first. */
  all(): Promise<readonly Follow[]>
  /** The channels that follow any of these hashtags, each once. */
  channels(hashtags: readonly Hashtag[]): Promise<readonly ChannelId[]>
}
