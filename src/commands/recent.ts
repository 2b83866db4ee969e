/** The last posts from before a channel followed a chat: one notice, never a flood. */
import { afford } from '#core/afford.ts'
import { digest } from '#core/digest.ts'
import { Refusal } from '#core/errors.ts'
import { type Feedback, sayInstead } from '#core/feedback.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Invocation } from '#core/invocation.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { lately } from './follow.ts'
import { check } from './may.ts'

export async function recent(of: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  await check('manage', asked, parts)
  const hashtag = toHashtag(of)
  if (hashtag === undefined) throw new Refusal('That is no hashtag.')
  await afford(lately * parts.source.price, parts)
  const { sightings, charges } = await parts.source.recent(hashtag, lately)
  const before = await parts.store.ledger.spent(parts.clock.now())
  const spent = await parts.store.ledger.charge(charges, parts.clock.now())
  const newest = sightings.at(-1)
  if (!newest) return sayInstead([`X shows no posts with #${hashtag} from the last seven days.`])
  await parts.store.notices.put({
    channel: asked.channel.id,
    // Asked for twice, it is said once, until the chat has gone on.
    key: `recent:${hashtag}:${newest.post.id}`,
    at: parts.clock.now(),
    saying: digest(
      `Lately in #${hashtag}`,
      sightings.map(({ post }) => post),
    ),
  })
  parts.wake(asked.channel.id)
  return sayInstead([
    `The last ${sightings.length} posts are in the channel. That cost ${dollars(spent - before)}.`,
  ])
}
