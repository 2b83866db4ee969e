/** Keeps what was last seen of the stage, and tells those who look what has changed since. */
import { factsOf } from './facts.ts'
import type { Stage } from './stage.ts'

/** Facts as JSON, by key; `null` is gone. */
export type Change = ReadonlyMap<string, string | null>

export interface Board {
  /** Looks again before long. */
  changed(): void
  /** Shows everything at once, then every change, until the returned function is called. */
  show(tell: (change: Change) => void): () => void
  lookers(): number
  /** Looks at another stage from now on. */
  turn(stage: Stage): void
  close(): void
}

/** Changes within this time are told together. */
const togetherMs = 60

export function board(first: Stage): Board {
  const watchers = new Set<(change: Change) => void>()
  let seen = new Map<string, string>()
  let stage = first
  let due: NodeJS.Timeout | undefined
  let leave = watch(first)

  function watch({ house: { x, slack, discord } }: Stage): () => void {
    const all = [x, slack, discord].map(one => one.onChange(changed))
    return () => {
      for (const stop of all) stop()
    }
  }
  function look(): Change {
    due = undefined
    const now = new Map(factsOf(stage).map(([key, value]) => [key, JSON.stringify(value)]))
    const change = new Map<string, string | null>()
    for (const [key, json] of now) if (seen.get(key) !== json) change.set(key, json)
    for (const key of seen.keys()) if (!now.has(key)) change.set(key, null)
    seen = now
    return change
  }
  function tell(): void {
    const change = look()
    if (change.size > 0) for (const watcher of watchers) watcher(change)
  }
  function changed(): void {
    if (watchers.size > 0) due ??= setTimeout(tell, togetherMs)
  }

  return {
    changed,
    show(watcher) {
      tell()
      watchers.add(watcher)
      watcher(new Map(seen))
      return () => void watchers.delete(watcher)
    },
    lookers: () => watchers.size,
    turn(next) {
      leave()
      stage = next
      leave = watch(next)
      changed()
    },
    close() {
      leave()
      clearTimeout(due)
      watchers.clear()
    },
  }
}
