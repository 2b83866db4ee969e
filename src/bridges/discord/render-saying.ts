/** What Backchannel itself says, as Discord shows it. */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js'
import type { Action, Line, Piece, Saying } from '#core/saying.ts'
import { most } from './limits.ts'
import { atoms, escaped, link } from './markdown.ts'
import type { Body } from './render-post.ts'

/** One message, or several where the lines do not fit one; the buttons are under the last. */
export function showSaying({ lines, actions = [] }: Saying): readonly Body[] {
  const shown = lines.flatMap(line => (isQuote(line) ? quoted(line.quote) : [showLine(line)]))
  const contents = ['']
  for (const line of shown.flatMap(cut)) {
    const last = contents.at(-1) ?? ''
    if (last.length + line.length + 1 <= most.content)
      contents[contents.length - 1] = last ? `${last}\n${line}` : line
    else contents.push(line)
  }
  const components = actions.length > 0 ? [row(actions)] : []
  return contents.map((content, index) => ({
    content,
    embeds: [],
    components: index === contents.length - 1 ? components : [],
  }))
}

const isQuote = (line: Saying['lines'][number]): line is { readonly quote: readonly Line[] } =>
  typeof line === 'object' && 'quote' in line

const quoted = (lines: readonly Line[]): string[] => lines.map(line => showLine(line).replace(/^/gm, '> '))

/** Far longer than anything said here; still nothing is refused for its length. */
const cut = (line: string): string[] => line.match(/[\s\S]{1,1900}/g) ?? ['']

const showLine = (line: Line): string =>
  typeof line === 'string' ? code(line) : line.map(showPiece).join('')

/** In plain strings of ours, what stands between backticks is to be typed. */
const code = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : escaped(part)))
    .join('')

function showPiece(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece)
  if ('bold' in piece) return `**${escaped(piece.bold)}**`
  if ('code' in piece) return `\`${piece.code.replaceAll('`', "'")}\``
  if ('link' in piece) return link(piece.link, piece.url)
  if ('member' in piece) return `**${escaped(piece.name)}**`
  if ('at' in piece) return `<t:${Math.floor(piece.at / 1000)}:${piece.show === 'time' ? 't' : 'D'}>`
  return atoms(piece.spans).join('')
}

const row = (actions: readonly Action[]): APIActionRowComponent<APIButtonComponent> => ({
  type: ComponentType.ActionRow,
  components: actions.slice(0, 5).map(button),
})

const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const

function button(action: Action): APIButtonComponent {
  const label = action.label.slice(0, most.label)
  if ('url' in action) return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: action.url }
  const { does, of } = action.press
  const style = action.style ? styles[action.style] : ButtonStyle.Secondary
  return { type: ComponentType.Button, style, label, custom_id: `${does}:${of}` }
}
