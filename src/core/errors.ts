/** The errors that have a meaning, each named for what may be done next. Anything else is a bug. */

/** For the member: what happened, that nothing was done, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** For the operator: the program cannot go on as it is set up; the message says why and what to do. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

/** Another has taken over what this fence guarded; nothing was written. */
export class Stale extends Error {
  override readonly name = 'Stale'
}

export type BridgeNext =
  /** Refused for now; nobody is to ask again before `waitMs`. `holds` says whom that binds. */
  | {
      readonly next: 'retry'
      readonly waitMs: number
      readonly holds: 'channel' | 'method' | 'workspace' | 'bot'
    }
  /** Refused for good: this message; the channel is well. */
  | { readonly next: 'drop' }
  /** The channel is refused until something is mended; the message says what, for a member. */
  | { readonly next: 'stop' }
  /** It may have been taken, or not. */
  | { readonly next: 'unsure' }

export class BridgeError extends Error {
  override readonly name = 'BridgeError'
  readonly next: BridgeNext
  constructor(message: string, next: BridgeNext, options?: ErrorOptions) {
    super(message, options)
    this.next = next
  }
}

export type NetworkNext =
  /** Not now: `waitMs` at least. */
  | { readonly next: 'retry'; readonly waitMs: number }
  /** Not this one: the message says why, for a member. */
  | { readonly next: 'drop' }
  /** Nothing works until the operator mends it; the message says what. */
  | { readonly next: 'stop' }
  /** It may have been taken, or not. */
  | { readonly next: 'unsure' }

/** What a network answered to reading or publishing, in words a member understands. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly next: NetworkNext
  constructor(message: string, next: NetworkNext, options?: ErrorOptions) {
    super(message, options)
    this.next = next
  }
}
