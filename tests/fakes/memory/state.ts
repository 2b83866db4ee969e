/** What a memory store holds: plain collections, and the few questions that several books ask of them. */
import type { Draft } from '#core/draft.ts'
import { Stale } from '#core/errors.ts'
import type { Follow } from '#core/follow.ts'
import type { Grant } from '#core/grant.ts'
import type { ChannelId, DraftId, Hashtag, Instant, Micros, PostId, Seq, WorkspaceId } from '#core/ids.ts'
import type { Lane, Receipt, Undeliverable } from '#core/lane.ts'
import type { Fence } from '#core/lease.ts'
import type { Notice } from '#core/notice.ts'
import type { Post } from '#core/post.ts'
import type { Kept } from '#core/records.ts'
import type { Entry } from '#core/timeline.ts'

export interface State {
  /** By the id first written down; undefined when removed. */
  readonly posts: Map<PostId, Post | undefined>
  readonly names: Map<PostId, PostId>
  entries: Entry[]
  seq: Seq
  readonly heard: Map<Hashtag, Instant>
  follows: Follow[]
  readonly lanes: Map<ChannelId, Lane>
  receipts: Receipt[]
  lost: Undeliverable[]
  notices: Notice[]
  said: { readonly channel: ChannelId; readonly key: string; readonly at: Instant }[]
  readonly drafts: Map<DraftId, Draft>
  grants: Grant[]
  readonly narrowed: Set<WorkspaceId>
  readonly charges: Map<string, Micros>
  /** By UTC day and account. */
  readonly booked: Map<string, Micros>
  /** By kind and id. */
  readonly records: Map<string, Kept<unknown>>
  readonly leases: Map<string, Fence & { readonly until: number }>
}

export const empty = (): State => ({
  posts: new Map(),
  names: new Map(),
  entries: [],
  seq: 0,
  heard: new Map(),
  follows: [],
  lanes: new Map(),
  receipts: [],
  lost: [],
  notices: [],
  said: [],
  drafts: new Map(),
  grants: [],
  narrowed: new Set(),
  charges: new Map(),
  booked: new Map(),
  records: new Map(),
  leases: new Map(),
})

/** The id a post was first written down with. */
export const named = ({ names }: State, id: PostId): PostId => names.get(id) ?? id

export const isRemoved = ({ posts }: State, id: PostId): boolean =>
  posts.has(id) && posts.get(id) === undefined

export const shows = ({ posts }: Receipt, id: PostId): boolean => posts.some(({ post }) => post === id)

export const carries = (entry: Entry, hashtags: readonly Hashtag[]): boolean =>
  entry.kind === 'posted' && entry.hashtags.some(hashtag => hashtags.includes(hashtag))

export function guard(state: State, channel: ChannelId, fence: Fence): void {
  const held = state.leases.get(state.lanes.get(channel)?.channel.partition ?? '')
  if (held?.name !== fence.name || held.epoch !== fence.epoch || held.holder !== fence.holder)
    throw new Stale(`The lease ${fence.name} is not held by epoch ${fence.epoch}.`)
}

export const by =
  <T>(...keys: readonly ((one: T) => string | number)[]) =>
  (one: T, other: T): number => {
    for (const key of keys) {
      const [mine, theirs] = [key(one), key(other)]
      if (mine !== theirs) return mine < theirs ? -1 : 1
    }
    return 0
  }
