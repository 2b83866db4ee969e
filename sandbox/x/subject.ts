/** What rules and queries look at in a post, native or recorded. */
import { latest, type Payload, type Post } from './posts.ts'
import { cut, type IdOf, linkTo, shorten, unescaped, urlsIn, type Wire, weight, wire } from './writing.ts'

export interface Written extends Wire {
  note: Wire | undefined
}

export interface Subject {
  text: string
  hashtags: Set<string>
  mentions: Set<string>
  urls: string[]
  from: string
  to: string | undefined
  conversation: string
  is: Set<string>
  has: Set<string>
  quoted: Subject | undefined
}

/** The mention that X puts before a reply to somebody else. */
export function greeting(post: Pick<Post, 'by' | 'text' | 'replyTo'>): string {
  const to = post.replyTo?.by
  if (!to || to.id === post.by.id) return ''
  return new RegExp(`@${to.handle}\\b`, 'i').test(post.text) ? '' : `@${to.handle} `
}

export function written(post: Post, webUrl: string, idOf: IdOf): Written {
  if (post.reposts) {
    const original = written(latest(post.reposts), webUrl, idOf)
    const plain = `RT @${post.reposts.by.handle}: ${unescaped(original.text)}`
    const points = Array.from(plain)
    const short = points.length > 140 ? `${points.slice(0, 139).join('')}…` : plain
    const links = shorten(post.reposts.text).links
    return { ...wire(short, links, idOf), note: undefined }
  }
  const body = shorten(post.text)
  const home = `${webUrl}/${post.by.handle}/status/${post.id}`
  const tail = []
  if (post.quotes) {
    const address = `${webUrl}/${post.quotes.by.handle}/status/${post.quotes.id}`
    tail.push(linkTo(address, `x.com/${post.quotes.by.handle}/status/${post.quotes.id.slice(0, 1)}…`))
  }
  // One address stands in the text; each picture has an entity of its own on it.
  const display = `pic.x.com/${post.id.slice(-10)}`
  tail.push(...post.media.map(media => linkTo(`${home}/photo/1`, display, media.key)))
  const start = greeting(post) + body.text
  const whole = [...new Set([start, ...tail.map(link => link.url)])].filter(Boolean).join(' ')
  const links = [...body.links, ...tail]
  if (weight(post.text) <= 280) return { ...wire(whole, links, idOf), note: undefined }
  const more = linkTo(home)
  return { ...wire(cut(start, more), [...body.links, more], idOf), note: wire(whole, links, idOf) }
}

const lower = (names: string[]) => new Set(names.map(name => name.toLowerCase()))

export function subject(post: Post, webUrl: string, idOf: IdOf): Subject {
  if (post.recorded) return recordedSubject(post, post.recorded.data, webUrl, idOf)
  const out = written(post, webUrl, idOf)
  const whole = out.note ?? out
  const kinds = [post.replyTo && 'reply', post.quotes && 'quote', post.reposts && 'retweet']
  return {
    ...described(whole),
    from: post.by.handle.toLowerCase(),
    to: post.replyTo?.by.handle.toLowerCase(),
    conversation: post.conversation,
    is: new Set(kinds.filter(kind => kind !== undefined)),
    has: new Set([
      ...belongings(whole),
      ...post.media.flatMap(m => ['media', m.kind === 'photo' ? 'images' : 'videos']),
    ]),
    quoted: post.quotes && subject(post.quotes, webUrl, idOf),
  }
}

function described({ text, entities }: Wire) {
  return {
    text: unescaped(text),
    hashtags: lower((entities.hashtags ?? []).map(e => e.tag)),
    mentions: lower((entities.mentions ?? []).map(e => e.username)),
    urls: (entities.urls ?? []).map(e => e.expanded_url ?? e.url),
  }
}

const belongings = ({ entities, text }: Wire) =>
  [
    entities.hashtags && 'hashtags',
    entities.mentions && 'mentions',
    entities.cashtags && 'cashtags',
    (entities.urls?.some(e => !e.media_key) || urlsIn(text).length > 0) && 'links',
  ].filter(name => typeof name === 'string')

function recordedSubject(post: Post, data: Payload, webUrl: string, idOf: IdOf): Subject {
  const note = (data.note_tweet ?? data.note_post) as Wire | undefined
  const text = String(note?.text ?? data.text ?? '')
  const entities = { ...(data.entities as Wire['entities'] | undefined), ...note?.entities }
  const references = (data.referenced_tweets ?? data.referenced_posts ?? []) as { type: string }[]
  const kind: Record<string, string> = { replied_to: 'reply', quoted: 'quote', retweeted: 'retweet' }
  const to = typeof data.in_reply_to_user_id === 'string' ? data.in_reply_to_user_id : undefined
  return {
    ...described({ text, entities }),
    from: post.by.handle.toLowerCase(),
    to,
    conversation: post.conversation,
    is: new Set(references.map(reference => kind[reference.type] ?? '')),
    has: new Set([...belongings({ text, entities }), ...(data.attachments ? ['media', 'images'] : [])]),
    quoted: post.quotes && subject(post.quotes, webUrl, idOf),
  }
}
