/** What a line of the stream says. */
import type { Hashtag } from '#core/ids.ts'
import type { Reading } from '#core/source.ts'
import { streamed } from './payload.ts'
import { toPost } from './post.ts'
import { readCharges } from './prices.ts'
import type { Rules } from './rules.ts'

interface Here {
  readonly webUrl: string
  readonly hashtag: Rules['hashtag']
}

/** A reading, or that X is about to end the connection. */
export function toReading(line: string, { webUrl, hashtag }: Here): Reading | 'ended' {
  let object: unknown
  try {
    object = JSON.parse(line)
  } catch {
    return { kind: 'malformed', why: 'a line of the stream that is no JSON' }
  }
  const parsed = streamed.safeParse(object)
  if (!parsed.success) {
    const isEnd = typeof object === 'object' && object !== null && 'errors' in object && !('data' in object)
    return isEnd
      ? 'ended'
      : {
          kind: 'malformed',
          why: `a line of the stream that is no post: ${parsed.error.issues[0]?.path.join('.')}`,
        }
  }
  const { data, includes, matching_rules: matching } = parsed.data
  const post = toPost(data, { includes, webUrl })
  const matched = matching.map(hashtag).filter((one): one is Hashtag => one !== undefined)
  return {
    kind: 'posts',
    sightings: [{ post, matched: [...new Set(matched)] }],
    charges: readCharges([post]),
  }
}
