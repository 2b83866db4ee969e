/** X as it is read: the filtered stream, its gaps filled by search, its rules in step with what is followed. */
import type { Source } from '#core/source.ts'
import { askings } from './asking.ts'
import { gap } from './gap.ts'
import { gone } from './lookup.ts'
import { prices, requestCharge } from './prices.ts'
import { reader, want, type XReading } from './reader.ts'
import { reading } from './reading.ts'
import { billed } from './usage.ts'

export type { XReading } from './reader.ts'

export function xSource(options: XReading): Source {
  const reads = reader(options)
  const { client, search, clock } = reads
  return {
    network: 'x',
    name: 'X',
    price: prices.post + prices.author,
    postPrice: prices.post,
    authorPrice: prices.author,
    want: wanted => want(reads, wanted),
    read: (memory, signal) => reading(reads, memory, signal),
    async recent(hashtag, limit) {
      const { posts, charges } = await search.newest(hashtag, limit)
      return {
        kind: 'posts',
        sightings: posts.toReversed().map(post => ({ post, matched: [hashtag] })),
        charges,
      }
    },
    again: (wanted, window) =>
      gap({ asked: askings([wanted]), window, now: clock.now(), search, enough: async () => true }),
    gone: posts => gone(posts, client),
    billed: days => billed(client, days),
    async count(hashtag, window) {
      const minutes = await search.counts({ hashtag, reposts: false }, window)
      return { posts: sum(minutes), charges: [requestCharge('counts', hashtag)] }
    },
    async activity(hashtag, reposts) {
      const hours = await search.counts({ hashtag, reposts })
      const last = hours.findLast(({ posts }) => posts > 0)?.until
      const charges = [requestCharge('counts', hashtag)]
      return { posts: sum(hours), hours, ...(last !== undefined && { last }), charges }
    },
  }
}

const sum = (all: readonly { readonly posts: number }[]): number =>
  all.reduce((before, { posts }) => before + posts, 0)
