/** Reads a budget as people write it: `2/day 20/month gently @hostess`. */
import type { Budget } from '#core/budget.ts'
import { Refusal } from '#core/errors.ts'

const form =
  'Write amounts in dollars, such as `2/day`, `20/month` or both, then `gently` or `stop`; `off` takes it away.'
const wrong = (what: string): Refusal => new Refusal(`${what} ${form} Nothing was changed.`)

export type Limits = Omit<Budget, 'workspace' | 'hashtag'>

/** Undefined for `off`. @throws Refusal */
export function toLimits(typed: string): Limits | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/\s*(?:\/|\ba\b|\bper\b)\s*(day|month)/g, '/$1')
  if (text === 'off' || text === 'none') return undefined
  const limits: { dayMicros?: number; monthMicros?: number } = {}
  const named: string[] = []
  let gently = true
  for (const word of text.split(/[\s,;]+/)) {
    const [, amount, period] = /^\$?(\d+(?:\.\d+)?)\$?\/(day|month)$/.exec(word) ?? []
    if (amount !== undefined)
      limits[period === 'day' ? 'dayMicros' : 'monthMicros'] = Math.round(Number(amount) * 1e6)
    else if (/^@\w{1,15}$/.test(word)) named.push(word.slice(1))
    else if (word === 'gently' || word === 'stop') gently = word === 'gently'
    else if (word !== 'only' && word !== 'and') throw wrong(`“${word}” is not understood.`)
  }
  if (limits.dayMicros === undefined && limits.monthMicros === undefined)
    throw wrong('The amount is missing.')
  if (limits.dayMicros === 0 || limits.monthMicros === 0) throw wrong('A budget of nothing is `unfollow`.')
  return { ...limits, gently, named }
}
