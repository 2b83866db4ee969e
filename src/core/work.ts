/** The work in hand: what shutdown waits for, and what a held clock waits for before time goes on. */

export interface Work {
  /** Counts `job` as work in hand until it ends, however it ends. */
  run<T>(job: () => Promise<T>): Promise<T>
  /** Within a job: does not count while it only waits for time to pass. */
  waiting<T>(wait: () => Promise<T>): Promise<T>
  /** Jobs that are doing something, not only waiting. */
  inHand(): number
  /** Resolves once nothing is in hand. */
  drained(): Promise<void>
}

export function work(): Work {
  let count = 0
  let idle = 0
  let waiting: (() => void)[] = []
  const end = () => {
    count -= 1
    if (count > 0) return
    for (const wake of waiting) wake()
    waiting = []
  }
  return {
    async run(job) {
      count += 1
      try {
        return await job()
      } finally {
        end()
      }
    },
    async waiting(wait) {
      idle += 1
      try {
        return await wait()
      } finally {
        idle -= 1
      }
    },
    inHand: () => count - idle,
    drained: () => (count === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve))),
  }
}
