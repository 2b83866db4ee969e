/** How the stand-in is told to misbehave, once, some times, or until it is told to stop. */
import type { Payload } from './posts.ts'

export interface Misbehaviour {
  /** The endpoint as in `requests`, such as `POST /2/tweets`; `*` is all of them. */
  on: string
  /**
   * `refuse`: answer with `status`, `body` and `headers`, nothing done.
   * `reset`: drop the socket, nothing done. `accept-then-reset`: do it, then drop the socket.
   * `hang`: wait `waitMs`, then do it and answer. `late`: do it, wait `waitMs`, then answer.
   * `silence`: never do it, never answer. `garble`: do it and answer with JSON that is cut off.
   */
  as: 'refuse' | 'reset' | 'accept-then-reset' | 'hang' | 'late' | 'silence' | 'garble'
  status?: number
  body?: Payload
  headers?: Record<string, string>
  waitMs?: number
  /** How many requests it concerns; once unless said, `Infinity` until it is stopped. */
  times?: number
}

export interface Misbehaviours {
  add(rule: Misbehaviour): () => void
  /** The misbehaviour of this request, which uses it up by one. */
  take(endpoint: string): Misbehaviour | undefined
}

export function misbehaviours(): Misbehaviours {
  const rules: { rule: Misbehaviour; left: number }[] = []
  return {
    add(rule) {
      const entry = { rule, left: rule.times ?? 1 }
      rules.push(entry)
      return () => {
        entry.left = 0
      }
    },
    take(endpoint) {
      const entry = rules.find(({ rule, left }) => left > 0 && (rule.on === '*' || rule.on === endpoint))
      if (entry) entry.left--
      return entry?.rule
    },
  }
}
