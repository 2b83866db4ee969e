/** Turns X's object into a Post: nothing of X's vocabulary goes any further. */
import { isWhole, type Media, type Poll, type Post, type Span } from '#core/post.ts'
import type { Includes, PostObject } from './payload.ts'
import { toSpans, withoutTrailing } from './spans.ts'

export interface Around {
  readonly includes: Includes
  readonly webUrl: string
}

const xId = (id: string): string => `x:${id}`
/** Without the network: as X knows it. */
export const bareId = (id: string): string => id.replace(/^x:/, '')
export const addressOf = (id: string, { webUrl }: Pick<Around, 'webUrl'>, handle = 'i/web'): string =>
  `${webUrl}/${handle}/status/${id}`

export function toPost(object: PostObject, around: Around, depth = 0): Post {
  const { includes, webUrl } = around
  const author = authorOf(object, around)
  const versions = versionsOf(object)
  const index = versions.indexOf(object.id)
  const references = object.referenced_tweets ?? object.referenced_posts ?? []
  const referred = (...types: string[]) => references.find(({ type }) => types.includes(type))?.id
  const whole = object.note_tweet ?? object.note_post ?? object
  const media = mediaOf(object, includes)
  const quotes = embedded(referred('quoted'), around, depth)
  const reposts = embedded(referred('retweeted', 'reposted'), around, depth)
  const answers = referred('replied_to')
  const answersTo = includes.users.find(({ id }) => id === object.in_reply_to_user_id)?.username
  const poll = pollOf(object, includes)
  return {
    id: xId(versions[0] ?? object.id),
    network: 'x',
    version: index,
    versions: versions.slice(0, index + 1).map(xId),
    author,
    at: createdAt(object),
    text: withoutTrailing(toSpans(whole.text, whole.entities, webUrl), link =>
      isShown(link, { versions, quoted: isWhole(quotes) ? referred('quoted') : undefined, media }),
    ),
    url: addressOf(object.id, around, isKnown(object, around) ? author.handle : undefined),
    hashtags: [
      ...new Set(
        [...object.entities.hashtags, ...whole.entities.hashtags].map(({ tag }) =>
          tag.normalize('NFC').toLowerCase(),
        ),
      ),
    ],
    mentions: [
      ...new Set([...whole.entities.mentions, ...object.entities.mentions].map(({ username }) => username)),
    ],
    media,
    ...(object.conversation_id && { conversation: xId(object.conversation_id) }),
    ...(answers && { answers: xId(answers) }),
    ...(answersTo && { answersTo }),
    ...(quotes && { quotes }),
    ...(reposts && { reposts }),
    ...(poll && { poll }),
    ...(object.lang && { language: object.lang }),
  }
}

/** First to last: ids grow. */
const versionsOf = ({ id, edit_history_tweet_ids: old, edit_history_post_ids: now }: PostObject): string[] =>
  [...new Set([...(old ?? []), ...(now ?? []), id])].sort(
    (one, other) => one.length - other.length || (one < other ? -1 : 1),
  )

/** X's ids carry their millisecond since 2010-11-04; older ones are counted, and say nothing. */
function createdAt({ id, created_at: at }: PostObject): number {
  if (at) return Date.parse(at)
  return id.length > 11 ? Number(BigInt(id) >> 22n) + 1_288_834_974_657 : 0
}

/** Without its author's name X finds a post all the same. */
const isKnown = ({ author_id: id }: PostObject, { includes }: Around): boolean =>
  includes.users.some(user => user.id === id)

function authorOf({ author_id: id = '0' }: PostObject, { includes, webUrl }: Around): Post['author'] {
  const user = includes.users.find(one => one.id === id)
  const handle = user?.username ?? `i/user/${id}`
  return {
    id: xId(id),
    handle: user?.username ?? `user ${id}`,
    name: user?.name ?? 'Someone on X',
    url: `${webUrl}/${handle}`,
    ...(user?.profile_image_url && { picture: user.profile_image_url }),
  }
}

/** A quoted or reposted post: whole where X sent it along, one level deep. */
function embedded(id: string | undefined, around: Around, depth: number): Post['quotes'] {
  if (id === undefined) return undefined
  const { tweets, posts } = around.includes
  const object = [...tweets, ...posts].find(one => one.id === id)
  return object && depth < 1 ? toPost(object, around, depth + 1) : { id: xId(id), url: addressOf(id, around) }
}

const kinds: Readonly<Record<string, Media['kind']>> = { photo: 'photo', video: 'video', animated_gif: 'gif' }

function mediaOf({ attachments }: PostObject, { media }: Includes): Media[] {
  return (attachments?.media_keys ?? []).flatMap(key => {
    const found = media.find(one => one.media_key === key)
    const kind = kinds[found?.type ?? '']
    if (!found || !kind) return []
    const url = found.url ?? found.preview_image_url
    return [{ kind, ...(url && { url }), ...(found.alt_text && { alt: found.alt_text }) }]
  })
}

function pollOf({ attachments }: PostObject, { polls }: Includes): Poll | undefined {
  const found = polls.find(({ id }) => attachments?.poll_ids.includes(id))
  if (!found) return undefined
  const until = found.end_datetime
  return { options: found.options, ...(until && { until: Date.parse(until) }) }
}

interface Shown {
  readonly versions: readonly string[]
  readonly quoted: string | undefined
  readonly media: readonly Media[]
}

function isShown({ expanded = '' }: Span & { kind: 'link' }, { versions, quoted, media }: Shown): boolean {
  const path = /\/status\/(\d+)(?:\/(photo|video)\/\d+)?(?:\?.*)?$/.exec(expanded)
  if (!path) return false
  const [, id = '', kind] = path
  return kind ? media.length > 0 && versions.includes(id) : id === quoted
}
