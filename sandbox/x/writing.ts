/** How a text stands on the wire: links shortened, long texts cut, HTML escaped, entities in code points. */
import { createHash } from 'node:crypto'
import twitterText from 'twitter-text'

export interface Span {
  start: number
  end: number
}
export interface Entities {
  hashtags?: (Span & { tag: string })[]
  cashtags?: (Span & { tag: string })[]
  mentions?: (Span & { username: string; id?: string })[]
  urls?: (Span & { url: string; expanded_url: string; display_url: string; media_key?: string })[]
}
export interface Wire {
  text: string
  entities: Entities
}
export interface Link {
  url: string
  expanded: string
  display: string
  mediaKey?: string
}
export type IdOf = (handle: string) => string | undefined

export const weight = (text: string) => twitterText.parseTweet(text).weightedLength

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

export function linkTo(expanded: string, display?: string, mediaKey?: string): Link {
  const end = createHash('sha1').update(expanded).digest('base64url').replace(/[-_]/g, 'x').slice(0, 10)
  const shown = display ?? expanded.replace(/^https?:\/\/(www\.)?/, '').replace(/^(.{26}).{2,}$/s, '$1…')
  return { url: `https://t.co/${end}`, expanded, display: shown, ...(mediaKey && { mediaKey }) }
}

export const urlsIn = (text: string) => twitterText.extractUrls(text)

/** The text with its links replaced by short ones. */
export function shorten(text: string): { text: string; links: Link[] } {
  const links: Link[] = []
  let out = ''
  let from = 0
  for (const { url, indices } of twitterText.extractUrlsWithIndices(text)) {
    const link = linkTo(/^https?:/i.test(url) ? url : `http://${url}`)
    out += text.slice(from, indices[0]) + link.url
    from = indices[1]
    links.push(link)
  }
  return { text: out + text.slice(from), links }
}

/** Escapes a text and says where its entities stand, counted in code points of the escaped text. */
export function wire(plain: string, links: Link[], idOf: IdOf): Wire {
  const spot = (offset: number) => Array.from(escaped(plain.slice(0, offset))).length
  const span = ([start, end]: readonly [number, number]) => ({ start: spot(start), end: spot(end) })
  const entities: Entities = {}
  const hashtags = twitterText.extractHashtagsWithIndices(plain)
  if (hashtags.length) entities.hashtags = hashtags.map(e => ({ ...span(e.indices), tag: e.hashtag }))
  const cashtags = twitterText.extractCashtagsWithIndices(plain)
  if (cashtags.length) entities.cashtags = cashtags.map(e => ({ ...span(e.indices), tag: e.cashtag }))
  const mentions = twitterText.extractMentionsWithIndices(plain)
  if (mentions.length)
    entities.mentions = mentions.map(e => {
      const id = idOf(e.screenName)
      return { ...span(e.indices), username: e.screenName, ...(id && { id }) }
    })
  const urls = placed(plain, links).map(({ at, link }) => ({
    ...span([at, at + link.url.length]),
    url: link.url,
    expanded_url: link.expanded,
    display_url: link.display,
    ...(link.mediaKey && { media_key: link.mediaKey }),
  }))
  if (urls.length) entities.urls = urls
  return { text: escaped(plain), entities }
}

function placed(plain: string, links: Link[]) {
  const found: { at: number; link: Link }[] = []
  let from = 0
  for (const link of links) {
    const before = found.at(-1)
    const same = link.mediaKey && before?.link.url === link.url
    const at = same ? before.at : plain.indexOf(link.url, from)
    if (at < 0) continue
    found.push({ at, link })
    from = at + link.url.length
  }
  return found
}

/** The first 275 code points of a long text, with the link that leads to the rest. */
export function cut(plain: string, whole: Link): string {
  const points = Array.from(plain)
  return points.length <= 275 ? plain : `${points.slice(0, 275).join('').trimEnd()}… ${whole.url}`
}
