/** What we ask of a network when we write to it. */
import type { Route } from './draft.ts'
import type { AccountId, AuthorId, Micros, Network, PostId } from './ids.ts'
import type { Charge } from './ledger.ts'
import type { Post } from './post.ts'

/** An account on the network that can speak through us. */
export interface Account {
  readonly id: AccountId
  readonly author: AuthorId
  /** Without `@`. */
  readonly handle: string
  /** Where everything it has posted stands. */
  readonly url: string
}

/** How long a text is by the network's own count. */
export interface Measure {
  readonly weight: number
  readonly limit: number
  /** Addresses in it, bare domains too: they cost. */
  readonly links: readonly string[]
  readonly hashtags: readonly string[]
  /** What the network would refuse about the text, for a member; absent when nothing. */
  readonly fault?: string
}

export interface Publisher {
  readonly network: Network
  /** As people call it. */
  readonly name: string
  /** The team's account; undefined where none is set up: only intents are possible then. @throws NetworkError */
  account(): Promise<Account | undefined>
  /** Pure. */
  measure(text: string): Measure
  /** Whether the network lets this account answer this post through us. Pure. */
  mayReply(post: Post, account: Account): boolean
  /** What publishing this would cost. Pure. */
  price(text: string, route: Route): Micros
  /** A page on the network with everything filled in, where a person posts as themselves. Pure. */
  intent(text: string, answers?: PostId): string
  /**
   * Posts it, once, and resolves with the new post's id. Never tried again by itself.
   * @throws NetworkError: `drop`, `retry` and `stop` when it was not posted, `unsure` when it may have been.
   */
  publish(
    text: string,
    answers?: PostId,
  ): Promise<{ readonly post: PostId; readonly url: string; readonly charges: readonly Charge[] }>
  /** Where a post stands. Pure. */
  url(post: PostId): string
  /** The post an address names: `https://x.com/…/status/1`. Pure. */
  toPost(address: string): PostId | undefined
}
