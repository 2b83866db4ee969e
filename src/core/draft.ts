/** A draft: what a member wants to say on a network, from first words to what became of it. */
import type { AccountId, DraftId, Hashtag, Instant, MemberId, MessageId, PostId } from './ids.ts'
import type { Channel } from './workspace.ts'

/** How a draft can reach the network: a post of its own, an answer, or a page there where the member posts it. */
export type Route = 'post' | 'reply' | 'intent'

/** pending → sending → posted | failed | unknown; pending → dropped. */
export type DraftState = 'pending' | 'sending' | 'posted' | 'failed' | 'unknown' | 'dropped'

export interface Draft {
  readonly id: DraftId
  readonly channel: Channel
  /** The thread it was written in: the message at its root. */
  readonly thread?: MessageId
  readonly by: MemberId
  readonly name: string
  /** Exactly what will be posted. */
  readonly text: string
  readonly hashtag?: Hashtag
  readonly answers?: PostId
  readonly route: Route
  readonly account?: AccountId
  readonly state: DraftState
  readonly at: Instant
  /** A pending one cannot be confirmed afterwards. */
  readonly until: Instant
  /** When it began to be sent. */
  readonly sentAt?: Instant
  /** What it became. */
  readonly post?: PostId
  readonly reason?: string
}

export interface Drafts {
  /**
   * Keeps a pending draft; an earlier pending one of the same member, channel and thread is dropped in the same step.
   * One that has moved on since it was first kept is left alone.
   */
  put(draft: Draft): Promise<void>
  read(id: DraftId): Promise<Draft | undefined>
  /**
   * Moves a draft from one of `from` to `to`, with what is now known, by compare-and-set: exactly one of several
   * at once gets the draft back, the others undefined.
   */
  move(
    id: DraftId,
    from: readonly DraftState[],
    to: Partial<Pick<Draft, 'post' | 'reason' | 'sentAt' | 'route' | 'text'>> & Pick<Draft, 'state'>,
  ): Promise<Draft | undefined>
  /** Drafts that were on their way or arrived since `since`: sending, unknown or posted, newest first. */
  sent(since: Instant): Promise<readonly Draft[]>
  /** The draft that became this post. */
  ofPost(post: PostId): Promise<Draft | undefined>
}
