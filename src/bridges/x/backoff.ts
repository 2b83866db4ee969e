/** How long to wait before connecting again, as X asks for it (docs.x.com, consuming streaming data). */

export interface Backoff {
  /** A stream was open: all is well again. */
  reset(): void
  /** After a network error: a quarter of a second more each time, 16 seconds at most. */
  network(): number
  /** After an HTTP error: from 5 seconds, doubling, 320 seconds at most. */
  http(): number
  /** After a rate limit: from one minute, doubling, 16 minutes at most. */
  limited(): number
}

export function backoff(): Backoff {
  let network = 0
  let http = 0
  let limited = 0
  return {
    reset() {
      network = http = limited = 0
    },
    network() {
      network += 1
      return Math.min(250 * (network - 1), 16_000)
    },
    http() {
      http += 1
      return Math.min(5000 * 2 ** (http - 1), 320_000)
    },
    limited() {
      limited += 1
      return Math.min(60_000 * 2 ** (limited - 1), 960_000)
    },
  }
}
