/** What X charges, in one place; where its documentation is silent, the worst case (docs.x.com, getting-started/pricing). */
import { randomUUID } from 'node:crypto'
import type { Micros } from '#core/ids.ts'
import type { Charge } from '#core/ledger.ts'
import type { Includes, PostObject } from './payload.ts'

export const prices = {
  post: 5_000,
  author: 10_000,
  counts: 5_000,
  create: 15_000,
  createWithLink: 200_000,
} as const satisfies Record<string, Micros>

/** Posts, and all posts and people that came with them: each is billed once per UTC day. */
export function readCharges(
  posts: readonly PostObject[],
  { tweets, posts: others, users }: Includes,
): Charge[] {
  const all = [...posts, ...tweets, ...others]
  const authors = [...users.map(({ id }) => id), ...all.map(({ author_id: id }) => id)]
  const resources = new Map<string, Micros>()
  for (const { id } of all) resources.set(`post:x:${id}`, prices.post)
  for (const id of authors) if (id !== undefined) resources.set(`author:x:${id}`, prices.author)
  return [...resources].map(([resource, micros]) => ({ resource, micros }))
}

/** A request that is billed every time. */
export const requestCharge = (kind: 'counts' | 'create' | 'createWithLink'): Charge => ({
  resource: `${kind}:${randomUUID()}`,
  micros: prices[kind],
})
