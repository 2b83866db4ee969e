/** Several posts told in one notice: what a channel gets instead of a flood. */
import { type Post, plain } from './post.ts'
import type { Line, Saying } from './saying.ts'

const excerptLength = 140
/** Fits every platform's message with room to spare. */
const most = 10

export function digest(heading: string, posts: readonly Post[]): Saying {
  const shown = posts.slice(0, most)
  const left = posts.length - shown.length
  return {
    lines: [[{ bold: heading }], { quote: shown.map(line) }, ...(left > 0 ? [`… and ${left} more.`] : [])],
  }
}

const line = ({ author, at, text, url }: Post): Line => [
  { at, show: 'time' },
  ' ',
  { link: `@${author.handle}`, url },
  ` ${excerpt(plain(text))}`,
]

/** The beginning of a text, on one line, cut between graphemes. */
export function excerpt(text: string, length = excerptLength): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const graphemes = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)
  return graphemes.length <= length
    ? line
    : `${graphemes
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}
