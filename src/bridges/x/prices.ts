/** What X charges, in one place; where its documentation is silent, the worst case (docs.x.com, getting-started/pricing). */
import { randomUUID } from 'node:crypto'
import { chatAccount } from '#core/budget.ts'
import type { Hashtag, Micros } from '#core/ids.ts'
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
  chats: (post: PostObject) => readonly Hashtag[],
): Charge[] {
  const all = [...new Set(posts.flatMap(chats))]
  const charges = new Map<string, Charge>()
  const read = (post: PostObject, hashtags: readonly Hashtag[]) => {
    const on = hashtags.map(chatAccount)
    add(charges, { resource: `post:x:${post.id}`, micros: prices.post, on: ['kind:post', ...on] })
    if (post.author_id !== undefined) author(post.author_id, on)
  }
  const author = (id: string, on: readonly string[]) =>
    add(charges, { resource: `author:x:${id}`, micros: prices.author, on: ['kind:author', ...on] })
  for (const post of posts) read(post, chats(post))
  for (const post of [...tweets, ...others]) read(post, all)
  for (const { id } of users) author(id, all.map(chatAccount))
  return [...charges.values()]
}

const add = (charges: Map<string, Charge>, charge: Charge): void => {
  if (!charges.has(charge.resource)) charges.set(charge.resource, charge)
}

/** A request that is billed every time. */
export const requestCharge = (kind: 'counts' | 'create' | 'createWithLink', hashtag?: Hashtag): Charge => ({
  resource: `${kind}:${randomUUID()}`,
  micros: prices[kind],
  on: [`kind:${kind}`, ...(hashtag === undefined ? [] : [chatAccount(hashtag)])],
})
