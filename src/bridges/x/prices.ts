/** What X charges, in one place; where its documentation is silent, the worst case (docs.x.com, getting-started/pricing). */
import { randomUUID } from 'node:crypto'
import type { Micros } from '#core/ids.ts'
import type { Charge } from '#core/ledger.ts'
import { isWhole, type Post } from '#core/post.ts'

export const prices = {
  post: 5_000,
  author: 10_000,
  counts: 5_000,
  create: 15_000,
  createWithLink: 200_000,
} as const satisfies Record<string, Micros>

/** A post, its author, and the posts it came with: each is billed once per UTC day. */
export function readCharges(posts: readonly Post[]): Charge[] {
  const all = posts.flatMap(post => [post, ...[post.quotes, post.reposts].filter(isWhole)])
  const resources = new Map<string, Micros>()
  for (const { id, versions, author } of all) {
    resources.set(`post:${versions.at(-1) ?? id}`, prices.post)
    resources.set(`author:${author.id}`, prices.author)
  }
  return [...resources].map(([resource, micros]) => ({ resource, micros }))
}

/** A request that is billed every time. */
export const requestCharge = (kind: 'counts' | 'create' | 'createWithLink'): Charge => ({
  resource: `${kind}:${randomUUID()}`,
  micros: prices[kind],
})
