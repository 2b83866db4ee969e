// @ts-check
/** What there is to see, as the server tells it, and whoever wants to know when it changes. */

/** @type {Map<string, any>} */
let facts = new Map()
/** @type {Set<() => void>} */
const watchers = new Set()

/** @param {string} key @param {any} [otherwise] */
export const fact = (key, otherwise) => facts.get(key) ?? otherwise

/** @param {string} prefix @returns {any[]} */
export const under = prefix => [...facts].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []))

/** Whether the first view has come. */
export const ready = () => facts.has('run')

/** @param {() => void} watcher */
export function watch(watcher) {
  watchers.add(watcher)
}

/** Tells everyone to look again: something that only this window knows has changed. */
export function look() {
  for (const watcher of watchers) watcher()
}

/** @param {(lost: boolean) => void} told whether the server answers */
export function listen(told) {
  const source = new EventSource('/live')
  let whole = true
  source.onopen = () => {
    whole = true
    told(false)
  }
  source.onerror = () => {
    told(true)
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000, told)
  }
  source.onmessage = ({ data }) => {
    const change = JSON.parse(data)
    facts = whole ? renewed(change) : facts
    if (!whole) take(change)
    whole = false
    look()
  }
}

/** @param {Record<string, any>} change */
function take(change) {
  for (const [key, value] of Object.entries(change)) {
    if (value === null) facts.delete(key)
    else facts.set(key, value)
  }
}

/** A new beginning in which what is the same stays the same object, and so is not drawn again. @param {Record<string, any>} all */
const renewed = all =>
  new Map(
    Object.entries(all)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => {
        const before = facts.get(key)
        return [
          key,
          before !== undefined && JSON.stringify(before) === JSON.stringify(value) ? before : value,
        ]
      }),
  )

/**
 * Asks the server to do something. Rejects with words for the person who asked.
 * @param {string} deed @param {Record<string, unknown>} [given] @returns {Promise<any>}
 */
export async function ask(deed, given = {}) {
  const answer = await fetch(`/do/${deed}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  }).catch(() => undefined)
  if (!answer) throw new Error('The sandbox does not answer. Is it still running?')
  const { error, came } = await answer
    .json()
    .catch(() => ({ error: 'The sandbox gave an answer that could not be read.' }))
  if (error) throw new Error(error)
  return came
}

/** The time of day, with the date where it is not today's. @param {number} at */
export function when(at) {
  const then = new Date(at)
  const time = then.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  if (then.toDateString() === new Date().toDateString()) return time
  return `${then.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time}`
}

/** Ids that are numbers too long for one, in their order. @param {string} one @param {string} other */
export const byId = (one, other) => one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
