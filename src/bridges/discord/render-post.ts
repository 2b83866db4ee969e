/** Posts as cards: an embed each, with their own Reply and View controls. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Message } from '#core/bridge.ts'
import { isWhole, type Post } from '#core/post.ts'
import { most } from './limits.ts'
import { atoms, chunks, escaped, link } from './markdown.ts'

export interface Body {
  readonly content?: string
  readonly embeds: readonly APIEmbed[]
  readonly components: readonly APIActionRowComponent<APIButtonComponent>[]
}

const colour = 0x5b6b7c
const web = /^https?:\/\//

/** The messages that these posts make: one, unless a single post is longer than a message holds. */
export function showPosts(
  { posts, orphans }: Pick<Message, 'posts' | 'orphans'>,
  key: string,
): readonly Body[] {
  const [only] = posts
  if (posts.length === 1 && only) return single(only, orphans.includes(only.id), key)
  const embeds = posts.flatMap(post => embedsOf(post, orphans.includes(post.id)))
  return [{ embeds, components: posts.map(post => controls(post, key, `Reply to @${post.author.handle}`)) }]
}

/** A text too long for one message goes on in the next; the controls are under its beginning. */
function single(post: Post, orphan: boolean, key: string): readonly Body[] {
  const [first, ...rest] = textOf(post)
  const components = [controls(post, key, 'Reply on X')]
  const beginning = { embeds: embedsOf(post, orphan, first), components }
  return [
    beginning,
    ...rest.map(text => ({ embeds: [{ color: colour, description: text }], components: [] })),
  ]
}

const textOf = (post: Post): string[] =>
  chunks(atoms(post.text), most.description - around(post).length - 300)

/** Whether these posts fit one message, each whole. */
export function fits(posts: readonly Post[]): boolean {
  if (posts.length > most.rows || posts.some(post => textOf(post).length > 1)) return posts.length === 1
  const embeds = posts.flatMap(post => embedsOf(post, post.answers !== undefined))
  return (
    embeds.length <= most.embedCount && embeds.reduce((sum, embed) => sum + size(embed), 0) <= most.embeds
  )
}

/** What counts towards the limit of all embeds of a message. */
const size = ({ author, description, footer }: APIEmbed): number =>
  (author?.name.length ?? 0) + (description?.length ?? 0) + (footer?.text.length ?? 0)

function embedsOf(post: Post, orphan: boolean, text = textOf(post)[0] ?? ''): APIEmbed[] {
  const photos = post.media.flatMap(({ url }) => (url && web.test(url) ? [url] : [])).slice(0, 4)
  const [photo, ...more] = photos
  const footer = [post.version > 0 ? 'edited' : '', altText(post)].filter(Boolean).join(' · ')
  const card: APIEmbed = {
    color: colour,
    url: post.url,
    author: authorOf(post),
    description: [orphan ? answering(post) : '', text, around(post)].filter(Boolean).join('\n'),
    timestamp: new Date(post.at).toISOString(),
    ...(photo && { image: { url: photo } }),
    ...(footer && { footer: { text: footer.slice(0, 2000) } }),
  }
  return [card, ...more.map(url => ({ url: post.url, image: { url } }))]
}

function authorOf({ author: { name, handle, url, picture } }: Post): NonNullable<APIEmbed['author']> {
  const shown = `${name} (@${handle})`.slice(-most.author)
  return { name: shown, url, ...(picture && web.test(picture) && { icon_url: picture }) }
}

const answering = ({ answersTo, answers, author, url }: Post): string =>
  answersTo
    ? `-# ↪ answers ${link(`@${answersTo}`, url.replace(`/${author.handle}/status/`, `/${answersTo}/status/`).replace(/\d+$/, answers?.replace(/^\w+:/, '') ?? ''))}`
    : '-# ↪ answers a post that is not here'

const altText = ({ media }: Post): string =>
  media
    .flatMap(({ alt }) => (alt ? [`Picture: ${alt}`] : []))
    .join(' · ')
    .slice(0, 400)

/** What stands under the text: the quoted post, the poll, moving pictures. */
function around(post: Post): string {
  const { quotes, reposts, poll, media } = post
  const told = [quotes, reposts].flatMap(other => {
    if (!other) return []
    if (!isWhole(other)) return [`> ${link('a post on X', other.url)}`]
    const text = chunks(atoms(other.text), 1200)[0] ?? ''
    return [
      `> **${escaped(other.author.name)}** ${link(`@${other.author.handle}`, other.url)}\n${text.replace(/^/gm, '> ')}`,
    ]
  })
  const options = (poll?.options ?? []).map(
    ({ label, votes }) => `▢ ${escaped(label)}${votes > 0 ? ` (${votes})` : ''}`,
  )
  const moving = media
    .filter(({ kind }) => kind !== 'photo')
    .map(({ kind }) => link(kind === 'video' ? 'Video on X' : 'GIF on X', post.url))
  return [...told, ...options, ...moving].join('\n')
}

/** The key can be read again in the control: by it an attempt of unknown end is found. */
const controls = (
  { id, url }: Post,
  key: string,
  label: string,
): APIActionRowComponent<APIButtonComponent> => ({
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: label.slice(0, most.label),
      custom_id: `reply:${id}~${key}`,
    },
    { type: ComponentType.Button, style: ButtonStyle.Link, label: 'View on X', url },
  ],
})
