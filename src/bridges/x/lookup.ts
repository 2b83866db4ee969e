/** Looks posts up by id, to learn which are gone: X tells nobody of deletions who does not ask. */
import type { PostId } from '#core/ids.ts'
import type { Charge } from '#core/ledger.ts'
import type { Client } from './client.ts'
import { lookedUp } from './payload.ts'
import { bareId } from './post.ts'
import { prices } from './prices.ts'

/** As many as X takes in one request. */
const atOnce = 100

/** Deleted, or its author suspended or no longer public. */
const unseeable = /\/(resource-not-found|not-authorized-for-resource)$/

/** What is found bills like a read, once per UTC day; what is missing costs nothing. */
export async function gone(
  posts: readonly PostId[],
  client: Client,
): Promise<{ gone: readonly PostId[]; charges: readonly Charge[] }> {
  const missing: PostId[] = []
  const charges: Charge[] = []
  for (let from = 0; from < posts.length; from += atOnce) {
    const asked = posts.slice(from, from + atOnce)
    const { data, errors } = await client.get('tweets', lookedUp, { ids: asked.map(bareId).join(',') })
    const unseen = new Set(
      errors.filter(({ type }) => unseeable.test(type)).map(({ resource_id: id }) => `x:${id}`),
    )
    missing.push(...asked.filter(post => unseen.has(post)))
    charges.push(
      ...data.map(({ id }) => ({ resource: `post:x:${id}`, micros: prices.post, on: ['kind:post'] })),
    )
  }
  return { gone: missing, charges }
}
