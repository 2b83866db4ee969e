/** What we ask of a chat platform. */

import type { Feedback } from './feedback.ts'
import type { ChannelId, Platform, WorkspaceId } from './ids.ts'
import type { Invocation, Suggesting } from './invocation.ts'
import type { Attempt, Receipt } from './lane.ts'
import type { Notice } from './notice.ts'
import type { Post } from './post.ts'
import type { Channel, Person } from './workspace.ts'

/** What a message is made of: posts, each whole and with its own Reply control, or a notice. */
export interface Message {
  readonly posts: readonly Post[]
  /** For posts whose parent the channel does not have: they say what they answer. */
  readonly orphans: readonly Post['id'][]
  readonly notice?: Notice
}

/** So many per so long, and so many at once after a rest. */
export interface Rate {
  readonly count: number
  readonly perMs: number
  readonly burst: number
}

/** How the platform's limits bind: what may be sent, per channel and over the whole partition; edits have their own. */
export interface Limits {
  readonly channel: Rate
  readonly partition: Rate
  readonly amendChannel: Rate
  readonly amendPartition: Rate
  /** After this long without an answer a request has failed, one way or the other. */
  readonly requestMs: number
}

/** What the platform tells us of, beside invocations. */
export interface Ears {
  respond(invocation: Invocation): Promise<Feedback>
  /** What could be meant by what a member is typing; at once, from what is known here. */
  suggest(asked: Suggesting): Promise<readonly { readonly label: string; readonly value: string }[]>
  /** A channel will take no more: deleted, archived, we were removed. `reason` is for people. */
  lost(channel: ChannelId, reason: string): Promise<void>
  /** A channel that was lost can take messages again. */
  found(channel: ChannelId): Promise<void>
  /** A workspace removed us. */
  left(workspace: WorkspaceId): Promise<void>
}

export interface Bridge {
  readonly platform: Platform
  readonly limits: Limits

  /**
   * Listens for invocations until the signal aborts, and shows each its feedback: the first answer within the
   * platform's time (3 s), to the member alone. Resolves when intake has ended and all that was taken in is answered.
   * `ready` is called once it listens, and again after every reconnection.
   * @throws Fault when the platform refuses who we are.
   */
  run(ears: Ears, signal: AbortSignal, ready: () => void): Promise<void>

  /**
   * The member or role that a typed name means (`@mary`, `<@U01|mary>`); undefined when none or several could be
   * meant, or the platform has people chosen from a list.
   */
  person(channel: Channel, typed: string): Promise<Person | undefined>

  /** Whether these posts fit one message, each whole. One post always does. Pure. */
  fits(posts: readonly Post[]): boolean

  /**
   * Sends an attempt's message and resolves with its receipt. Sending the same attempt again is told by its key
   * where the platform can: the first one's receipt comes back. A place in a thread that is not there yet is made.
   * @throws BridgeError `unsure` when the platform may or may not have taken it: see `find`.
   */
  send(attempt: Attempt, message: Message): Promise<Receipt>

  /**
   * The receipt of an attempt that may have been sent, if the platform has it; `unknown` where the platform does
   * not let us look. Not to be asked before `requestMs` has passed since it was sent.
   */
  find(attempt: Attempt): Promise<Receipt | undefined | 'unknown'>

  /**
   * Makes a message show this instead. A message that is gone is no error: there is nothing left to amend.
   * @throws BridgeError
   */
  amend(receipt: Receipt, message: Message): Promise<void>

  /**
   * Takes a message away (keeping the thread under it alive where the platform ties the two). Gone already is fine.
   * @throws BridgeError
   */
  remove(receipt: Receipt): Promise<void>
}
