/** What Backchannel itself says, as Discord shows it. */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js'
import type { Action, Line, Piece, Saying } from '#core/saying.ts'
import { type Atoms, lengthOf, plainUpTo, shortened } from './cut.ts'
import { clean, escaped, linked } from './escape.ts'
import { most } from './limits.ts'
import { type Body, colour, descriptions, packed } from './pack.ts'
import { textOf } from './render-post.ts'

/** For a channel: as embeds, the first of which carries the attempt's mark; the buttons are under the last. */
export function showNotice(saying: Saying): readonly Body[] {
  const units = descriptions(atomsOf(saying)).map(description => [{ color: colour, description }])
  const messages = packed(units)
  return messages.map((embeds, index) => ({
    embeds,
    components: index === messages.length - 1 ? row(saying.actions) : [],
  }))
}

export type Told = Body & { readonly content: string }

/** For one member: as plain content where it fits. */
export function showSaying(saying: Saying): Told {
  const atoms = atomsOf(saying)
  const components = row(saying.actions)
  if (lengthOf(atoms) <= most.content) return { content: atoms.join(''), embeds: [], components }
  return {
    content: '',
    embeds: [{ color: colour, description: shortened(atoms, most.description) }],
    components,
  }
}

/** A link that is too long for a button (a page on the network with a long text filled in) stands among the lines. */
const atomsOf = ({ lines, actions = [] }: Saying): Atoms => [
  ...lines.flatMap((line, index) => [
    ...(index > 0 ? ['\n'] : []),
    ...(isQuote(line) ? quoted(line.quote) : lineAtoms(line)),
  ]),
  ...actions.flatMap(action =>
    'url' in action && action.url.length > most.buttonUrl
      ? ['\n', ...linked(action.label, action.url, most.description - 500)]
      : [],
  ),
]

const isQuote = (line: Saying['lines'][number]): line is { readonly quote: readonly Line[] } =>
  typeof line === 'object' && 'quote' in line

/** Every line of what is quoted, those within a piece too. */
const quoted = (lines: readonly Line[]): Atoms =>
  lines.flatMap((line, index) => [
    index > 0 ? '\n> ' : '> ',
    ...lineAtoms(line).map(atom => atom.replaceAll('\n', '\n> ')),
  ])

export const lineAtoms = (line: Line): Atoms =>
  typeof line === 'string' ? typed(line) : line.flatMap(pieceAtoms)

/** In plain strings of ours, what stands between backticks is to be typed. */
const typed = (text: string): Atoms =>
  text.split('`').flatMap((part, index, { length }) => {
    const closed = index % 2 === 1 && index < length - 1
    return closed ? [code(part)] : escaped(index % 2 === 1 ? `\`${part}` : part)
  })

const code = (text: string): string => `\`${clean(text).replaceAll('`', "'").replaceAll('\n', ' ') || ' '}\``

const bold = (text: string): Atoms =>
  clean(text).trim() === '' ? [] : [`**${escaped(text.trim()).join('')}**`]

function pieceAtoms(piece: Piece): Atoms {
  if (typeof piece === 'string') return escaped(piece)
  if ('bold' in piece) return bold(piece.bold)
  if ('code' in piece) return [code(piece.code)]
  if ('link' in piece) return linked(piece.link, piece.url)
  if ('member' in piece) return bold(piece.name)
  if ('at' in piece) return [`<t:${Math.floor(piece.at / 1000)}:${piece.show === 'time' ? 't' : 'D'}>`]
  return textOf(piece.spans)
}

function row(actions: readonly Action[] = []): APIActionRowComponent<APIButtonComponent>[] {
  const components = actions.flatMap(button).slice(0, most.inRow)
  return components.length > 0 ? [{ type: ComponentType.ActionRow, components }] : []
}

const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const

function button(action: Action): APIButtonComponent[] {
  const label = plainUpTo(clean(action.label), most.label)
  if ('url' in action) {
    const url = action.url.length <= most.buttonUrl && URL.canParse(action.url) ? action.url : undefined
    return url === undefined ? [] : [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url }]
  }
  const { does, of } = action.press
  const style = action.style ? styles[action.style] : ButtonStyle.Secondary
  return [{ type: ComponentType.Button, style, label, custom_id: `${does}:${of}` }]
}
