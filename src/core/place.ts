/** Where posts go in a channel: a reply goes under its nearest ancestor that the channel has. */
import type { ChannelId, PostId } from './ids.ts'
import type { Place, Receipt } from './lane.ts'
import type { Post } from './post.ts'
import type { Store } from './store.ts'

/** A conversation deeper than this finds its place by its root. */
const deepest = 50

/** The posts asked for and all their known ancestors, by any id they have. */
async function withAncestors(posts: readonly Post[], { timeline }: Pick<Store, 'timeline'>) {
  const known = new Map<PostId, Post>()
  const learn = (found: readonly Post[]) => {
    for (const post of found) for (const id of post.versions) known.set(id, post)
  }
  learn(posts)
  const asked = new Set<PostId>()
  for (let depth = 0, level = posts; level.length > 0 && depth < deepest; depth += 1) {
    const parents = [...new Set(level.map(post => post.answers))].filter(
      (id): id is PostId => id !== undefined && !known.has(id) && !asked.has(id),
    )
    for (const id of parents) asked.add(id)
    level = parents.length > 0 ? await timeline.posts(parents) : []
    learn(level)
  }
  return known
}

/** The ancestors of a post, nearest first, known to us or not; the root of its conversation last. */
export function ancestors(post: Post, known: ReadonlyMap<PostId, Post>): PostId[] {
  const line: PostId[] = []
  let next = post.answers
  while (next !== undefined && line.length < deepest) {
    const parent: Post | undefined = known.get(next)
    const id = parent?.id ?? next
    if (id === post.id || line.includes(id)) break
    line.push(id)
    next = parent?.answers
  }
  const root = post.answers === undefined ? undefined : post.conversation
  if (root !== undefined && root !== post.id && !line.includes(root)) line.push(root)
  return line
}

export interface Placed {
  readonly place: Place
  /** An ancestor is about to be sent to this channel: an answer never comes before what it answers. */
  readonly waits: boolean
}

const under = (receipt: Receipt): Place => ({ thread: receipt.place.thread ?? receipt.message })

/** Where each of the posts that a channel is owed goes, by post. */
export async function places(
  channel: ChannelId,
  owed: readonly Post[],
  store: Pick<Store, 'timeline' | 'receipts'>,
): Promise<ReadonlyMap<PostId, Placed>> {
  const known = await withAncestors(owed, store)
  const lines = new Map(owed.map(post => [post.id, ancestors(post, known)]))
  const wanted = [...new Set([...lines.values()].flat())]
  const receipts = wanted.length > 0 ? await store.receipts.of(channel, wanted) : []
  const had = new Map(receipts.flatMap(receipt => receipt.posts.map(({ post }) => [post, receipt] as const)))

  return new Map(
    owed.map(({ id }) => {
      const line = lines.get(id) ?? []
      const nearest = line.find(ancestor => had.has(ancestor) || lines.has(ancestor))
      const receipt = nearest === undefined ? undefined : had.get(nearest)
      const waits = nearest !== undefined && receipt === undefined
      return [id, { place: receipt ? under(receipt) : {}, waits }]
    }),
  )
}
