/** How posts, people, media and polls look in the API, in either of its two vocabularies. */
import type { Person } from './people.ts'
import { latest, type Payload, type Post, type Posts } from './posts.ts'
import { invalid } from './refusals.ts'
import { type Written, written } from './subject.ts'
import type { IdOf } from './writing.ts'

export type Words = 'tweet' | 'post'

/** What a caller asked to see of a post. */
export interface Selection {
  words: Words
  post: Set<string>
  user: Set<string>
  media: Set<string>
  poll: Set<string>
  expansions: Set<string>
}

export interface Eyes {
  webUrl(): string
  idOf: IdOf
  posts: Posts
  person(id: string): Person | undefined
  now(): number
}

const shared =
  'article attachments card_uri community_id context_annotations conversation_id created_at display_text_range edit_controls entities geo id lang matched_media_notes media_metadata non_public_metrics note_request_suggestions organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics reply_settings scopes source suggested_source_links suggested_source_links_with_counts text withheld'
const words = (text: string) => new Set(text.split(' '))
const fields = {
  tweet: words(`${shared} author_id edit_history_tweet_ids in_reply_to_user_id note_tweet referenced_tweets`),
  post: words(`${shared} article_title note_post`),
  user: words(
    'affiliation connection_status created_at description entities id is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url protected public_metrics receives_your_dm subscription subscription_type url username verified verified_followers_count verified_type withheld',
  ),
  media: words(
    'alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics public_metrics type url variants width',
  ),
  poll: words('duration_minutes end_datetime id options voting_status'),
  place: words('contained_within country country_code full_name geo id name place_type'),
}
const sharedExpansions =
  'article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id entities.mentions.username geo.place_id in_reply_to_user_id'
const expansions = {
  tweet: words(
    `${sharedExpansions} edit_history_tweet_ids entities.note.mentions.username referenced_tweets.id referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id`,
  ),
  post: words(`${sharedExpansions} edit_history_post_ids referenced_posts username`),
}

/** Reads the field and expansion parameters; a name of the other vocabulary is refused like any unknown one. */
export function select(query: URLSearchParams, spoken: Words | 'both'): Selection {
  const asked =
    query.has('post.fields') ||
    /(^|,)(referenced_posts|edit_history_post_ids)/.test(query.get('expansions') ?? '')
  const say: Words = spoken === 'both' ? (asked ? 'post' : 'tweet') : spoken
  const other = say === 'post' ? 'tweet.fields' : 'post.fields'
  if (query.has(other))
    throw invalid(
      other,
      query.get(other) ?? '',
      `The query parameter [${other}] is not one of [${say}.fields,expansions]`,
    )
  const list = (name: string, allowed: Set<string>) => {
    const chosen = (query.get(name) ?? '').split(',').filter(Boolean)
    const wrong = chosen.find(value => !allowed.has(value))
    if (wrong !== undefined)
      throw invalid(
        name,
        wrong,
        `The \`${name}\` query parameter value [${wrong}] is not one of [${[...allowed]}]`,
      )
    return new Set(chosen)
  }
  list('place.fields', fields.place)
  return {
    words: say,
    post: list(`${say}.fields`, fields[say]),
    user: list('user.fields', fields.user),
    media: list('media.fields', fields.media),
    poll: list('poll.fields', fields.poll),
    expansions: list('expansions', expansions[say]),
  }
}

const only = (whole: Payload, wanted: (key: string) => boolean): Payload =>
  Object.fromEntries(Object.entries(whole).filter(([key, value]) => value !== undefined && wanted(key)))

export function showPerson(person: Person, asked: Set<string>, say: Words, count: number): Payload {
  const whole = {
    id: person.id,
    name: person.name,
    username: person.handle,
    created_at: new Date(person.joinedAt).toISOString(),
    description: person.about,
    profile_image_url: person.picture,
    protected: false,
    verified: person.premium,
    verified_type: person.premium ? 'blue' : 'none',
    public_metrics: {
      followers_count: 120,
      following_count: 80,
      [say === 'post' ? 'post_count' : 'tweet_count']: count,
      listed_count: 2,
      like_count: 0,
      media_count: 0,
    },
  }
  return only(whole, key => ['id', 'name', 'username'].includes(key) || asked.has(key))
}

/** A post as data and includes. */
export function showPost(post: Post, asked: Selection, eyes: Eyes): { data: Payload; includes: Payload } {
  if (post.recorded) return structuredClone(post.recorded)
  const out = written(post, eyes.webUrl(), eyes.idOf)
  return { data: body(post, out, asked, eyes), includes: includes(post, out, asked, eyes) }
}

function body(post: Post, out: Written, asked: Selection, eyes: Eyes): Payload {
  const say = asked.words
  const wanted = (key: string) =>
    ['id', 'text', `edit_history_${say}_ids`].includes(key) ||
    asked.post.has(key) ||
    asked.expansions.values().some(expansion => expansion === key || expansion.split('.')[0] === key)
  const references = present([
    post.reposts && { type: 'retweeted', id: post.reposts.id },
    post.quotes && { type: 'quoted', id: post.quotes.id },
    post.replyTo && { type: 'replied_to', id: post.replyTo.id },
  ])
  const attachments = {
    ...(post.media.length && { media_keys: post.media.map(media => media.key) }),
    ...(post.poll && { poll_ids: [post.poll.id] }),
  }
  const whole = {
    id: post.id,
    text: out.text,
    author_id: post.by.id,
    created_at: new Date(post.at).toISOString(),
    conversation_id: post.conversation,
    in_reply_to_user_id: post.replyTo?.by.id,
    [say === 'post' ? 'referenced_posts' : 'referenced_tweets']: references.length ? references : undefined,
    attachments: Object.keys(attachments).length ? attachments : undefined,
    entities: Object.keys(out.entities).length ? out.entities : undefined,
    [say === 'post' ? 'note_post' : 'note_tweet']: out.note,
    [`edit_history_${say}_ids`]: latest(post).versions,
    edit_controls: editControls(post, eyes.now()),
    lang: 'en',
    possibly_sensitive: false,
    reply_settings: post.who,
    // Counting goes through all posts.
    public_metrics: asked.post.has('public_metrics') ? metrics(post, say, eyes.posts) : undefined,
  }
  return only(whole, wanted)
}

function editControls(post: Post, now: number): Payload {
  const until = post.at + 30 * 60_000
  const left = 6 - latest(post).versions.length
  return {
    edits_remaining: left,
    is_edit_eligible: post.by.premium && left > 0 && now < until,
    editable_until: new Date(until).toISOString(),
  }
}

const metrics = (post: Post, say: Words, posts: Posts): Payload => ({
  [say === 'post' ? 'repost_count' : 'retweet_count']: posts.count(post, 'reposts'),
  reply_count: posts.count(post, 'replyTo'),
  like_count: post.likes,
  quote_count: posts.count(post, 'quotes'),
  bookmark_count: 0,
  impression_count: 0,
})

const present = <T>(list: (T | undefined)[]): T[] => list.filter((item): item is T & {} => item !== undefined)

function includes(post: Post, out: Written, asked: Selection, eyes: Eyes): Payload {
  const has = (...names: string[]) => names.some(name => asked.expansions.has(name))
  const pointed = asked.expansions.values().some(name => name.startsWith('referenced_'))
  const near = present([post.reposts, post.quotes, post.replyTo]).filter(other => !other.removed)
  const versions = has('edit_history_tweet_ids', 'edit_history_post_ids') ? latest(post).versions : []
  const others = present(versions.map(eyes.posts.find)).filter(version => version !== post)
  const mentions = has('entities.mentions.username') ? ((out.note ?? out).entities.mentions ?? []) : []
  const persons = present([
    has('author_id') ? post.by : undefined,
    has('in_reply_to_user_id') ? post.replyTo?.by : undefined,
    ...mentions.map(mention => eyes.person(mention.id ?? '')),
    ...(has('referenced_tweets.id.author_id', 'referenced_posts') ? near.map(other => other.by) : []),
  ])
  const media = [
    ...(has('attachments.media_keys') ? post.media : []),
    ...(has('referenced_tweets.id.attachments.media_keys') ? near.flatMap(other => other.media) : []),
  ]
  const neighbour = (other: Post) => showPost(other, { ...asked, expansions: kept(asked) }, eyes).data
  return filled({
    users: [...new Set(persons)].map(person => showPerson(person, asked.user, asked.words, 1)),
    [`${asked.words}s`]: [...(pointed ? near : []), ...others].map(neighbour),
    media: media.map(item => showMedia(item, asked.media)),
    polls: has('attachments.poll_ids') && post.poll ? [showPoll(post, asked.poll, eyes.now())] : [],
  })
}

/** Expansions also reveal the field they expand, in included posts too. */
const kept = (asked: Selection) =>
  new Set(
    [...asked.expansions].filter(name =>
      ['author_id', 'attachments.media_keys', 'in_reply_to_user_id'].includes(name),
    ),
  )

const filled = (lists: Record<string, unknown[]>): Payload =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length))

function showMedia(media: Post['media'][number], asked: Set<string>): Payload {
  const whole = {
    media_key: media.key,
    type: media.kind,
    ...(media.kind === 'photo' ? { url: media.url } : { preview_image_url: media.url, duration_ms: 9000 }),
    alt_text: media.alt || undefined,
    width: media.width,
    height: media.height,
  }
  return only(whole, key => key === 'media_key' || key === 'type' || asked.has(key))
}

function showPoll(post: Post, asked: Set<string>, now: number): Payload {
  const end = post.at + (post.poll?.minutes ?? 0) * 60_000
  const whole = {
    id: post.poll?.id,
    options: post.poll?.options.map((label, index) => ({ position: index + 1, label, votes: 0 })),
    duration_minutes: post.poll?.minutes,
    end_datetime: new Date(end).toISOString(),
    voting_status: now < end ? 'open' : 'closed',
  }
  return only(whole, key => key === 'id' || key === 'options' || asked.has(key))
}

/** Joins the includes of several posts, each thing once. */
export function joined(parts: Payload[]): Payload {
  const lists: Record<string, unknown[]> = {}
  const seen = new Set<string>()
  for (const part of parts)
    for (const [kind, list] of Object.entries(part))
      for (const item of list as Payload[]) {
        const key = `${kind} ${item.id ?? item.media_key}`
        if (seen.has(key)) continue
        seen.add(key)
        lists[kind] = [...(lists[kind] ?? []), item]
      }
  return lists
}
