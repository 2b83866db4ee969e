// @ts-check
/** Pieces of marked-up text, as both markups have them, made into elements. */
import { h, link } from './dom.js'
import { when } from './facts.js'

/**
 * @typedef {{ kind: 'text' | 'code' | 'block', text: string }
 *   | { kind: 'bold' | 'italic' | 'strike' | 'underline' | 'spoiler' | 'quote' | 'heading' | 'small', of: Piece[], level?: number }
 *   | { kind: 'list', items: Piece[][], ordered?: boolean }
 *   | { kind: 'link', url: string, of: Piece[] }
 *   | { kind: 'mention', text: string }
 *   | { kind: 'time', at: number, form: string, url?: string }
 *   | { kind: 'break' }} Piece
 */

/** @type {Readonly<Record<string, string>>} */
const tags = { bold: 'b', italic: 'i', strike: 's', underline: 'u', quote: 'blockquote', small: 'small' }

/** @param {readonly Piece[]} pieces @param {string} web where the stand-in of X is @returns {Node[]} */
export const show = (pieces, web) => pieces.map(piece => shown(piece, web))

/** @param {Piece} piece @param {string} web @returns {Node} */
function shown(piece, web) {
  switch (piece.kind) {
    case 'text':
      return document.createTextNode(piece.text)
    case 'break':
      return h('br')
    case 'code':
      return h('code', {}, piece.text)
    case 'block':
      return h('pre', {}, piece.text)
    case 'link':
      return link(piece.url, web, ...show(piece.of, web))
    case 'mention':
      return h('span', { class: 'mention' }, piece.text)
    case 'time':
      return time(piece, web)
    case 'list':
      return h(piece.ordered ? 'ol' : 'ul', {}, ...piece.items.map(item => h('li', {}, ...show(item, web))))
    case 'heading':
      return h('p', { class: `heading level${piece.level ?? 1}` }, ...show(piece.of, web))
    case 'spoiler':
      return h('span', { class: 'spoiler', tabindex: 0 }, ...show(piece.of, web))
    default:
      return h(tags[piece.kind] ?? 'span', {}, ...show(piece.of, web))
  }
}

/** @param {{ at: number, form: string, url?: string }} piece @param {string} web */
function time({ at, form, url }, web) {
  const told = h('time', { datetime: new Date(at).toISOString() }, inForm(at, form))
  return url ? link(url, web, told) : told
}

/** Of both: Slack's `{date_short_pretty} {time}`, Discord's `f`. @param {number} at @param {string} form */
function inForm(at, form) {
  const then = new Date(at)
  const clock = then.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  const date = then.toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' })
  if (form === 't' || form === 'T' || form === '{time}') return clock
  if (form === 'd' || form === 'D') return date
  if (!form.includes('{')) return when(at)
  const today = then.toDateString() === new Date().toDateString()
  return form
    .replace(/\{date\w*\}/, whole => (whole.includes('pretty') && today ? 'Today' : date))
    .replace(/\{time\w*\}/, clock)
}
