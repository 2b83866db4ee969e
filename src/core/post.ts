/** A post as it stands on its network, whole: what is written down once and shown everywhere. */
import type { AuthorId, ConversationId, Hashtag, Instant, Network, PostId } from './ids.ts'

/** A piece of a post's text. Joined, the `text` of all pieces is what a reader of the network sees. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is the short form shown (`example.org/a…`), `url` where it leads, `expanded` the address in full where known. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string; readonly expanded?: string }
  | { readonly kind: 'mention' | 'hashtag' | 'cashtag'; readonly text: string; readonly url: string }

export interface Author {
  readonly id: AuthorId
  /** Without `@`. */
  readonly handle: string
  readonly name: string
  readonly picture?: string
  readonly url: string
}

export interface Media {
  readonly kind: 'photo' | 'video' | 'gif'
  /** A picture that may be shown: the photo, or a still of the moving one. */
  readonly url?: string
  readonly alt?: string
}

export interface Poll {
  readonly options: readonly { readonly label: string; readonly votes: number }[]
  readonly until?: Instant
}

export interface Post {
  /** The id of its first version: it stays when the post is edited. */
  readonly id: PostId
  readonly network: Network
  /** 0 as first posted, then one more with every edit. */
  readonly version: number
  /** Ids of all versions known, first to last; each of them names this post. */
  readonly versions: readonly PostId[]
  readonly author: Author
  readonly at: Instant
  /** The text in full, long posts included. */
  readonly text: readonly Span[]
  /** Where it stands on its network (the latest version). */
  readonly url: string
  /** Every hashtag in its entities, lower case. */
  readonly hashtags: readonly Hashtag[]
  readonly conversation?: ConversationId
  /** The post it answers, and whose that is. */
  readonly answers?: PostId
  readonly answersTo?: string
  /** The handles it mentions, without `@`, as written. */
  readonly mentions: readonly string[]
  /** The post it quotes: whole where the network gave it, else only its id. */
  readonly quotes?: Post | { readonly id: PostId; readonly url: string }
  /** The post it passes on unchanged. */
  readonly reposts?: Post | { readonly id: PostId; readonly url: string }
  readonly media: readonly Media[]
  readonly poll?: Poll
  readonly language?: string
}

/** The text of a post as its reader sees it. */
export const plain = (text: readonly Span[]): string => text.map(span => span.text).join('')

/** Whether a quoted or reposted post came whole. */
export const isWhole = (post: Post | { readonly id: PostId } | undefined): post is Post =>
  post !== undefined && 'author' in post
