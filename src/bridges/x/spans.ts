/** The text of a post as X sends it, cut into spans: entities count code points of the escaped text. */
import type { Span } from '#core/post.ts'
import type { Entities } from './payload.ts'

interface Piece {
  readonly start: number
  readonly end: number
  /** The span for what stands there; undefined when it is not what the entity says, or is to be left out. */
  span(slice: string): Span | undefined
}

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

export function toSpans(text: string, entities: Entities, webUrl: string): Span[] {
  const points = Array.from(text)
  const slice = (from: number, to?: number) => unescaped(points.slice(from, to).join(''))
  const spans: Span[] = []
  let at = 0
  for (const piece of pieces(entities, webUrl)) {
    if (piece.start < at || piece.end > points.length) continue
    const span = piece.span(slice(piece.start, piece.end))
    if (!span) continue
    if (piece.start > at) spans.push({ kind: 'text', text: slice(at, piece.start) })
    spans.push(span)
    at = piece.end
  }
  if (at < points.length) spans.push({ kind: 'text', text: slice(at) })
  return spans
}

/** In the order they stand. */
function pieces({ hashtags, cashtags, mentions, urls }: Entities, webUrl: string): Piece[] {
  const named =
    (kind: 'hashtag' | 'cashtag' | 'mention', sign: RegExp, url: (name: string) => string) =>
    (one: { start: number; end: number; name: string }): Piece => ({
      ...one,
      span: text => (sign.test(text) ? { kind, text, url: url(one.name) } : undefined),
    })
  const tagged = ({ tag, ...place }: { start: number; end: number; tag: string }) => ({ ...place, name: tag })
  return [
    ...hashtags
      .map(tagged)
      .map(named('hashtag', /^[#＃]/u, name => `${webUrl}/hashtag/${encodeURIComponent(name)}`)),
    ...cashtags
      .map(tagged)
      .map(named('cashtag', /^\$/, name => `${webUrl}/search?q=%24${encodeURIComponent(name)}`)),
    ...mentions
      .map(({ username, ...place }) => ({ ...place, name: username }))
      .map(named('mention', /^[@＠]/u, name => `${webUrl}/${encodeURIComponent(name)}`)),
    ...urls.map(
      ({ start, end, url, expanded_url: expanded, display_url: display }): Piece => ({
        start,
        end,
        span: text => ({ kind: 'link', text: display ?? text, url, ...(expanded && { expanded }) }),
      }),
    ),
  ].sort((one, other) => one.start - other.start)
}

/** Takes links off the end that only stand for what is shown anyway: the post's own media, the post it quotes. */
export function withoutTrailing(
  spans: readonly Span[],
  shown: (link: Span & { kind: 'link' }) => boolean,
): Span[] {
  let end = spans.length
  for (let at = spans.length - 1; at >= 0; at -= 1) {
    const span = spans[at]
    if (span?.kind === 'link' && shown(span)) end = at
    else if (span?.kind !== 'text' || span.text.trim() !== '') break
  }
  if (end === spans.length) return [...spans]
  const kept = spans.slice(0, end)
  const last = kept.at(-1)
  if (last?.kind !== 'text') return kept
  const text = last.text.trimEnd()
  return [...kept.slice(0, -1), ...(text ? [{ ...last, text }] : [])]
}
