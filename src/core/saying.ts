/** What Backchannel says to people: neutral words that each bridge shows in its platform's own form. */
import type { Instant, MemberId } from './ids.ts'
import type { Span } from './post.ts'

/** A piece of a line. A string is literal: whatever it holds, it neither pings nor links nor formats. */
export type Piece =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  /** Names a member without pinging. */
  | { readonly member: MemberId; readonly name: string }
  /** An instant, shown in the reader's own time zone where the platform can. */
  | { readonly at: Instant; readonly show: 'time' | 'date' }
  /** The text of a post, shown with its links and mentions. */
  | { readonly spans: readonly Span[] }

/** In a plain string, what stands between backticks is to be typed, and shown so; the pieces of a list are as they say. */
export type Line = string | readonly Piece[]

/** A button: it opens an address, or is pressed and comes back as an invocation that does `does` of `of`. */
export type Action = { readonly label: string; readonly style?: 'primary' | 'danger' } & (
  | { readonly url: string }
  | { readonly press: Press }
)

/** Together, joined by `:`, at most 100 characters (Discord's limit of a custom id). `does` holds no colon. */
export interface Press {
  readonly does: string
  readonly of: string
}

/** Quoted lines are set apart, as a preview of a post is. At most five actions. */
export interface Saying {
  readonly lines: readonly (Line | { readonly quote: readonly Line[] })[]
  readonly actions?: readonly Action[]
}

export interface Field {
  readonly id: string
  /** At most 45 characters. */
  readonly label: string
  readonly kind: 'text' | 'choice'
  readonly value?: string
  readonly hint?: string
  /** Characters the platform may accept at most; the weighted count is checked by us. */
  readonly max?: number
  /** For a choice: at most 25, labels at most 75 characters. */
  readonly options?: readonly { readonly label: string; readonly value: string }[]
}

/** What a member fills in. It comes back as an invocation of kind `form` with the same press. Title at most 24 characters. */
export interface Form {
  readonly press: Press
  readonly title: string
  readonly about: readonly Line[]
  readonly fields: readonly Field[]
  readonly submit: string
}

/** A line as plain text, for logs of replays, fallbacks and screen readers. */
export const plainLine = (line: Line): string =>
  typeof line === 'string' ? line : line.map(plainPiece).join('')

function plainPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  if ('bold' in piece) return piece.bold
  if ('code' in piece) return piece.code
  if ('link' in piece) return piece.link
  if ('member' in piece) return piece.name
  if ('spans' in piece) return piece.spans.map(span => span.text).join('')
  const iso = new Date(piece.at).toISOString()
  return piece.show === 'date' ? iso.slice(0, 10) : `${iso.slice(11, 16)} UTC`
}
