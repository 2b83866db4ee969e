/** How fast a partition may speak: what its platform allows, and what it has just told us. */
import type { Limits, Rate } from './bridge.ts'
import type { BridgeNext } from './errors.ts'
import type { ChannelId, Instant } from './ids.ts'

/** Sending and amending have limits of their own; neither holds up the other. */
export type Doing = 'send' | 'amend'

export interface Pace {
  /** How long until the channel may do this; 0 is now. */
  waitMs(channel: ChannelId, doing: Doing, now: Instant): number
  /** How many messages the channel may send at once now. */
  room(channel: ChannelId, now: Instant): number
  /** Counts one as done. */
  take(channel: ChannelId, doing: Doing, now: Instant): void
  /** The platform said to wait. */
  hold(channel: ChannelId, doing: Doing, told: BridgeNext & { next: 'retry' }, now: Instant): void
}

interface Bucket {
  tokens: number
  at: Instant
}

const full = ({ burst }: Rate, at: Instant): Bucket => ({ tokens: burst, at })

function refill(bucket: Bucket, rate: Rate, now: Instant): void {
  const gained = (Math.max(0, now - bucket.at) * rate.count) / rate.perMs
  bucket.tokens = Math.min(rate.burst, bucket.tokens + gained)
  bucket.at = now
}

/** Rounding must not make a waiter wake a hair too early and wait again. */
const untilOne = ({ tokens }: Bucket, rate: Rate): number =>
  tokens >= 1 - 1e-9 ? 0 : Math.ceil(((1 - tokens) * rate.perMs) / rate.count)

/** One for each partition: whoever drives it owns its limits. */
export function pace(limits: Limits): Pace {
  const buckets = new Map<string, Bucket>()
  const holds = new Map<string, Instant>()

  const rates = (channel: ChannelId, doing: Doing): [string, Rate][] =>
    doing === 'send'
      ? [
          [`send ${channel}`, limits.channel],
          ['send', limits.partition],
        ]
      : [
          [`amend ${channel}`, limits.amendChannel],
          ['amend', limits.amendPartition],
        ]

  const bucket = (name: string, rate: Rate, now: Instant): Bucket => {
    const known = buckets.get(name) ?? full(rate, now)
    buckets.set(name, known)
    refill(known, rate, now)
    return known
  }

  const heldMs = (name: string, now: Instant): number => {
    const until = holds.get(name) ?? 0
    if (until <= now) holds.delete(name)
    return Math.max(0, until - now)
  }

  return {
    waitMs(channel, doing, now) {
      const told = [`${doing} ${channel}`, doing, 'all'].map(name => heldMs(name, now))
      const paced = rates(channel, doing).map(([name, rate]) => untilOne(bucket(name, rate, now), rate))
      return Math.max(...told, ...paced)
    },
    room: (channel, now) =>
      Math.floor(Math.min(...rates(channel, 'send').map(([name, rate]) => bucket(name, rate, now).tokens))),
    take(channel, doing, now) {
      for (const [name, rate] of rates(channel, doing)) bucket(name, rate, now).tokens -= 1
    },
    hold(channel, doing, { holds: whom, waitMs }, now) {
      const name = whom === 'channel' ? `${doing} ${channel}` : whom === 'method' ? doing : 'all'
      holds.set(name, Math.max(holds.get(name) ?? 0, now + waitMs))
    },
  }
}
