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
  /** Lets `ms` pass that nobody lives through: every sleeper still has as long to sleep as before. */
  leap(ms: number): void
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
    leap(ms) {
      now += ms
      for (const sleeper of sleepers) sleeper.at += ms
    },
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

/** A clock that runs `times` as fast as the machine's, from `startAt` on. */
export function fastClock(startAt: number, times: number): Clock {
  const began = Date.now()
  return {
    now: () => startAt + (Date.now() - began) * times,
    sleep: (ms, signal) => realClock.sleep(ms / times, signal),
  }
}

/** Turns of the event loop without work in hand after which nothing can still be on its way through a socket. */
const quietTurns = 25

/** Resolves when nothing has been busy for a while: what one side has written, the other has read and answered. */
export async function atRest(busy: () => number): Promise<void> {
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    await new Promise(resolve => setImmediate(resolve))
    if (busy() > 0) quiet = -1
  }
}
