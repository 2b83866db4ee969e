/** What the stream brought lately, and for how long it has brought nothing. */
import type { Instant, PostId } from '#core/ids.ts'

export interface Heard {
  /** A connection stands. */
  begin(): void
  note(versions: readonly PostId[]): void
  /** When the stream last brought something, or was opened. */
  at(): Instant
  has(post: PostId): boolean
}

/** As many as two hours of a busy chat. */
const most = 5000

export function heard(now: () => Instant): Heard {
  const posts = new Set<PostId>()
  let last = now()
  return {
    begin() {
      last = now()
    },
    note(versions) {
      last = now()
      for (const version of versions) posts.add(version)
      for (const oldest of posts) {
        if (posts.size <= most) break
        posts.delete(oldest)
      }
    },
    at: () => last,
    has: post => posts.has(post),
  }
}
