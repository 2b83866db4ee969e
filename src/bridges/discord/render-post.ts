/** Posts as cards: embeds with author, text, pictures and what is quoted, and their own Reply and View controls. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Message } from '#core/bridge.ts'
import { isWhole, type Post, type Span } from '#core/post.ts'
import { type Atoms, plainUpTo, shortened } from './cut.ts'
import { address, clean, escaped, linked } from './escape.ts'
import { most } from './limits.ts'
import { type Body, colour, descriptions, fitTogether, packed, type Unit } from './pack.ts'

/** A quoted post is told this far; its address leads to the rest. */
const quotedLength = 1_000
const numerals = '①②③④⑤⑥⑦⑧⑨⑩'

/** The messages that these posts make: one, unless a single post is longer than a message holds. */
export function showPosts({ posts, orphans }: Pick<Message, 'posts' | 'orphans'>): readonly Body[] {
  const [only] = posts
  if (only && posts.length === 1) return single(only, orphans.includes(only.id))
  const cards = posts.map((post, index) => card(post, { orphan: orphans.includes(post.id), index }))
  // One that was edited since may have outgrown its company: then each is told as far as there is room.
  const shown = fitTogether(cards.flat())
    ? cards.flat()
    : posts.map((post, index) => brief(post, Math.floor(most.embeds / posts.length), index))
  return [{ embeds: shown.flat(), components: rows(posts.map(buttons)) }]
}

/** Whether these posts fit one message, each whole. */
export function fits(posts: readonly Post[]): boolean {
  if (posts.length <= 1) return true
  if (posts.length > numerals.length) return false
  const cards = posts.map((post, index) => card(post, { orphan: post.answers !== undefined, index }))
  return cards.every(units => packed(units).length === 1) && fitTogether(cards.flat())
}

/** A text too long for one message goes on in the next, under its author's name; each has the controls. */
function single(post: Post, orphan: boolean): readonly Body[] {
  const name = plainUpTo(whose(post), most.author)
  return packed(card(post, { orphan })).map((embeds, index) => {
    const [first, ...rest] = embeds
    const goesOn = first && index > 0 && !first.author
    return {
      embeds: goesOn
        ? [{ ...first, author: { name: `${name} (continued)`.slice(-most.author) } }, ...rest]
        : embeds,
      components: rows([buttons(post, 0)]),
    }
  })
}

interface Circumstances {
  /** It answers what this channel does not have. */
  readonly orphan: boolean
  /** Its place among several. */
  readonly index?: number
}

/** Everything a post shows, in embeds; those of the first unit share an address, so that the pictures show together. */
function card(post: Post, { orphan, index }: Circumstances): Unit[] {
  const shown = isWhole(post.reposts) ? post.reposts : post
  const texts = descriptions([...textOf(shown.text), ...extras(shown)])
  const url = address(post.url) ?? 'https://x.com'
  const [picture, ...pictures] = picturesOf(shown)
  const head: APIEmbed = {
    color: colour,
    url,
    author: authorOf(shown, index),
    ...(texts[0] !== undefined && { description: texts[0] }),
    ...(picture && { image: { url: picture } }),
  }
  const more = texts.slice(1).map((description): APIEmbed[] => [{ color: colour, description }])
  const units: APIEmbed[][] = [[head, ...pictures.map(image => ({ url, image: { url: image } }))], ...more]
  const last = units.at(-1)?.[0]
  const footer = footerOf(post, orphan)
  if (last) {
    last.timestamp = new Date(shown.at).toISOString()
    if (footer) last.footer = { text: footer }
  }
  return isWhole(shown.quotes) ? [...units, [quoted(shown.quotes)]] : units
}

/** A card of at most `room` characters. */
function brief(post: Post, room: number, index: number): Unit {
  const author = authorOf(post, index)
  const footer = 'shortened; whole on X'
  const description = shortened(textOf(post.text), Math.max(1, room - author.name.length - footer.length))
  return [{ color: colour, author, ...(description.trim() && { description }), footer: { text: footer } }]
}

export const textOf = (spans: readonly Span[]): string[] =>
  spans.flatMap(span => {
    if (span.kind === 'text') return escaped(span.text)
    if (span.kind === 'link') return linked(span.text, address(span.expanded) ? span.expanded : span.url)
    return /^[@#$＠＃]/u.test(span.text) ? linked(span.text, span.url) : escaped(span.text)
  })

const whose = ({ author: { name, handle } }: Post): string =>
  clean(`${name} (@${handle})`).replaceAll('\n', ' ')

function authorOf(post: Post, index?: number): NonNullable<APIEmbed['author']> {
  const [url, picture] = [address(post.author.url), address(post.author.picture)]
  const number = index === undefined ? '' : `${numerals[index]} `
  return {
    name: plainUpTo(`${number}${whose(post)}`, most.author),
    ...(url && { url }),
    ...(picture && { icon_url: picture }),
  }
}

const picturesOf = ({ media }: Post): string[] =>
  media.flatMap(({ url }) => address(url) ?? []).slice(0, most.embedCount - 2)

/** Below the text: the poll, what moves, what pictures show, what is quoted and did not come along. */
function extras(post: Post): Atoms {
  const { media, poll, quotes, reposts } = post
  const lines: Atoms[] = (poll?.options ?? []).map(({ label, votes }) =>
    escaped(`▢ ${label}${votes > 0 ? ` (${votes})` : ''}`),
  )
  if (poll?.until !== undefined) lines.push(['Poll until ', `<t:${Math.floor(poll.until / 1000)}:f>`])
  for (const { kind, alt } of media) {
    if (kind !== 'photo')
      lines.push(['▶ ', ...linked(kind === 'video' ? 'Video on X' : 'GIF on X', post.url)])
    if (alt) lines.push(escaped(`🖼 ${alt}`))
  }
  if (quotes && !isWhole(quotes)) lines.push(['Quotes ', ...linked('a post on X', quotes.url)])
  if (reposts && !isWhole(reposts)) lines.push(['Reposts ', ...linked('a post on X', reposts.url)])
  return lines.flatMap(line => ['\n', ...line])
}

function quoted(post: Post): APIEmbed {
  const description = shortened(textOf(post.text), quotedLength)
  const author = authorOf(post)
  const [picture] = picturesOf(post)
  return {
    author: {
      ...author,
      name: plainUpTo(`Quoted: ${author.name}`, most.author),
      ...(address(post.url) && { url: post.url }),
    },
    ...(description.trim() && { description }),
    ...(picture && { thumbnail: { url: picture } }),
    timestamp: new Date(post.at).toISOString(),
  }
}

function footerOf(post: Post, orphan: boolean): string {
  const answers =
    post.answersTo === undefined ? 'answers an earlier post' : `answers @${clean(post.answersTo)}`
  const passedOn = isWhole(post.reposts) ? `reposted by ${plainUpTo(whose(post), 80)}` : ''
  const told = [orphan ? plainUpTo(answers, 80) : '', passedOn, post.version > 0 ? 'edited' : '']
  return told.filter(Boolean).join(' · ')
}

function buttons({ id, url }: Post, index: number, all: readonly unknown[] = []): APIButtonComponent[] {
  const which = all.length > 1 ? ` ${numerals[index]}` : ''
  const view = address(url)
  const reply: APIButtonComponent = {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: `Reply on X${which}`,
    custom_id: `reply:${id}`,
  }
  if (view === undefined || view.length > most.buttonUrl) return [reply]
  return [
    reply,
    { type: ComponentType.Button, style: ButtonStyle.Link, label: `View on X${which}`, url: view },
  ]
}

/** A post's buttons stay beside one another; two posts share a row. */
function rows(posts: readonly APIButtonComponent[][]): APIActionRowComponent<APIButtonComponent>[] {
  const inRow = posts.length > most.rows ? 2 : 1
  return Array.from({ length: Math.ceil(posts.length / inRow) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: posts.slice(row * inRow, (row + 1) * inRow).flat(),
  }))
}
