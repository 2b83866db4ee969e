/** A lane: how one channel reads the timeline, what it is about to have said, and what it said. */

import type { AttemptKey, ChannelId, Instant, MemberId, MessageId, PostId, Seq } from './ids.ts'
import type { Fence } from './lease.ts'
import type { Notice } from './notice.ts'
import type { Channel } from './workspace.ts'

export interface Lane {
  readonly channel: Channel
  /** Where reading starts. Never past an entry that has neither a receipt nor a reason. */
  readonly cursor: Seq
  readonly attempt?: Attempt
  readonly paused?: { readonly by: MemberId; readonly at: Instant }
  /** The platform refuses the channel until something is mended. */
  readonly stopped?: { readonly reason: string; readonly at: Instant }
}

/** Where a message goes: the channel itself, or the thread under a message. */
export interface Place {
  readonly thread?: MessageId
}

/** A post and the version of it that was, or will be, shown. */
export interface Shown {
  readonly post: PostId
  readonly version: number
}

/** Something about to be said: durable before the platform hears of it, with all that its message is made of. */
export interface Attempt {
  /** At most 25 characters of `[A-Za-z0-9_-]` (Discord's nonce); never used again. */
  readonly key: AttemptKey
  readonly channel: Channel
  readonly place: Place
  readonly at: Instant
  readonly posts: readonly Shown[]
  /** The entries of those posts; empty for a notice. */
  readonly entries: readonly Seq[]
  readonly notice?: Notice
  /** How often it was sent though it may have arrived before: where the platform cannot be asked. */
  readonly repeats: number
}

/** What a channel has. */
export interface Receipt {
  readonly channel: ChannelId
  readonly key: AttemptKey
  readonly message: MessageId
  readonly place: Place
  readonly at: Instant
  readonly posts: readonly Shown[]
  /** The key of the notice that it shows. */
  readonly notice?: string
}

/** Posts a channel was owed and will not get, and why: never silence. */
export interface Undeliverable {
  readonly channel: ChannelId
  readonly reason: string
  readonly at: Instant
  readonly count: number
  readonly first: PostId
  readonly last: PostId
}

/** A message that shows something edited, removed or listed as undeliverable since: `posts` are to be shown now (newest version), the others no more. */
export interface Due {
  readonly receipt: Receipt
  readonly posts: readonly Shown[]
}

/**
 * What every lane writes, refused with `Stale` when the fence is not the one that now holds the channel's
 * partition. Each is one atomic step and safe to repeat.
 */
export interface Lanes {
  /** A channel's lane; undefined for a channel that was never entered. */
  read(channel: ChannelId): Promise<Lane | undefined>
  /** Makes the lane, its cursor at the end of the timeline, or updates what is known of its channel; a name is kept until another is given. */
  enter(channel: Channel): Promise<Lane>
  all(): Promise<readonly Lane[]>
  /**
   * The channels with something to do: an open attempt, a notice, an amendment due, or followed entries after the
   * cursor; of a paused channel's no entries, of a stopped one's only amendments.
   */
  awake(): Promise<readonly ChannelId[]>

  /**
   * Writes an attempt down. A lane has one at a time: it refuses a second of another key; the same key again
   * replaces what was written (its instant, its count of repeats).
   */
  open(attempt: Attempt, fence: Fence): Promise<void>
  /** It was said: the receipt is kept, the notice taken from its queue, the attempt closed, the cursor moved to `cursor`. */
  settle(attempt: Attempt, receipt: Receipt, cursor: Seq, fence: Fence): Promise<void>
  /**
   * It was definitely refused: the attempt is closed. With a reason its posts are listed as undeliverable, its notice
   * dropped unless a newer one has taken its place. Nothing happens when the attempt is not open.
   */
  refuse(attempt: Attempt, reason: string | undefined, fence: Fence): Promise<void>
  /** Moves the cursor over entries that do not concern the channel or have a receipt or a reason. Never back. */
  move(channel: ChannelId, cursor: Seq, fence: Fence): Promise<void>

  /** From anywhere, without a fence. */
  pause(channel: ChannelId, paused: Lane['paused']): Promise<void>
  stop(channel: ChannelId, stopped: Lane['stopped']): Promise<void>
  /**
   * Lists posts as undeliverable: one post once for a channel, whatever the reason, and the same range once. A message
   * there that shows a post listed by itself is to be shown without it.
   */
  lose(lost: Undeliverable): Promise<void>
  undeliverable(channel?: ChannelId): Promise<readonly Undeliverable[]>
}

/** Receipts are the truth about what a channel has. */
export interface Receipts {
  /** The channel's receipts that show any of these posts (any version's id will do), oldest first. */
  of(channel: ChannelId, posts: readonly PostId[]): Promise<readonly Receipt[]>
  /** Which of these posts are listed as undeliverable for the channel, one by one. */
  lost(channel: ChannelId, posts: readonly PostId[]): Promise<readonly PostId[]>
  /** The receipt of a message. */
  ofMessage(channel: ChannelId, message: MessageId): Promise<Receipt | undefined>
  /** The channels that show a post. */
  channels(post: PostId): Promise<readonly ChannelId[]>
  /**
   * The channel's messages that show a post edited or removed since it was shown, whichever was written first,
   * the receipt or the edit; those with removals first, then oldest first.
   */
  due(channel: ChannelId, limit: number): Promise<readonly Due[]>
  /** The message now shows these posts. With none it is gone, and so is its receipt. A receipt that is gone stays so. */
  amended(receipt: Receipt, posts: readonly Shown[], fence: Fence): Promise<void>
}
