/** All lanes of this installation, driven partition by partition, each by whoever holds its lease. */
import { type Drive, drive } from './drive.ts'
import { whileHeld } from './held.ts'
import type { ChannelId, Partition } from './ids.ts'
import { pace } from './pace.ts'
import type { Parts } from './parts.ts'
import type { Channel } from './workspace.ts'

type Needs = Pick<Parts, 'store' | 'bridges' | 'clock' | 'log' | 'work'>

export interface Partitions {
  wake(channel: ChannelId): void
  /** Until the signal aborts and every turn under way has ended. */
  run(signal: AbortSignal): Promise<void>
}

export function partitions(parts: Needs, ttlMs: number): Partitions {
  const home = new Map<ChannelId, Partition>()
  const driven = new Map<Partition, Drive | undefined>()
  const ends: Promise<void>[] = []
  let running: AbortSignal | undefined

  /** Holds a partition for as long as it can; whenever it comes to hold it, what is behind there wakes. */
  const hold = (channel: Channel, signal: AbortSignal) =>
    whileHeld({ name: channel.partition, ttlMs, signal }, parts, async (fence, held) => {
      const bridge = parts.bridges[channel.platform]
      if (!bridge) return
      const drives = drive(
        { fence, pace: pace(bridge.limits), alone: new Set(), threadless: new Set() },
        parts,
      )
      driven.set(channel.partition, drives)
      for (const awake of await parts.store.lanes.awake())
        if ((await partitionOf(awake)) === channel.partition) drives.wake(awake)
      await drives.run(held)
      driven.set(channel.partition, undefined)
    })

  const enter = (channel: Channel) => {
    home.set(channel.id, channel.partition)
    if (!running || running.aborted || driven.has(channel.partition) || !parts.bridges[channel.platform])
      return
    driven.set(channel.partition, undefined)
    ends.push(hold(channel, running))
  }

  const partitionOf = async (channel: ChannelId): Promise<Partition | undefined> => {
    const known = home.get(channel)
    if (known !== undefined) return known
    const lane = await parts.store.lanes.read(channel)
    if (lane) enter(lane.channel)
    return lane?.channel.partition
  }

  const wake = async (channel: ChannelId) => {
    const partition = await partitionOf(channel)
    if (partition !== undefined) driven.get(partition)?.wake(channel)
  }

  return {
    wake: channel => void parts.work.run(() => wake(channel)),
    async run(signal) {
      running = signal
      for (const lane of await parts.store.lanes.all()) enter(lane.channel)
      if (!signal.aborted)
        await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
      await Promise.all(ends)
    },
  }
}
