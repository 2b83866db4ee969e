/** Rate limits: windows of 15 minutes and 24 hours for each endpoint and caller, and the headers that tell of them. */
import { Refused, refusals } from './refusals.ts'

export interface Allowance {
  app?: number
  user?: number
  appDay?: number
  userDay?: number
}

export interface Limits {
  /** Counts one request and returns its headers. */
  take(endpoint: string, caller: string, allowance: Allowance): Record<string, string>
}

/** A refusal that carries the headers of its window. */
export class RateLimited extends Refused {
  readonly headers: Record<string, string>
  constructor(headers: Record<string, string>) {
    super(refusals.tooManyRequests)
    this.headers = headers
  }
}

const quarterMs = 15 * 60_000
const dayMs = 86_400_000

export function limits(now: () => number, lifted: boolean): Limits {
  const windows = new Map<string, { used: number; until: number }>()

  const count = (key: string, most: number, lengthMs: number) => {
    let window = windows.get(key)
    if (!window || window.until <= now()) {
      window = { used: 0, until: now() + lengthMs }
      windows.set(key, window)
    }
    const over = !lifted && window.used >= most
    if (!over) window.used++
    return { over, left: Math.max(0, most - window.used), reset: Math.ceil(window.until / 1000), most }
  }
  const headers = (prefix: string, { most, left, reset }: ReturnType<typeof count>) => ({
    [`${prefix}-limit`]: String(most),
    [`${prefix}-remaining`]: String(left),
    [`${prefix}-reset`]: String(reset),
  })

  return {
    take(endpoint, caller, allowance) {
      const told: Record<string, string> = {}
      let over = false
      const see = (prefix: string, key: string, most: number | undefined, lengthMs: number) => {
        if (most === undefined) return
        const window = count(`${endpoint} ${key}`, most, lengthMs)
        Object.assign(told, headers(prefix, window))
        over ||= window.over
      }
      const app = caller === 'app'
      see('x-rate-limit', caller, app ? allowance.app : allowance.user, quarterMs)
      see('x-app-limit-24hour', 'all day', allowance.appDay, dayMs)
      see('x-user-limit-24hour', `${caller} day`, app ? undefined : allowance.userDay, dayMs)
      if (over) throw new RateLimited(told)
      return told
    },
  }
}
