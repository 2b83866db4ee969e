/** Recent search and counts: queries over the last seven days, with their bounds, lag and pages. */
import type { Payload, Post } from './posts.ts'
import { invalid } from './refusals.ts'
import { type Matches, read } from './rule-language.ts'
import { instantOf, isId, newer } from './snowflake.ts'

const weekMs = 7 * 86_400_000
/** Without a bound of time or id the newest posts are not found yet. */
const lagMs = 30_000
const longestQuery = 512

export interface Found {
  posts: Post[]
  meta: Payload
}

interface Bounds {
  from: number
  to: number
  sinceId: string | undefined
  untilId: string | undefined
}

export function queryOf(query: URLSearchParams): Matches {
  const text = query.get('query') ?? ''
  if (!text) throw invalid('query', '', 'The `query` query parameter can not be empty')
  if (text.length > longestQuery)
    throw invalid('query', text, `The length of the query must not exceed ${longestQuery}`)
  const reading = read(text, 'search')
  if ('fault' in reading)
    throw invalid('query', text, `There were errors processing your request: ${reading.fault}`)
  return reading.matches
}

/** Finds a page of posts, newest first; reposts are never found. */
export function search(
  standing: Post[],
  query: URLSearchParams,
  now: number,
  matches: (post: Post) => boolean,
): Found {
  const most = Number(query.get('max_results') ?? 10)
  if (!Number.isInteger(most) || most < 10 || most > 100)
    throw invalid(
      'max_results',
      query.get('max_results') ?? '',
      'The `max_results` query parameter value is not between 10 and 100',
    )
  const token = query.get('next_token') ?? query.get('pagination_token')
  const before = token === null ? undefined : before64(token)
  const found = standing
    .filter(within(boundsOf(query, now)))
    .filter(post => !post.reposts && (!before || newer(before, post.id)) && matches(post))
    .reverse()
  const page = found.slice(0, most)
  const [first, last] = [page[0], page.at(-1)]
  const more =
    found.length > page.length && last
      ? { next_token: Buffer.from(`before ${last.id}`).toString('base64url') }
      : {}
  const ends = first && last ? { newest_id: first.id, oldest_id: last.id } : {}
  return { posts: page, meta: { ...ends, result_count: page.length, ...more } }
}

function before64(token: string): string {
  const id = /^before (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  if (!id) throw invalid('next_token', token, 'The `next_token` query parameter is not valid')
  return id
}

const granularities: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Counts posts in buckets of a minute, an hour or a day; the first and last may be shorter. */
export function counts(
  standing: Post[],
  query: URLSearchParams,
  now: number,
  matches: (post: Post) => boolean,
) {
  const asked = query.get('granularity') ?? 'hour'
  const stepMs = granularities[asked]
  if (!stepMs)
    throw invalid(
      'granularity',
      asked,
      'The `granularity` query parameter value is not one of [minute,hour,day]',
    )
  const bounds = boundsOf(query, now)
  const found = standing.filter(within(bounds)).filter(post => !post.reposts && matches(post))
  const start = bounds.sinceId ? Math.max(bounds.from, instantOf(bounds.sinceId)) : bounds.from
  const buckets: { start: string; end: string; count: number }[] = []
  for (let at = start; at < bounds.to; ) {
    const end = Math.min(bounds.to, (Math.floor(at / stepMs) + 1) * stepMs)
    const count = found.filter(post => post.at >= at && post.at < end).length
    buckets.push({ start: new Date(at).toISOString(), end: new Date(end).toISOString(), count })
    at = end
  }
  return { buckets, total: found.length }
}

function boundsOf(query: URLSearchParams, now: number): Bounds {
  const id = (name: string) => {
    const value = query.get(name) ?? undefined
    if (value !== undefined && !isId(value))
      throw invalid(name, value, `The \`${name}\` query parameter value [${value}] is not valid`)
    return value
  }
  const time = (name: string) => {
    const value = query.get(name)
    if (value === null) return undefined
    const at = Date.parse(value)
    if (Number.isNaN(at))
      throw invalid(name, value, `The \`${name}\` query parameter value [${value}] is not a valid date-time`)
    return at
  }
  const [sinceId, untilId, from, to] = [id('since_id'), id('until_id'), time('start_time'), time('end_time')]
  const oldest = now - weekMs
  const date = new Date(oldest).toISOString()
  if (sinceId && instantOf(sinceId) < oldest)
    throw invalid('since_id', sinceId, `'since_id' must be a tweet id created after [${date}]`)
  if (from !== undefined && from < oldest)
    throw invalid('start_time', query.get('start_time') ?? '', `'start_time' must be on or after ${date}`)
  if (to !== undefined && to > now - 10_000)
    throw invalid(
      'end_time',
      query.get('end_time') ?? '',
      "'end_time' must be a minimum of 10 seconds prior to the request time",
    )
  if (from !== undefined && to !== undefined && from >= to)
    throw invalid('start_time', query.get('start_time') ?? '', "'start_time' must be before 'end_time'")
  const bounded = sinceId !== undefined || untilId !== undefined || from !== undefined || to !== undefined
  return { from: from ?? oldest, to: to ?? (bounded ? now + 1 : now - lagMs), sinceId, untilId }
}

const within =
  ({ from, to, sinceId, untilId }: Bounds) =>
  (post: Post) =>
    post.at >= from &&
    post.at < to &&
    (!sinceId || newer(post.id, sinceId)) &&
    (!untilId || newer(untilId, post.id))
