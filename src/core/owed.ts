/** What a channel is owed: the posts after its cursor that it follows and has neither got nor lost. */
import { takes } from './follow.ts'
import type { Seq } from './ids.ts'
import type { Lane } from './lane.ts'
import type { Post } from './post.ts'
import type { Store } from './store.ts'

/** How far ahead a lane looks: enough to fill the largest message, little to read again. */
export const windowSize = 100

export interface Owed {
  readonly posts: readonly { readonly seq: Seq; readonly post: Post }[]
  /** Everything up to here has a receipt, a reason, or is none of this channel's business. */
  readonly cursor: Seq
  /** Where the entries that were read end. */
  readonly end: Seq
}

export async function owed(
  lane: Lane,
  { follows, timeline, receipts }: Pick<Store, 'follows' | 'timeline' | 'receipts'>,
): Promise<Owed> {
  const channel = lane.channel.id
  const followed = await follows.of(channel)
  const hashtags = followed.map(({ hashtag }) => hashtag)
  const entries = hashtags.length > 0 ? await timeline.entries(lane.cursor, hashtags, windowSize) : []
  const ids = entries.map(({ post }) => post)
  if (ids.length === 0) return { posts: [], cursor: lane.cursor, end: lane.cursor }

  const [posts, had, lost] = await Promise.all([
    timeline.posts(ids),
    receipts.of(channel, ids),
    receipts.lost(channel, ids),
  ])
  const done = new Set([...lost, ...had.flatMap(receipt => receipt.posts.map(({ post }) => post))])
  const bodies = new Map(posts.map(post => [post.id, post]))
  const open = entries.flatMap(({ seq, post: id, hashtags: carried }) => {
    const post = bodies.get(id)
    return post && !done.has(id) && takes(followed, post, carried) ? [{ seq, post }] : []
  })
  const end = entries.at(-1)?.seq ?? lane.cursor
  return { posts: open, cursor: cursorBefore(open, end), end }
}

/** The cursor that leaves the first of these still to be read. */
export const cursorBefore = (open: readonly { readonly seq: Seq }[], end: Seq): Seq => {
  const [first] = open
  return first ? first.seq - 1 : end
}

/** Every post a lane is still owed, oldest first. */
export async function waiting(lane: Lane, store: Parameters<typeof owed>[1]): Promise<readonly Post[]> {
  const posts: Post[] = []
  for (let cursor = lane.cursor; ; ) {
    const read = await owed({ ...lane, cursor }, store)
    posts.push(...read.posts.map(({ post }) => post))
    if (read.end <= cursor) return posts
    cursor = read.end
  }
}
