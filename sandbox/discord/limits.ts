/** Discord's rate limits: buckets by route and place, the global one, hidden ones, and the ban. */

import { createHash } from 'node:crypto'
import type { Clock } from '#sandbox/clock.ts'
import { Refused } from './refusals.ts'

interface Bucket {
  limit: number
  windowMs: number
}

/**
 * Only webhooks' numbers are known, from staff (discord-api-docs#367); those of channels are what
 * bots report. Discord's documentation says to follow the headers, never to rely on a number.
 */
export const buckets = {
  send: { limit: 5, windowMs: 5_000 },
  edit: { limit: 5, windowMs: 5_000 },
  erase: { limit: 5, windowMs: 1_000 },
  read: { limit: 5, windowMs: 1_000 },
  webhook: { limit: 5, windowMs: 2_000 },
  commands: { limit: 20, windowMs: 60_000 },
  other: { limit: 50, windowMs: 1_000 },
} satisfies Record<string, Bucket>

const HIDDEN: Bucket = { limit: 30, windowMs: 60_000 }
const GLOBAL: Bucket = { limit: 50, windowMs: 1_000 }
const INVALID: Bucket = { limit: 10_000, windowMs: 600_000 }
/** How long a ban lasts is not published. */
const BAN_MS = 3_600_000

export type BucketName = keyof typeof buckets

interface Asked {
  bucket: BucketName
  /** The channel, webhook or server that a bucket is kept for. */
  place: string
  /** A channel for which webhooks have the bucket that no header shows. */
  hidden?: string | undefined
  global: boolean
}

export const cloudflare = () =>
  new Refused(
    429,
    '<!doctype html><title>Access denied</title><h1>Error 1015</h1>You are being rate limited.',
    {
      'content-type': 'text/html; charset=UTF-8',
      server: 'cloudflare',
    },
  )

export function limited(
  waitMs: number,
  scope: 'user' | 'global' | 'shared',
  headers: Record<string, string> = {},
) {
  const seconds = Math.ceil(waitMs) / 1000
  return new Refused(
    429,
    { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
    {
      ...headers,
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
    },
  )
}

export function rateLimits(clock: Clock, lifted: boolean, banAfter = INVALID.limit) {
  const used = new Map<string, { count: number; until: number }>()
  let invalid: number[] = []
  let bannedUntil = 0

  function spend(key: string, { windowMs }: Bucket) {
    const now = clock.now()
    const window = used.get(key)
    if (window && window.until > now) window.count += 1
    else used.set(key, { count: 1, until: now + windowMs })
  }
  const state = (key: string, { limit, windowMs }: Bucket) => {
    const now = clock.now()
    const window = used.get(key)
    const open = window !== undefined && window.until > now
    return {
      left: open ? Math.max(0, limit - window.count) : limit,
      waitMs: open ? window.until - now : windowMs,
    }
  }

  function headers(name: BucketName, key: string) {
    const { left, waitMs } = state(key, buckets[name])
    return {
      'x-ratelimit-limit': String(buckets[name].limit),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': ((clock.now() + waitMs) / 1000).toFixed(3),
      'x-ratelimit-reset-after': (waitMs / 1000).toFixed(3),
      'x-ratelimit-bucket': createHash('md5').update(name).digest('hex'),
    }
  }

  return {
    /** Counts a request and gives the headers of its answer. @throws Refused 429 */
    take({ bucket, place, hidden, global }: Asked): Record<string, string> {
      if (lifted) return {}
      const key = `${bucket} ${place}`
      if (global && state('global', GLOBAL).left === 0)
        throw limited(state('global', GLOBAL).waitMs, 'global')
      const own = state(key, buckets[bucket])
      if (own.left === 0) throw limited(own.waitMs, 'user', headers(bucket, key))
      const veiled = hidden ? state(`hidden ${hidden}`, HIDDEN) : undefined
      if (veiled?.left === 0) throw limited(veiled.waitMs, 'shared', headers(bucket, key))
      if (global) spend('global', GLOBAL)
      if (hidden) spend(`hidden ${hidden}`, HIDDEN)
      spend(key, buckets[bucket])
      return headers(bucket, key)
    },
    /** 401, 403 and 429 count towards a ban, 429 of shared limits aside. */
    note(status: number, scope: string | undefined) {
      if (lifted || ![401, 403, 429].includes(status) || scope === 'shared') return
      const now = clock.now()
      invalid = invalid.filter(at => now - at < INVALID.windowMs)
      invalid.push(now)
      if (invalid.length >= banAfter) bannedUntil = now + BAN_MS
    },
    banned: () => clock.now() < bannedUntil,
    invalid: () => invalid.length,
  }
}

export type RateLimits = ReturnType<typeof rateLimits>
