/**
 * Makes one message show what its posts have become: edited ones anew, removed ones no more. A turn of its own,
 * by receipt, so that it reaches paused, stopped and unfollowed channels too; removals come first.
 */
import type { Bridge } from './bridge.ts'
import { type Hold, orphans, type Turn } from './deliver.ts'
import { BridgeError } from './errors.ts'
import type { ChannelId } from './ids.ts'
import type { Due } from './lane.ts'
import type { Parts } from './parts.ts'

type Needs = Pick<Parts, 'store' | 'bridges' | 'clock' | 'log'>

export async function amend(channel: ChannelId, hold: Hold, parts: Needs): Promise<Turn> {
  const [due] = await parts.store.receipts.due(channel, 1)
  if (!due) return { did: 'nothing' }
  const lane = await parts.store.lanes.read(channel)
  const bridge = lane && parts.bridges[lane.channel.platform]
  if (!bridge) return { did: 'nothing' }
  const waitMs = hold.pace.waitMs(channel, 'amend', parts.clock.now())
  if (waitMs > 0) return { did: 'wait', waitMs }

  hold.pace.take(channel, 'amend', parts.clock.now())
  try {
    await show(due, bridge, parts)
  } catch (error) {
    return postponed(error, due, { channel, hold, parts })
  }
  await parts.store.receipts.amended(due.receipt, due.posts, hold.fence)
  parts.log.info({ channel, message: due.receipt.message, left: due.posts.length }, 'amended')
  return { did: 'something', many: false }
}

async function show({ receipt, posts }: Due, bridge: Bridge, { store }: Needs): Promise<void> {
  const bodies = await store.timeline.posts(posts.map(({ post }) => post))
  if (bodies.length === 0) return bridge.remove(receipt)
  return bridge.amend(receipt, {
    posts: bodies,
    orphans: orphans(bodies, receipt.place.thread !== undefined),
  })
}

interface Turning {
  readonly channel: ChannelId
  readonly hold: Hold
  readonly parts: Needs
}

/** How long a removal that the platform refuses waits before it is tried again: it is owed to the author. */
const removalMs = 3_600_000

/** Amending again changes nothing that is right already, so what is unsure is simply done again. */
async function postponed(error: unknown, due: Due, { channel, hold, parts }: Turning): Promise<Turn> {
  if (!(error instanceof BridgeError)) throw error
  const { next } = error
  const why = { channel, message: due.receipt.message, reason: error.message }
  const refused = next.next === 'drop' || next.next === 'stop'
  if (refused && due.posts.length > 0) {
    await parts.store.receipts.amended(due.receipt, due.posts, hold.fence)
    parts.log.warn(why, 'not amended')
    return { did: 'something', many: false }
  }
  const waitMs = refused ? removalMs : 5000
  const told = next.next === 'retry' ? next : ({ next: 'retry', waitMs, holds: 'channel' } as const)
  hold.pace.hold(channel, 'amend', told, parts.clock.now())
  parts.log.info({ ...why, waitMs: told.waitMs }, 'amending postponed')
  return { did: 'wait', waitMs: told.waitMs }
}
