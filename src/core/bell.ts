/** Something to wait for: it rings once for everyone who waits. */

export interface Bell {
  ring(): void
  /** Resolves at the next ring, or at once when it rang since the last wait, or when the signal aborts. */
  rung(signal: AbortSignal): Promise<void>
}

export function bell(): Bell {
  let pending = false
  let waiting: (() => void)[] = []
  return {
    ring() {
      if (waiting.length === 0) pending = true
      for (const wake of waiting) wake()
      waiting = []
    },
    rung(signal) {
      if (pending || signal.aborted) {
        pending = false
        return Promise.resolve()
      }
      return new Promise(resolve => {
        const wake = () => {
          signal.removeEventListener('abort', wake)
          resolve()
        }
        signal.addEventListener('abort', wake, { once: true })
        waiting.push(wake)
      })
    },
  }
}
