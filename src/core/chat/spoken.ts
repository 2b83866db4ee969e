/** What a post says in its own words, made plain enough to be read for labels and content: one form for all ways of writing it. */
import type { Span } from '#core/post.ts'

/** Stands for a link in plain words. */
export const linkMark = '\uFFFC'

const escapes: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Joiners, variation selectors, keycaps, tags and marks of direction: they change no word. */
const unseen =
  /[\u200B-\u200F]|[\u202A-\u202E]|[\u2060-\u2069]|\uFE0E|\uFE0F|\u20E3|\uFEFF|[\u{E0020}-\u{E007F}]/gu
const pictures = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/gu

/** Spans as one line of words a line: no escapes, no emoji, straight quotes and dashes, a mark for each link. */
export const words = (text: readonly Span[]): string =>
  text
    .map(span => (span.kind === 'link' ? ` ${linkMark} ` : span.text))
    .join('')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => escapes[name] ?? '')
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(pictures, ' ')
    .replace(/[‘’ʼ´`]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/\bhttps?:\/\/\S*/g, linkMark)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()

export interface Voice {
  /** What the author says. */
  readonly own: string
  /** What the author passes on within the text, and whose that is: `so true RT @mary: …`, `"@mary: …"`. */
  readonly repeats?: { readonly handle: string; readonly said: string }
}

const passedOn = /(?:^|[\s"(])(?:RT|MT)[\s:]*@(\w+)\s*:?\s*/iu
const cited = /(?:^|\s)"\s?@(\w+)\s?:\s*/u

/** Tells an author's own words from those they pass on in the old ways. */
export function voice(text: readonly Span[]): Voice {
  const all = words(text)
  const found = passedOn.exec(all) ?? cited.exec(all)
  const handle = found?.[1]
  if (!found || handle === undefined) return { own: all }
  const rest = all.slice(found.index + found[0].length)
  const end = found[0].trim().startsWith('"') ? rest.lastIndexOf('"') : -1
  const said = (end < 0 ? rest : rest.slice(0, end)).trim()
  const after = end < 0 ? '' : rest.slice(end + 1)
  return {
    own: `${all.slice(0, found.index)} ${after}`.trim(),
    repeats: { handle: handle.toLowerCase(), said },
  }
}

/** Mentions, hashtags, links, quotes and bullets that may stand before what is said. `#6` and `#A1` are no hashtags here. */
export const heading =
  /^(?:[\s"'([{*•·>~_.…|+\uFFFC-]|@\w+:?|#(?=\w*[\p{L}])(?![qat]\d{1,2}(?![\p{L}\p{N}_]))[\p{L}\p{N}_]+:?)*/iu

/** What is said without mentions, hashtags and links around it. */
export const bare = (said: string): string =>
  said
    .replace(/[@#][\p{L}\p{N}_]+:?|\uFFFC/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
