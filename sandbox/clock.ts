/** The time the stand-ins live by: the machine's, or one that a test holds and moves. */

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Resolves after `ms` of this clock's time, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface HeldClock extends Clock {
  /**
   * Moves time on by `ms`. Every sleeper on the way wakes at its own instant, and between two of them
   * everything that was set going comes to rest, so that afterwards "nothing was sent" means something.
   */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  at: number
  wake(): void
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, { once: true })
    }),
}

/** A clock that stands still at `startAt` until it is advanced; `settled` resolves when all work in hand has ended. */
export function heldClock(startAt: number, settled: () => Promise<void>): HeldClock {
  const sleepers = new Set<Sleeper>()
  let now = startAt

  const next = (until: number) => {
    let first: Sleeper | undefined
    for (const sleeper of sleepers)
      if (sleeper.at <= until && (!first || sleeper.at < first.at)) first = sleeper
    return first
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { at: now + Math.max(0, ms), wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    async advance(ms) {
      const until = now + ms
      await settled()
      for (let sleeper = next(until); sleeper; sleeper = next(until)) {
        now = Math.max(now, sleeper.at)
        sleeper.wake()
        await settled()
      }
      now = until
      await settled()
    },
  }
}
