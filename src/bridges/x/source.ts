/** X as it is read: the filtered stream, its gaps filled by search, its rules in step with what is followed. */
import type { Source } from '#core/source.ts'
import { gone } from './lookup.ts'
import { prices, requestCharge } from './prices.ts'
import { reader, want, type XReading } from './reader.ts'
import { reading } from './reading.ts'

export type { XReading } from './reader.ts'

export function xSource(options: XReading): Source {
  const reads = reader(options)
  return {
    network: 'x',
    name: 'X',
    price: prices.post + prices.author,
    want: wanted => want(reads, wanted),
    read: (known, signal) => reading(reads, known, signal),
    async recent(hashtag, limit) {
      const { posts, charges } = await reads.search.newest(hashtag, limit)
      return {
        kind: 'posts',
        sightings: posts.toReversed().map(post => ({ post, matched: [hashtag] })),
        charges,
      }
    },
    gone: posts => gone(posts, reads.client),
    async activity(hashtag) {
      const hours = await reads.search.counts(hashtag)
      const last = hours.findLast(({ posts }) => posts > 0)?.until
      const posts = hours.reduce((sum, hour) => sum + hour.posts, 0)
      return { posts, ...(last !== undefined && { last }), charges: [requestCharge('counts')] }
    },
  }
}
