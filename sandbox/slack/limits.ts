/** Slack's limits on the clock: a message a second per channel with short bursts, so many a minute per workspace and method. */
import type { Clock } from '../clock.ts'

interface Bucket {
  tokens: number
  at: number
}

/** Bursts and the workspace's number are not published: four, and five a second, are assumed. */
const rates: Readonly<Record<string, { perMs: number; burst: number }>> = {
  channel: { perMs: 1000, burst: 4 },
  workspace: { perMs: 200, burst: 40 },
  tier3: { perMs: 60_000 / 50, burst: 50 },
  tier4: { perMs: 60_000 / 100, burst: 100 },
}

const tiers: Readonly<Record<string, string>> = {
  'chat.update': 'tier3',
  'chat.delete': 'tier3',
  'conversations.history': 'tier3',
  'conversations.replies': 'tier3',
  'views.open': 'tier4',
  'users.info': 'tier4',
  'chat.postEphemeral': 'tier4',
}

/** Seconds to wait; 0 when it may go on. */
export function limits(clock: Clock, lifted: boolean) {
  const buckets = new Map<string, Bucket>()
  const take = (key: string, rate: { perMs: number; burst: number }): number => {
    const now = clock.now()
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now }
    bucket.tokens = Math.min(rate.burst, bucket.tokens + (now - bucket.at) / rate.perMs)
    bucket.at = now
    buckets.set(key, bucket)
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * rate.perMs) / 1000)
    bucket.tokens -= 1
    return 0
  }
  return (method: string, channel: string): number => {
    if (lifted) return 0
    const { channel: perChannel, workspace } = rates
    if (method === 'chat.postMessage' && perChannel && workspace)
      return take(`channel ${channel}`, perChannel) || take('workspace', workspace)
    const tier = rates[tiers[method] ?? '']
    return tier ? take(method, tier) : 0
  }
}
