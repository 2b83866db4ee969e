/** What a store's tests begin with: a store of their own, and what is quickly said about it. */
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { Draft } from '#core/draft.ts'
import type { Follow } from '#core/follow.ts'
import type { Attempt, Receipt, Shown } from '#core/lane.ts'
import type { Fence } from '#core/lease.ts'
import type { Notice } from '#core/notice.ts'
import type { Store } from '#core/store.ts'
import type { Channel } from '#core/workspace.ts'
import { channel, noon } from '#tests/fakes/posts.ts'

/** Opens a store that is closed after the test; `now` is its clock. */
export type Open = (t: TestContext, now?: number) => Promise<Store>

export const day = 86_400_000
export const general = channel('general')
export const random = channel('random')
export const elsewhere = channel('general', 'discord:G1')

export const follow = (given: Partial<Follow> = {}): Follow => ({
  channel: general.id,
  hashtag: 'hcsm',
  began: noon,
  by: 'slack:T1/U1',
  reposts: false,
  ...given,
})

export const shown = (...ids: readonly string[]): Shown[] => ids.map(id => ({ post: `x:${id}`, version: 0 }))

export const attempt = (key: string, given: Partial<Attempt> = {}): Attempt => ({
  key,
  channel: general,
  place: {},
  at: noon,
  posts: shown('1'),
  entries: [1],
  repeats: 0,
  ...given,
})

export const receipt = (of: Attempt, given: Partial<Receipt> = {}): Receipt => ({
  channel: of.channel.id,
  key: of.key,
  message: `m-${of.key}`,
  place: of.place,
  at: of.at,
  posts: of.posts,
  ...(of.notice && { notice: of.notice.key }),
  ...given,
})

export const notice = (key: string, text = 'Hello', given: Partial<Notice> = {}): Notice => ({
  channel: general.id,
  key,
  at: noon,
  saying: { lines: [text] },
  ...given,
})

export const draft = (id: string, given: Partial<Draft> = {}): Draft => ({
  id,
  channel: general,
  by: 'slack:T1/U1',
  name: 'Mary',
  text: `Draft ${id} #hcsm`,
  route: 'post',
  state: 'pending',
  at: noon,
  until: noon + 900_000,
  ...given,
})

/** Enters a channel and takes its partition's lease. */
export async function held(store: Store, where: Channel = general): Promise<Fence> {
  await store.lanes.enter(where)
  const fence = await store.leases.take(where.partition, 'holder', 60_000)
  if (!fence) throw new Error('Another holds the partition.')
  return fence
}

/** A message that was said: opened and settled. */
export async function said(
  store: Store,
  of: Attempt,
  fence: Fence,
  given: Partial<Receipt> = {},
): Promise<Receipt> {
  const settled = receipt(of, given)
  await store.lanes.open(of, fence)
  await store.lanes.settle(of, settled, 0, fence)
  return settled
}

/** Takes the lease away from whoever holds it. */
export async function takenOver(store: Store, fence: Fence): Promise<Fence> {
  await store.leases.renew(fence, -1)
  const next = await store.leases.take(fence.name, randomUUID(), 60_000)
  if (!next) throw new Error('It was not to be had.')
  return next
}
