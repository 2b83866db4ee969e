/** What Discord's headers say of its limits, kept by our own clock: no request is made that is sure to be refused. */
import type { Clock } from '#core/clock.ts'
import { BridgeError } from '#core/errors.ts'
import type { Instant } from '#core/ids.ts'

/** The part of an answer's headers that we read and change. */
export interface Headers {
  get(name: string): string | null
  has(name: string): boolean
}

export interface Heard {
  /** @throws BridgeError while the bucket that this request draws on is empty. */
  check(method: string, url: string): void
  /** Learns from an answer. @throws BridgeError for a 429 */
  learn(method: string, url: string, answer: { readonly status: number; readonly headers: Headers }): void
}

/** A 429 that says nothing of when it ends is a ban at the edge: long enough not to make it worse. */
const bannedMs = 60_000

/** Buckets belong to a kind of request in one channel (docs: topics/rate-limits). */
const routeOf = (method: string, url: string): string | undefined => {
  const found = /\/channels\/(\d+)(\/[^?]*)?/.exec(url)
  return found ? `${method} ${found[1]}${(found[2] ?? '').replace(/\d+/g, ':id')}` : undefined
}

export function heard(clock: Clock): Heard {
  const until = new Map<string, Instant>()
  return {
    check(method, url) {
      const route = routeOf(method, url)
      const waitMs = (route === undefined ? 0 : (until.get(route) ?? 0)) - clock.now()
      if (waitMs > 0) throw limited(waitMs, 'channel')
      if (route !== undefined) until.delete(route)
    },
    learn(method, url, { status, headers }) {
      if (status === 429) throw refused(headers)
      const route = routeOf(method, url)
      if (route === undefined || headers.get('x-ratelimit-remaining') !== '0') return
      until.set(route, clock.now() + ms(headers.get('x-ratelimit-reset-after')))
    },
  }
}

const ms = (seconds: string | null): number => Math.ceil(Number(seconds ?? 0) * 1000)

const limited = (waitMs: number, holds: 'channel' | 'bot'): BridgeError =>
  new BridgeError('Discord is limiting us.', { next: 'retry', waitMs: Math.max(1, waitMs), holds })

/** Retry-After is in whole seconds; for a bucket of our own the time left in it is told more exactly. */
function refused(headers: Headers): BridgeError {
  if (!headers.has('retry-after')) return limited(bannedMs, 'bot')
  const scope = headers.get('x-ratelimit-scope')
  if (scope === 'global' || headers.has('x-ratelimit-global'))
    return limited(ms(headers.get('retry-after')), 'bot')
  const exact = scope === 'user' ? headers.get('x-ratelimit-reset-after') : null
  return limited(ms(exact ?? headers.get('retry-after')), 'channel')
}
