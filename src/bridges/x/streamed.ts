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

/** That X is about to end the connection, and the problem it tells. */
export interface Ending {
  readonly kind: 'ending'
  readonly problem: unknown
}

export function toReading(line: string, { webUrl, hashtag }: Here): Reading | Ending {
  let object: unknown
  try {
    object = JSON.parse(line)
  } catch {
    return { kind: 'malformed', why: 'a line of the stream that is no JSON' }
  }
  const parsed = streamed.safeParse(object)
  if (!parsed.success) {
    const problem = problemOf(object)
    if (problem !== undefined) return { kind: 'ending', problem }
    return {
      kind: 'malformed',
      why: `a line of the stream that is no post: ${parsed.error.issues[0]?.path.join('.')}`,
    }
  }
  const { data, includes, matching_rules: matching } = parsed.data
  const post = toPost(data, { includes, webUrl })
  const matched = [...new Set(matching.map(hashtag).filter((one): one is Hashtag => one !== undefined))]
  return {
    kind: 'posts',
    sightings: [{ post, matched }],
    charges: readCharges([data], includes, () => matched),
  }
}

/** In a stream only a line without a post tells of an end; posts may carry errors of their own. */
function problemOf(object: unknown): unknown {
  if (typeof object !== 'object' || object === null || 'data' in object || !('errors' in object))
    return undefined
  return (Array.isArray(object.errors) ? object.errors[0] : undefined) ?? {}
}
