/** What a stream missed while it was not connected, or before search had caught up: found, and put in order. */
import type { Hashtag, Instant } from '#core/ids.ts'
import { isWhole, type Post } from '#core/post.ts'
import type { Reading, Sighting, Wanted } from '#core/source.ts'
import { queries, type Search } from './search.ts'

interface Since {
  readonly since: Instant
  readonly now: Instant
  readonly search: Search
}

/**
 * The posts since then, oldest first, so that what is answered comes before its answers. Each page is charged when
 * it is read, before the posts of all pages are handed on in order. @throws NetworkError
 */
export async function* gap(
  wanted: readonly Wanted[],
  { since, now, search }: Since,
): AsyncGenerator<Reading> {
  const found = new Map<string, Post>()
  for (const query of queries(wanted))
    for await (const { posts, charges } of search.since(query, since, now)) {
      for (const post of posts) found.set(post.id, post)
      yield { kind: 'posts', sightings: [], charges }
    }
  const hashtags = new Set(wanted.map(({ hashtag }) => hashtag))
  const sightings = [...found.values()].sort(byId).map(post => sighting(post, hashtags))
  if (sightings.length > 0) yield { kind: 'posts', sightings, charges: [] }
}

/** Search does not say what matched; the cut text of a repost may no longer show it. */
function sighting(post: Post, wanted: ReadonlySet<Hashtag>): Sighting {
  const shown = [...post.hashtags, ...(isWhole(post.reposts) ? post.reposts.hashtags : [])]
  return { post, matched: [...new Set(shown)].filter(hashtag => wanted.has(hashtag)) }
}

/** Ids grow with time, and finer than the seconds that posts are dated in. */
const byId = ({ id: one }: Post, { id: other }: Post): number =>
  one.length - other.length || (one < other ? -1 : Number(one > other))
