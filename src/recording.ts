/** A recording of an X stream: a file of JSON lines, read for replaying. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Fault } from '#core/errors.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Hashtag, Instant } from '#core/ids.ts'

/** As much of a line as replaying needs to know; the rest goes to X's stand-in as it is. */
const line = z.looseObject({
  data: z.looseObject({
    id: z.string(),
    created_at: z.iso.datetime({ offset: true }).optional(),
    entities: z.looseObject({ hashtags: z.array(z.looseObject({ tag: z.string() })).optional() }).nullish(),
  }),
  matching_rules: z.array(z.looseObject({ tag: z.string().nullish() })).nullish(),
})

export interface Recorded {
  readonly number: number
  readonly id: string
  /** When it was created; as the line before it where it does not say. */
  readonly at: Instant
  readonly hashtags: readonly Hashtag[]
  /** Hashtags of the rules it matched when it was recorded. */
  readonly matched: readonly Hashtag[]
  readonly object: Readonly<Record<string, unknown>>
}

/** A line that is JSON but no post: what X says about the stream itself. */
export interface Remark {
  readonly number: number
  readonly text: string
}

export interface Recording {
  readonly lines: readonly (Recorded | Remark)[]
  readonly malformed: readonly { readonly number: number; readonly why: string }[]
}

export const isPost = (one: Recorded | Remark): one is Recorded => 'id' in one

/** @throws Fault when the file cannot be read or holds no post. */
export async function recording(file: string): Promise<Recording> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `cannot be read (${error.code})`
    throw new Fault(`The recording ${file} ${why}.`, { cause: error })
  })
  const lines: (Recorded | Remark)[] = []
  const malformed: Recording['malformed'][number][] = []
  let at = Number.NaN
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue
    const read = toLine(content, index + 1, at)
    if ('why' in read) malformed.push(read)
    else lines.push(read)
    if ('at' in read) at = read.at
  }
  const first = lines.find(isPost)
  if (!first)
    throw new Fault(`${file} holds no recorded post: it should have one X API v2 stream object a line.`)
  return {
    lines: lines.map(one => (isPost(one) && Number.isNaN(one.at) ? { ...one, at: first.at || 0 } : one)),
    malformed,
  }
}

function toLine(
  content: string,
  number: number,
  before: Instant,
): Recorded | Remark | { number: number; why: string } {
  let object: unknown
  try {
    object = JSON.parse(content)
  } catch {
    return { number, why: 'it is no JSON' }
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return { number, why: 'it is no object' }
  if (!('data' in object))
    return 'errors' in object ? { number, text: content } : { number, why: 'it has no post in it' }
  const parsed = line.safeParse(object)
  if (!parsed.success)
    return { number, why: `its post is not understood: ${parsed.error.issues[0]?.path.join('.')}` }
  const { data, matching_rules: rules } = parsed.data
  return {
    number,
    id: data.id,
    at: data.created_at ? Date.parse(data.created_at) : before,
    hashtags: hashtags(data.entities?.hashtags?.map(({ tag }) => tag)),
    matched: hashtags(rules?.map(({ tag }) => tag ?? '')),
    object: parsed.data,
  }
}

const hashtags = (typed: readonly string[] = []): Hashtag[] => [
  ...new Set(typed.map(toHashtag).filter(hashtag => hashtag !== undefined)),
]

/** The hashtags of the matching rules, or, where there are none, the one that the posts carry most. */
export function followed({ lines }: Recording): Hashtag[] {
  const posts = lines.filter(isPost)
  const matched = new Set(posts.flatMap(post => post.matched))
  if (matched.size > 0) return [...matched]
  const counts = new Map<Hashtag, number>()
  for (const hashtag of posts.flatMap(post => post.hashtags))
    counts.set(hashtag, (counts.get(hashtag) ?? 0) + 1)
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  if (!most)
    throw new Fault(
      'No post of the recording has a hashtag or a matching rule: say what to follow with --follow #tag.',
    )
  return [most[0]]
}
