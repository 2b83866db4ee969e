/**
 * Sends a channel what it is owed next, one message a turn.
 *
 * What is promised: everything of one place comes in the order of the timeline, an answer never before what it
 * answers; each post once, or it is listed as undeliverable. How: the attempt is durable before the platform hears
 * of it; an attempt whose end is unknown is looked for before anything else is sent, never before its request
 * timeout has passed; only a definite refusal ends it, and what follows has a new key.
 *
 *     Q1, A1 (a reply to Q1), Q2 are owed, the channel may send one message now:
 *     turn 1  open(Q1) → send → settle: receipt m1
 *     turn 2  open(A1 under m1) → send: no answer … turn 3 find(A1): there → settle
 *     turn 4  open(Q2) → …
 */
import { randomBytes } from 'node:crypto'
import type { Bridge, Message } from './bridge.ts'
import { BridgeError } from './errors.ts'
import { group, type Next } from './group.ts'
import type { ChannelId, PostId } from './ids.ts'
import type { Attempt, Lane, Receipt } from './lane.ts'
import type { Fence } from './lease.ts'
import { cursorBefore, type Owed, owed, windowSize } from './owed.ts'
import type { Pace } from './pace.ts'
import type { Parts } from './parts.ts'
import { type Placed, places } from './place.ts'
import type { Post } from './post.ts'

/** What the driver of a partition has in hand while it drives: lost with it, and harmlessly so. */
export interface Hold {
  readonly fence: Fence
  readonly pace: Pace
  /** Posts that were refused in company, and are sent alone. */
  readonly alone: Set<PostId>
  /** Posts whose thread takes no more, and that go to the channel. */
  readonly threadless: Set<PostId>
}

/** How a turn ended: with nothing to do, with something done (`many` when much is still waiting), or to be tried again. */
export type Turn =
  | { readonly did: 'nothing' }
  | { readonly did: 'something'; readonly many: boolean }
  | { readonly did: 'wait'; readonly waitMs: number }

type Needs = Pick<Parts, 'store' | 'bridges' | 'clock' | 'log'>

const nothing: Turn = { did: 'nothing' }
const something: Turn = { did: 'something', many: false }

export async function deliver(channel: ChannelId, hold: Hold, parts: Needs): Promise<Turn> {
  const lane = await parts.store.lanes.read(channel)
  const bridge = lane && parts.bridges[lane.channel.platform]
  if (!lane || !bridge) return nothing

  if (lane.stopped) return nothing

  // An earlier turn may have spoken without living to write it down. It is asked first, with all that its message
  // was made of: composing anew could tell it differently, or not at all.
  if (lane.attempt) return resume(lane.attempt, lane, { bridge, hold, parts })

  const waitMs = hold.pace.waitMs(channel, 'send', parts.clock.now())
  const notice = await parts.store.notices.next(channel)
  if (notice) {
    if (waitMs > 0) return { did: 'wait', waitMs }
    const posts = notice.post ? [{ post: notice.post, version: 0 }] : []
    const place = notice.thread ? { thread: notice.thread } : {}
    return begin({ ...fresh(lane, parts), place, posts, entries: [], notice }, lane, { bridge, hold, parts })
  }
  if (lane.paused) return nothing

  const waiting = await owed(lane, parts.store)
  if (waiting.posts.length === 0) return pass(lane, waiting, { hold, parts })
  if (waitMs > 0) return { did: 'wait', waitMs }
  const next = await compose(waiting, lane, { bridge, hold, parts })
  if (!next) return nothing
  const attempt = {
    ...fresh(lane, parts),
    place: next.place,
    posts: next.posts.map(({ post: { id, version } }) => ({ post: id, version })),
    entries: next.posts.map(({ seq }) => seq),
  }
  const turn = await begin(attempt, lane, { bridge, hold, parts, waiting })
  return turn.did === 'something' ? { ...turn, many: waiting.posts.length >= windowSize } : turn
}

interface Turning {
  readonly bridge: Bridge
  readonly hold: Hold
  readonly parts: Needs
  readonly waiting?: Owed
}

const fresh = (lane: Lane, { clock }: Needs) => ({
  key: randomBytes(15).toString('base64url'),
  channel: lane.channel,
  at: clock.now(),
  repeats: 0,
})

/** Nothing of what was read concerns the channel any more: reading goes on behind it. */
async function pass(
  lane: Lane,
  { cursor }: Owed,
  { hold, parts }: Pick<Turning, 'hold' | 'parts'>,
): Promise<Turn> {
  if (cursor <= lane.cursor) return nothing
  await parts.store.lanes.move(lane.channel.id, cursor, hold.fence)
  return something
}

async function compose(
  { posts }: Owed,
  lane: Lane,
  { bridge, hold, parts }: Turning,
): Promise<Next | undefined> {
  const channel = lane.channel.id
  const found = await places(
    channel,
    posts.map(({ post }) => post),
    parts.store,
  )
  const outside = [...hold.threadless].map((id): [PostId, Placed] => [id, { place: {}, waits: false }])
  return group(posts, {
    places: new Map([...found, ...outside]),
    behind: posts.length > hold.pace.room(channel, parts.clock.now()),
    alone: hold.alone,
    fits: bridge.fits,
  })
}

/** The attempt is durable before the platform hears of it. */
async function begin(attempt: Attempt, lane: Lane, turning: Turning): Promise<Turn> {
  await turning.parts.store.lanes.open(attempt, turning.hold.fence)
  return send(attempt, lane, turning)
}

/** Finds out what became of an attempt, or sends it again as it was. */
async function resume(attempt: Attempt, lane: Lane, turning: Turning): Promise<Turn> {
  const { bridge, hold, parts } = turning
  const { channel } = attempt
  const now = parts.clock.now()
  const early = attempt.at + bridge.limits.requestMs - now
  if (early > 0) return { did: 'wait', waitMs: early }
  const waitMs = hold.pace.waitMs(channel.id, 'send', now)
  if (waitMs > 0) return { did: 'wait', waitMs }

  try {
    const found = await bridge.find(attempt)
    if (found && found !== 'unknown') return settle(attempt, found, lane, turning)
    const again = { ...attempt, at: now, repeats: attempt.repeats + (found === 'unknown' ? 1 : 0) }
    await parts.store.lanes.open(again, hold.fence)
    if (found === 'unknown') parts.log.warn({ channel: channel.id, attempt: attempt.key }, 'repeated')
    return await send(again, lane, turning)
  } catch (error) {
    // Looking was refused, for now or for good: the attempt stays open, and is looked for again.
    return refused(error, attempt, { ...turning, sent: false })
  }
}

async function send(attempt: Attempt, lane: Lane, turning: Turning): Promise<Turn> {
  const { bridge, hold, parts } = turning
  const message = await messageOf(attempt, parts)
  if (!message) {
    // Removed between being owed and being sent: there is nothing left to say.
    await parts.store.lanes.refuse(attempt, undefined, hold.fence)
    return something
  }
  hold.pace.take(attempt.channel.id, 'send', parts.clock.now())
  let receipt: Receipt
  try {
    receipt = await bridge.send(attempt, message)
  } catch (error) {
    return refused(error, attempt, { ...turning, sent: true })
  }
  return settle(attempt, receipt, lane, turning)
}

/** What an attempt says, as far as it is still there to be said. */
async function messageOf({ posts, place, notice }: Attempt, { store }: Needs): Promise<Message | undefined> {
  if (notice) return { posts: [], orphans: [], notice }
  const bodies = await store.timeline.posts(posts.map(({ post }) => post))
  if (bodies.length === 0) return undefined
  return { posts: bodies, orphans: orphans(bodies, place.thread !== undefined) }
}

/** Replies that stand in the channel itself say what they answer. */
export const orphans = (posts: readonly Post[], threaded: boolean): PostId[] =>
  threaded ? [] : posts.filter(({ answers }) => answers !== undefined).map(({ id }) => id)

async function settle(
  attempt: Attempt,
  receipt: Receipt,
  lane: Lane,
  { hold, parts, waiting }: Turning,
): Promise<Turn> {
  const left = waiting?.posts.filter(({ seq }) => !attempt.entries.includes(seq))
  const cursor = left && waiting ? cursorBefore(left, waiting.end) : lane.cursor
  await parts.store.lanes.settle(attempt, receipt, Math.max(cursor, lane.cursor), hold.fence)
  for (const { post } of attempt.posts) {
    hold.alone.delete(post)
    hold.threadless.delete(post)
  }
  parts.log.info(facts(attempt), 'delivered')
  return something
}

/** What a refusal means for the attempt; anything that is no refusal is a bug, and passes. */
async function refused(
  error: unknown,
  attempt: Attempt,
  turning: Turning & { readonly sent: boolean },
): Promise<Turn> {
  const { hold, parts, sent } = turning
  if (!(error instanceof BridgeError)) throw error
  const { next } = error
  const now = parts.clock.now()
  const why = { ...facts(attempt), reason: error.message }
  if (next.next === 'retry') {
    hold.pace.hold(attempt.channel.id, 'send', next, now)
    if (sent) await parts.store.lanes.refuse(attempt, undefined, hold.fence)
    parts.log.info({ ...why, waitMs: next.waitMs }, 'postponed')
    return something
  }
  if (next.next === 'unsure' || (!sent && next.next === 'drop')) {
    parts.log.warn(why, 'left open')
    const { requestMs } = turning.bridge.limits
    return { did: 'wait', waitMs: sent ? Math.max(1, attempt.at + requestMs - now) : requestMs }
  }
  if (next.next === 'stop') {
    if (sent) await parts.store.lanes.refuse(attempt, undefined, hold.fence)
    await parts.store.lanes.stop(attempt.channel.id, { reason: error.message, at: now })
    parts.log.warn(why, 'stopped')
    return nothing
  }
  await dropped(attempt, error.message, turning)
  parts.log.warn(why, 'refused')
  return something
}

/** A group is sent post by post; a thread that takes no more is left for the channel; then it is undeliverable. */
async function dropped(attempt: Attempt, reason: string, { hold, parts }: Turning): Promise<void> {
  const grouped = attempt.posts.length > 1
  const threaded = attempt.place.thread !== undefined && !attempt.notice
  const remember = grouped ? hold.alone : hold.threadless
  if (grouped || threaded) for (const { post } of attempt.posts) remember.add(post)
  await parts.store.lanes.refuse(attempt, grouped || threaded ? undefined : reason, hold.fence)
}

const facts = ({ key, channel, place, posts, notice }: Attempt) => ({
  channel: channel.id,
  attempt: key,
  ...(place.thread && { thread: place.thread }),
  ...(notice ? { notice: notice.key } : { posts: posts.map(({ post }) => post) }),
})
