/** The network's ids: the instant of creation in their upper bits, so that they sort by time. */

const epochMs = 1_288_834_974_657n

export type NextId = (at: number) => string

export function snowflakes(): NextId {
  let issued = 0n
  return at => String(((BigInt(Math.floor(at)) - epochMs) << 22n) | (issued++ & 0x3fffffn))
}

export const instantOf = (id: string) => Number((BigInt(id) >> 22n) + epochMs)

export const isId = (text: unknown): text is string => typeof text === 'string' && /^[0-9]{1,19}$/.test(text)

export const newer = (a: string, b: string) => BigInt(a) > BigInt(b)

export const byAge = (a: { id: string }, b: { id: string }) =>
  newer(a.id, b.id) ? 1 : newer(b.id, a.id) ? -1 : 0
