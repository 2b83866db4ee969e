/** Text as Discord shows it: nothing in it formats, links, mentions or pretends; cut where nothing is cut through. */
import type { Span } from '#core/post.ts'

/** What would format anywhere; `<` would mention, show a time, or an emoji of the server. */
const anywhere = /[\\*_~`|[\]<]/g
/** What would make a heading, a list, a quote or small print at the start of a line. */
const atStart = /^(\s*)(#{1,3}(?=\s)|-#|[-+](?=\s)|>|\d+(?=\.\s))/gm
const everyone = /@(?=everyone|here)/g

export const escaped = (text: string): string =>
  text
    .replace(anywhere, '\\$&')
    .replace(atStart, (_, space: string, mark: string) =>
      /^\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    )
    .replace(everyone, '@\u200b')

/** An address that ends where it ends: nothing in it closes a link or begins another. */
export const address = (url: string): string =>
  url
    .replace(/[\s<>()[\]\\|*_~`]/g, encodeURIComponent)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')

/** A link in our own words. */
export const link = (words: string, url: string): string => `[${escaped(words)}](${address(url)})`

/** Pieces of a text that must not be cut: a link, an escape, a grapheme. */
export function atoms(spans: readonly Span[]): string[] {
  return spans.flatMap(span => {
    if (span.kind === 'link') return [address(span.expanded ?? span.url)]
    if (span.kind === 'mention') return [link(span.text, span.url)]
    return graphemes(escaped(span.text))
  })
}

/** A backslash belongs to what it escapes. */
const graphemes = (text: string): string[] => {
  const all: string[] = []
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const last = all.at(-1)
    if (last?.endsWith('\\') && (last.match(/\\+$/)?.[0].length ?? 0) % 2 === 1)
      all[all.length - 1] = last + segment
    else all.push(segment)
  }
  return all
}

/** Chunks of at most `length` characters, each of whole atoms; an atom longer than that is cut as it comes. */
export function chunks(pieces: readonly string[], length: number): string[] {
  const all = ['']
  for (const piece of pieces.flatMap(one =>
    one.length <= length ? [one] : (one.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []),
  )) {
    const last = all.at(-1) ?? ''
    if (last.length + piece.length <= length) all[all.length - 1] = last + piece
    else all.push(piece)
  }
  return all
}
