/** The timeline: what happened on a network, written down once, in order, for every channel to read. */
import type { Hashtag, Instant, PostId, Seq } from './ids.ts'
import type { Post } from './post.ts'

export interface Entry {
  readonly seq: Seq
  readonly kind: 'posted' | 'edited' | 'removed'
  readonly post: PostId
  readonly hashtags: readonly Hashtag[]
  /** When it was written down. */
  readonly at: Instant
}

export interface Timeline {
  /**
   * Writes a post down, body and entry in one step, and resolves with the entry: `posted` for a new post,
   * `edited` for a later version of a known one (its body then replaces the earlier). Resolves with undefined,
   * and changes nothing, for a version already there, an earlier one, or a post that was removed. Anyone may
   * append, at once and again. An entry of an edit names the post by the id it was first written down with.
   */
  append(post: Post, hashtags: readonly Hashtag[], at: Instant): Promise<Entry | undefined>

  /**
   * Takes a post's body away, at once and for everyone, and writes a `removed` entry. Any version's id will do.
   * Undefined when it was removed before. A post never seen is remembered as removed, so that it cannot arrive late.
   */
  remove(post: PostId, at: Instant): Promise<Entry | undefined>

  /** Entries `posted` after `after` that carry any of the hashtags, oldest first, each once, at most `limit`. */
  entries(after: Seq, hashtags: readonly Hashtag[], limit: number): Promise<readonly Entry[]>

  /** The posts written down at or after `since` that are still there, oldest first. */
  since(since: Instant): Promise<readonly PostId[]>

  /** The seq of the newest entry written down before `at`: where to read on from for what came since; 0 without one. */
  before(at: Instant): Promise<Seq>

  /** The seq of the newest `posted` entry that carries any of the hashtags, without a hashtag of any at all; 0 without one. */
  newest(hashtags?: readonly Hashtag[]): Promise<Seq>

  /** The posts that are there, in the order asked; any version's id will do, and what was removed is left out. */
  posts(ids: readonly PostId[]): Promise<readonly Post[]>

  /** When the newest post that carries the hashtag (any, without one) was created on its network. */
  latest(hashtag?: Hashtag): Promise<Instant | undefined>
}
