/** Text in Slack's own markup: nothing that comes from outside mentions, links or formats. */
import type { RichTextElement } from '@slack/types'
import type { Instant } from '#core/ids.ts'
import type { Span } from '#core/post.ts'

/** Slack asks for these three, and they disarm every mention, broadcast and link. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Within our own bold or links, what would end them is replaced by a look-alike. */
export const literal = (text: string): string =>
  escaped(text)
    .replace(/[*_~`|]/g, mark => `\u200b${mark}`)
    .replaceAll('\n', ' ')

const address = (url: string): string => url.replace(/[<>|\s]/g, encodeURIComponent)
export const link = (words: string, url: string): string => `<${address(url)}|${literal(words)}>`

/** Shown in the reader's own time zone. */
export function date(at: Instant, form: string, url?: string): string {
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `<!date^${Math.floor(at / 1000)}^${form}${url ? `^${address(url)}` : ''}|${fallback} UTC>`
}

/** Elements are literal: whatever they hold, it is text. An empty one is refused. */
export const elements = (spans: readonly Span[]): RichTextElement[] =>
  spans.flatMap((span): RichTextElement[] => {
    if (span.text === '') return []
    if (span.kind === 'text') return [{ type: 'text', text: span.text }]
    return [
      {
        type: 'link',
        url: address(span.kind === 'link' ? (span.expanded ?? span.url) : span.url),
        text: span.text,
      },
    ]
  })

/** Cuts spans into parts of at most `length` characters, links whole, text between graphemes. */
export function cut(spans: readonly Span[], length: number): Span[][] {
  const parts: Span[][] = [[]]
  let room = length
  const put = (span: Span) => {
    if (span.text.length > room) {
      parts.push([])
      room = length
    }
    parts.at(-1)?.push(span)
    room -= span.text.length
  }
  for (const span of spans.filter(({ text }) => text !== '')) {
    if (span.kind !== 'text') put(span)
    else for (const text of pieces(span.text, Math.min(length, 500))) put({ kind: 'text', text })
  }
  return parts.filter(part => part.length > 0)
}

function pieces(text: string, length: number): string[] {
  if (text.length <= length) return [text]
  const all = ['']
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const last = all.at(-1) ?? ''
    if (last.length + segment.length <= length) all[all.length - 1] = last + segment
    else all.push(...(segment.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []))
  }
  return all
}
