/** What Backchannel itself says, as Slack shows it. */
import type { ActionsBlock, Button, KnownBlock } from '@slack/types'
import { type Action, type Line, type Piece, plainLine, type Saying } from '#core/saying.ts'
import { native } from './ids.ts'
import { most } from './limits.ts'
import { date, escaped, link, literal } from './mrkdwn.ts'
import type { Body } from './render-post.ts'

export function showSaying({ lines, actions = [] }: Saying): Body {
  const shown = lines.flatMap(line =>
    isQuote(line) ? line.quote.map(quoted => `>${showLine(quoted)}`) : [showLine(line)],
  )
  const text = lines
    .flatMap(line => (isQuote(line) ? line.quote : [line]))
    .map(plainLine)
    .join('\n')
  return {
    text: escaped(text).slice(0, most.fallback) || 'Backchannel',
    blocks: [...sections(shown), ...(actions.length > 0 ? [row(actions)] : [])],
  }
}

const isQuote = (line: Saying['lines'][number]): line is { readonly quote: readonly Line[] } =>
  typeof line === 'object' && 'quote' in line

function sections(lines: readonly string[]): KnownBlock[] {
  const texts = ['']
  for (const line of lines.flatMap(one => one.match(/[\s\S]{1,2800}/g) ?? [' '])) {
    const last = texts.at(-1) ?? ''
    if (last.length + line.length + 1 <= most.section)
      texts[texts.length - 1] = last ? `${last}\n${line}` : line
    else texts.push(line)
  }
  return texts.map(text => ({ type: 'section', text: { type: 'mrkdwn', text: text || ' ', verbatim: true } }))
}

export const showLine = (line: Line): string =>
  typeof line === 'string' ? typed(line) : line.map(showPiece).join('')

/** In plain strings of ours, what stands between backticks is to be typed. */
const typed = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${escaped(part)}\`` : soft(part)))
    .join('')

/** Literal, but for line ends. */
const soft = (text: string): string => text.split('\n').map(literal).join('\n')

function showPiece(piece: Piece): string {
  if (typeof piece === 'string') return soft(piece)
  if ('bold' in piece) return `*${literal(piece.bold)}*`
  if ('code' in piece) return `\`${escaped(piece.code.replaceAll('`', "'"))}\``
  if ('link' in piece) return link(piece.link, piece.url)
  if ('member' in piece) return `*${literal(piece.name || native(piece.member))}*`
  if ('at' in piece) return date(piece.at, piece.show === 'time' ? '{time}' : '{date_long_pretty}')
  return piece.spans
    .map(span => (span.kind === 'text' ? soft(span.text) : link(span.text, span.url)))
    .join('')
}

const row = (actions: readonly Action[]): ActionsBlock => ({
  type: 'actions',
  elements: actions.slice(0, 5).map(button),
})

function button(action: Action): Button {
  const text = { type: 'plain_text' as const, text: action.label.slice(0, most.button) }
  const style = action.style ? { style: action.style } : {}
  if ('url' in action)
    return { type: 'button', action_id: `open:${action.label.slice(0, 60)}`, text, url: action.url, ...style }
  return { type: 'button', action_id: `${action.press.does}:${action.press.of}`, text, ...style }
}
