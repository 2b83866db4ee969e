/** Forgetting, in memory. */
import { takes } from '#core/follow.ts'
import type { ChannelId, Instant, PostId, WorkspaceId } from '#core/ids.ts'
import type { Lane } from '#core/lane.ts'
import { dayOf } from './books.ts'
import { lose } from './lanes.ts'
import { carries, type State, shows } from './state.ts'

export function retain(state: State, before: Instant, now: Instant): void {
  for (const lane of state.lanes.values()) expire(state, lane, { before, now })
  const isRecent = ({ at }: { readonly at: Instant }) => at >= before
  state.entries = state.entries.filter(isRecent)
  state.receipts = state.receipts.filter(isRecent)
  state.said = state.said.filter(isRecent)
  state.lost = state.lost.filter(isRecent)
  for (const draft of [...state.drafts.values()]) if (!isRecent(draft)) state.drafts.delete(draft.id)
  for (const id of [...state.charges.keys()]) if (id.slice(0, 10) < dayOf(before)) state.charges.delete(id)
  for (const id of [...state.booked.keys()]) if (id.slice(0, 10) < dayOf(before)) state.booked.delete(id)
  for (const [id, { until }] of [...state.records])
    if (until !== undefined && until < now) state.records.delete(id)
  forgetBodies(state)
}

function expire(state: State, lane: Lane, { before, now }: { before: Instant; now: Instant }): void {
  const channel = lane.channel.id
  const follows = state.follows.filter(follow => follow.channel === channel)
  const missed = state.entries.filter(entry => {
    const post = state.posts.get(entry.post)
    return (
      entry.kind === 'posted' &&
      entry.seq > lane.cursor &&
      entry.at < before &&
      post &&
      takes(follows, post, entry.hashtags) &&
      !state.receipts.some(receipt => receipt.channel === channel && shows(receipt, entry.post)) &&
      !state.lost.some(lost => lost.channel === channel && lost.count === 1 && lost.first === entry.post) &&
      !lane.attempt?.posts.some(({ post }) => post === entry.post)
    )
  })
  const [first] = missed
  const last = missed.at(-1)
  if (first && last)
    lose(state, {
      channel,
      reason: 'expired',
      at: now,
      count: missed.length,
      first: first.post,
      last: last.post,
    })
}

function forgetBodies(state: State): void {
  const isNeeded = (id: PostId): boolean =>
    state.entries.some(({ post }) => post === id) ||
    state.receipts.some(receipt => shows(receipt, id)) ||
    [...state.lanes.values()].some(({ attempt }) => attempt?.posts.some(({ post }) => post === id))
  for (const id of [...state.posts.keys()]) if (!isNeeded(id)) state.posts.delete(id)
  for (const [name, id] of [...state.names]) if (!state.posts.has(id)) state.names.delete(name)
}

export function erase(state: State, workspace: WorkspaceId): Record<string, number> {
  const within = [...state.lanes.values(), ...state.drafts.values()].map(({ channel }) => channel)
  const ours = new Set<ChannelId>(within.filter(one => one.workspace === workspace).map(({ id }) => id))
  const kept = <T extends { readonly channel: ChannelId }>(all: readonly T[]) =>
    all.filter(({ channel }) => !ours.has(channel))
  const before = {
    ...state,
    narrowed: state.narrowed.size,
    drafts: state.drafts.size,
    lanes: state.lanes.size,
  }
  const bodies = () => [...state.posts.values()].filter(body => body !== undefined).length
  const bodiesBefore = bodies()

  state.follows = kept(state.follows)
  state.receipts = kept(state.receipts)
  state.lost = kept(state.lost)
  state.notices = kept(state.notices)
  state.said = kept(state.said)
  state.grants = state.grants.filter(grant => grant.workspace !== workspace)
  state.narrowed.delete(workspace)
  for (const { id, channel } of [...state.drafts.values()])
    if (channel.workspace === workspace) state.drafts.delete(id)
  const records = forgetRecords(state, workspace)
  const partitions = forgetLanes(state, workspace)
  for (const partition of partitions)
    if (![...state.lanes.values()].some(({ channel }) => channel.partition === partition))
      state.leases.delete(partition)

  const removed = {
    follows: before.follows.length - state.follows.length,
    receipts: before.receipts.length - state.receipts.length,
    undeliverable: before.lost.length - state.lost.length,
    notices: before.notices.length - state.notices.length,
    grants: before.grants.length - state.grants.length + before.narrowed - state.narrowed.size,
    records,
    drafts: before.drafts - state.drafts.size,
    lanes: before.lanes - state.lanes.size,
  }
  if (Object.values(removed).some(count => count > 0)) forgetUnfollowed(state)
  return { ...removed, posts: bodiesBefore - bodies() }
}

function forgetRecords(state: State, workspace: WorkspaceId): number {
  const gone = [...state.records].filter(([, record]) => record.workspace === workspace)
  for (const [id] of gone) state.records.delete(id)
  return gone.length
}

function forgetLanes(state: State, workspace: WorkspaceId): readonly string[] {
  const gone = [...state.lanes.values()].filter(({ channel }) => channel.workspace === workspace)
  for (const { channel } of gone) state.lanes.delete(channel.id)
  return gone.map(({ channel }) => channel.partition)
}

function forgetUnfollowed(state: State): void {
  const followed = state.follows.map(({ hashtag }) => hashtag)
  for (const hashtag of [...state.heard.keys()]) if (!followed.includes(hashtag)) state.heard.delete(hashtag)
  state.entries = state.entries.filter(entry => entry.kind !== 'posted' || carries(entry, followed))
  const posted = new Set(state.entries.filter(({ kind }) => kind === 'posted').map(({ post }) => post))
  state.entries = state.entries.filter(({ kind, post }) => kind !== 'edited' || posted.has(post))
  forgetBodies(state)
}
