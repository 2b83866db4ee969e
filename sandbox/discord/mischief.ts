/** What the stand-in can be told to do wrong, as the real service now and then does. */

export interface Misbehaviour {
  /** A route such as `POST /channels/:channel/messages`, or a pattern for method and path. */
  on: string | RegExp
  /**
   * `limit` 429 with the wait; `odd-limit` 429 without; `cloudflare` a bare HTML 429; `error` 5xx; `reset` before
   * anything is kept; `store-then-reset` and `store-then-error` after it; `hang-then-store` keeps it `waitMs`
   * later; `silence` never answers and keeps nothing; `wrong-json` keeps it and answers with rubbish.
   */
  how:
    | 'limit'
    | 'odd-limit'
    | 'cloudflare'
    | 'error'
    | 'reset'
    | 'store-then-reset'
    | 'store-then-error'
    | 'hang-then-store'
    | 'silence'
    | 'wrong-json'
  /** How often; once unless said, Infinity until cleared. */
  times?: number
  waitMs?: number
  status?: number
}

export function mischief() {
  const rules: { rule: Misbehaviour; left: number }[] = []
  return {
    /** Begins misbehaving; the answer ends it. */
    add(rule: Misbehaviour): () => void {
      const entry = { rule, left: rule.times ?? 1 }
      rules.push(entry)
      return () => {
        entry.left = 0
      }
    },
    /** The first rule that concerns a request, used up by one. */
    next(route: string, actual: string): Misbehaviour | undefined {
      const hit = rules.find(
        ({ rule, left }) =>
          left > 0 && (typeof rule.on === 'string' ? rule.on === route : rule.on.test(actual)),
      )
      if (hit) hit.left -= 1
      return hit?.rule
    },
  }
}

export type Mischief = ReturnType<typeof mischief>
