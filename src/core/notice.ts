/** A notice: what Backchannel itself says in a channel, durable and under the same limits as posts. */
import type { ChannelId, Instant, MessageId, PostId } from './ids.ts'
import type { Saying } from './saying.ts'

export interface Notice {
  readonly channel: ChannelId
  /** What it is about: a newer notice of the same key replaces one not yet sent. */
  readonly key: string
  readonly at: Instant
  readonly saying: Saying
  /** The thread it belongs in: the message at its root. */
  readonly thread?: MessageId
  /** A post of our own that it shows: answers to that post go under it, its removal reaches it. */
  readonly post?: PostId
}

export interface Notices {
  /** Durable when it resolves. Replaces an unsent one of the same channel and key, in its place; what was said already is not said again. */
  put(notice: Notice): Promise<void>
  /** The oldest one not yet sent. */
  next(channel: ChannelId): Promise<Notice | undefined>
  /** Takes an unsent one back. */
  drop(channel: ChannelId, key: string): Promise<void>
}
