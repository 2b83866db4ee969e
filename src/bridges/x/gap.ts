/** What a stream missed while it was not connected, or before search had caught up: found, and put in order. */
import type { Instant } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Reading, Wanted } from '#core/source.ts'
import { readCharges } from './prices.ts'
import { queries, type Search } from './search.ts'

/** How far before the last known post to look: the stream is not sorted. */
const overlapMs = 120_000

/**
 * The posts since `known`, oldest first, so that what is answered comes before its answers. Each page is charged when
 * it is read, before the posts of all pages are handed on in order.
 */
export async function* gap(
  wanted: readonly Wanted[],
  { known, now, search }: { readonly known: Instant; readonly now: Instant; readonly search: Search },
): AsyncGenerator<Reading> {
  for (const query of queries(wanted)) {
    const found: Post[] = []
    for await (const posts of search.since(query, known - overlapMs, now)) {
      found.push(...posts)
      if (posts.length > 0) yield { kind: 'posts', sightings: [], charges: readCharges(posts) }
    }
    const sightings = found.sort(byId).map(post => ({ post, matched: [] }))
    if (sightings.length > 0) yield { kind: 'posts', sightings, charges: [] }
  }
}

/** Ids grow with time, and finer than the seconds that posts are dated in. */
const byId = ({ id: one }: Post, { id: other }: Post): number =>
  one.length - other.length || (one < other ? -1 : Number(one > other))
