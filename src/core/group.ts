/** Which of the posts a channel is owed go into its next message. */
import type { Bridge } from './bridge.ts'
import type { PostId, Seq } from './ids.ts'
import type { Place } from './lane.ts'
import type { Placed } from './place.ts'
import type { Post } from './post.ts'

export interface OwedPost {
  readonly seq: Seq
  readonly post: Post
}

export interface Next {
  readonly place: Place
  readonly posts: readonly OwedPost[]
}

export interface Circumstances {
  readonly places: ReadonlyMap<PostId, Placed>
  /** More is waiting than may be sent at once. */
  readonly behind: boolean
  /** Posts that a platform refused in company. */
  readonly alone: ReadonlySet<PostId>
  readonly fits: Bridge['fits']
}

const same = (one: Place, other: Place | undefined) => one.thread === other?.thread

/**
 * The next message: the first post that need not wait for an ancestor and, when the lane is behind, those after it
 * that go to the same place, in order, as long as all fit whole.
 */
export function group(
  owed: readonly OwedPost[],
  { places, behind, alone, fits }: Circumstances,
): Next | undefined {
  const ready = owed.filter(({ post }) => places.get(post.id)?.waits !== true)
  const first = ready[0] ?? owed[0]
  if (!first) return undefined
  const place = places.get(first.post.id)?.place ?? {}
  if (!behind || alone.has(first.post.id)) return { place, posts: [first] }

  const posts = [first]
  for (const next of ready.slice(ready.indexOf(first) + 1)) {
    if (!same(place, places.get(next.post.id)?.place)) continue
    if (alone.has(next.post.id) || !fits([...posts, next].map(({ post }) => post))) break
    posts.push(next)
  }
  return { place, posts }
}
