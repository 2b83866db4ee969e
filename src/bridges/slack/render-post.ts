/** Posts in Block Kit: who, when, the text in full, what it quotes and shows, and its own controls. */
import type { ActionsBlock, ContextBlock, ImageBlock, KnownBlock, RichTextBlock } from '@slack/types'
import type { Message } from '#core/bridge.ts'
import { isWhole, type Post, plain, type Span } from '#core/post.ts'
import { most } from './limits.ts'
import { cut, date, elements, escaped, link, literal } from './mrkdwn.ts'

export interface Body {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

const web = /^https?:\/\//

/** The messages that these posts make: one, unless a single post is longer than a message holds. */
export function showPosts({ posts, orphans }: Pick<Message, 'posts' | 'orphans'>): readonly Body[] {
  const [only] = posts
  if (only && posts.length === 1) return single(only, orphans.includes(only.id))
  const blocks = posts.flatMap(post =>
    blocksOf(post, { orphan: orphans.includes(post.id), label: `Reply to @${post.author.handle}` }),
  )
  return [{ text: posts.map(fallback).join('\n').slice(0, most.fallback), blocks }]
}

/** A text too long for one message goes on in the next; the controls are under its beginning. */
function single(post: Post, orphan: boolean): readonly Body[] {
  const [first = [], ...rest] = cut(post.text, most.text - 1_500)
  const beginning = {
    text: fallback(post),
    blocks: blocksOf({ ...post, text: first }, { orphan, label: 'Reply on X' }),
  }
  return [
    beginning,
    ...rest.map(part => ({ text: escaped(plain(part)).slice(0, most.fallback), blocks: texts(part) })),
  ]
}

/** Whether these posts fit one message, each whole. */
export function fits(posts: readonly Post[]): boolean {
  if (posts.length <= 1) return true
  const blocks = posts.flatMap(post => blocksOf(post, { orphan: true, label: '' }))
  return blocks.length <= most.blocks && posts.reduce((sum, post) => sum + weight(post), 0) <= most.text
}

/** The characters of a post with all that stands around it. */
const weight = (post: Post): number =>
  plain(post.text).length +
  (isWhole(post.quotes) ? plain(post.quotes.text).length : 0) +
  (isWhole(post.reposts) ? plain(post.reposts.text).length : 0) +
  300

interface Look {
  readonly orphan: boolean
  readonly label: string
}

function blocksOf(post: Post, { orphan, label }: Look): KnownBlock[] {
  return [
    head(post, orphan),
    ...texts(post.text),
    ...quotes(post),
    ...poll(post),
    ...pictures(post),
    controls(post, label),
  ]
}

function head(post: Post, orphan: boolean): ContextBlock {
  const { author, at, url } = post
  const words = [
    `*${literal(author.name)}* ${link(`@${author.handle}`, author.url)}`,
    date(at, '{date_short_pretty} {time}', url),
    ...(post.version > 0 ? ['edited'] : []),
    ...(orphan && post.answers !== undefined
      ? [`answers ${post.answersTo ? literal(`@${post.answersTo}`) : 'a post that is not here'}`]
      : []),
  ]
  const picture =
    author.picture && web.test(author.picture)
      ? [{ type: 'image' as const, image_url: author.picture, alt_text: `@${author.handle}` }]
      : []
  return {
    type: 'context',
    elements: [...picture, { type: 'mrkdwn', text: words.join(' · '), verbatim: true }],
  }
}

const texts = (spans: readonly Span[]): RichTextBlock[] =>
  cut(spans, most.section).map(part => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: elements(part) }],
  }))

function quotes({ quotes, reposts }: Post): RichTextBlock[] {
  return [quotes, reposts].flatMap((other): RichTextBlock[] => {
    if (!other) return []
    const told: Span[] = isWhole(other)
      ? [
          { kind: 'text', text: `${other.author.name} ` },
          { kind: 'link', text: `@${other.author.handle}`, url: other.url },
          { kind: 'text', text: '\n' },
          ...(cut(other.text, most.section)[0] ?? []),
        ]
      : [{ kind: 'link', text: 'a post on X', url: other.url }]
    return [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: elements(told) }] }]
  })
}

function poll({ poll }: Post): RichTextBlock[] {
  if (!poll || poll.options.length === 0) return []
  const items = poll.options.map(({ label, votes }) => ({
    type: 'rich_text_section' as const,
    elements: elements([{ kind: 'text', text: votes > 0 ? `${label} (${votes})` : label }]),
  }))
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }] }]
}

const pictures = ({ media, url: where }: Post): (ImageBlock | ContextBlock)[] =>
  media.slice(0, most.images).map(({ kind, url, alt }) =>
    url && web.test(url)
      ? { type: 'image', image_url: url, alt_text: (alt || words[kind]).slice(0, most.alt) }
      : {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: link(`${words[kind]} on X`, where), verbatim: true }],
        },
  )

const words = { photo: 'Picture', video: 'Video', gif: 'Moving picture' } as const

const controls = ({ id, url }: Post, label: string): ActionsBlock => ({
  type: 'actions',
  block_id: `post:${id}`,
  elements: [
    {
      type: 'button',
      action_id: `reply:${id}`,
      text: { type: 'plain_text', text: label.slice(0, most.button) },
    },
    { type: 'button', action_id: `view:${id}`, text: { type: 'plain_text', text: 'View on X' }, url },
  ],
})

/** For notifications and screen readers. */
const fallback = ({ author, text, media }: Post): string => {
  const alts = media.flatMap(({ alt }) => (alt ? [` [picture: ${alt}]`] : []))
  return escaped(`${author.name} (@${author.handle}): ${plain(text)}${alts.join('')}`).slice(0, most.fallback)
}
