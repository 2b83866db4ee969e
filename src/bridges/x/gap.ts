/** What a stream missed while it was not connected, or before search had caught up: found, and put in order. */
import type { Window } from '#core/hours.ts'
import type { Instant } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Reading } from '#core/source.ts'
import { type Asking, matched } from './asking.ts'
import { queries, type Search } from './search.ts'

export interface Looking {
  readonly asked: readonly Asking[]
  readonly window: Window
  readonly now: Instant
  readonly search: Search
  /** Whether there is money for more. */
  enough(): Promise<boolean>
}

/**
 * The posts of a window, oldest first, so that what is answered comes before its answers. Each page is charged when
 * it is read, before the posts of all pages are handed on in order. Returns whether it could be read to its end.
 * @throws NetworkError
 */
export async function* gap(looking: Looking): AsyncGenerator<Reading, boolean> {
  const found = new Map<string, Post>()
  const whole = yield* pages(looking, found)
  const sightings = [...found.values()]
    .sort(byId)
    .map(post => ({ post, matched: matched(post, looking.asked) }))
  if (sightings.length > 0) yield { kind: 'posts', sightings, charges: [] }
  return whole
}

async function* pages(
  { asked, window, now, search, enough }: Looking,
  found: Map<string, Post>,
): AsyncGenerator<Reading, boolean> {
  for (const { query, from, until } of searches(asked, window))
    for await (const { posts, charges } of search.since(query, { from, until, now, asked })) {
      for (const post of posts) found.set(post.id, post)
      yield { kind: 'posts', sightings: [], charges, more: true }
      if (!(await enough())) return false
    }
  return true
}

/** What was asked for later than the gap began is searched from then on. */
function searches(asked: readonly Asking[], { from, until }: Window) {
  const begins = new Map<Instant, Asking[]>()
  for (const one of asked) {
    const begin = Math.max(from, one.since ?? from)
    if (begin < until) begins.set(begin, [...(begins.get(begin) ?? []), one])
  }
  return [...begins].flatMap(([begin, some]) => queries(some).map(query => ({ query, from: begin, until })))
}

/** Ids grow with time, and finer than the seconds that posts are dated in. */
const byId = ({ id: one }: Post, { id: other }: Post): number =>
  one.length - other.length || (one < other ? -1 : Number(one > other))
