// @ts-check
/** Reads Slack's mrkdwn: three escapes, angle brackets for links and dates, and marks at the borders of words. */

/** @typedef {import('./pieces.js').Piece} Piece */

const kinds = /** @type {const} */ ({ '*': 'bold', _: 'italic', '~': 'strike' })

/** @param {string} text */
const plain = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** @param {string} text @returns {Piece[]} */
export function mrkdwn(text) {
  /** @type {Piece[]} */
  const all = []
  let quoted = /** @type {string[]} */ ([])
  const close = () => {
    if (quoted.length > 0) all.push({ kind: 'quote', of: lines(quoted) })
    quoted = []
  }
  const parts = text.split(/```([\s\S]+?)```/)
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      close()
      all.push({ kind: 'block', text: plain(part.replace(/^\n/, '')) })
      continue
    }
    let open = /** @type {string[]} */ ([])
    const flush = () => {
      if (open.length > 0)
        all.push(...(all.length > 0 && all.at(-1)?.kind === 'text' ? [br] : []), ...lines(open))
      open = []
    }
    for (const line of part.split('\n')) {
      const quote = /^(?:&gt;|>)\s?(.*)$/s.exec(line)
      if (quote) {
        flush()
        quoted.push(quote[1] ?? '')
      } else {
        close()
        open.push(line)
      }
    }
    flush()
  }
  close()
  return all
}

/** @type {Piece} */
const br = { kind: 'break' }

/** @param {readonly string[]} all @returns {Piece[]} */
const lines = all => all.flatMap((line, index) => [...(index > 0 ? [br] : []), ...inline(line)])

const bracket = /<([^<>]+)>/y
const code = /`([^`\n]+)`/y

/** @param {string} text @returns {Piece[]} */
function inline(text) {
  /** @type {Piece[]} */
  const pieces = []
  let literal = ''
  const put = (/** @type {Piece} */ piece) => {
    if (literal) pieces.push({ kind: 'text', text: plain(literal) })
    literal = ''
    pieces.push(piece)
  }
  for (let at = 0; at < text.length; ) {
    const found = angle(text, at) ?? ticks(text, at) ?? marked(text, at)
    if (found) put(found.piece)
    else literal += text[at]
    at += found ? found.length : 1
  }
  if (literal) pieces.push({ kind: 'text', text: plain(literal) })
  return pieces
}

/** @typedef {{ piece: Piece, length: number } | undefined} Found */

/** @param {string} text @param {number} at @returns {Found} */
function angle(text, at) {
  bracket.lastIndex = at
  const [whole, inside = ''] = bracket.exec(text) ?? []
  if (!whole) return undefined
  return { piece: pointed(inside), length: whole.length }
}

/** @param {string} inside @returns {Piece} */
function pointed(inside) {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const words = bar < 0 ? '' : inside.slice(bar + 1)
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target)
  if (date)
    return {
      kind: 'time',
      at: Number(date[1]) * 1000,
      form: date[2] ?? '',
      ...(date[3] && { url: plain(date[3]) }),
    }
  if (/^[@#!]/.test(target)) return { kind: 'mention', text: plain(words || target.replace(/^!/, '@')) }
  return { kind: 'link', url: plain(target), of: [{ kind: 'text', text: plain(words || target) }] }
}

/** @param {string} text @param {number} at @returns {Found} */
function ticks(text, at) {
  code.lastIndex = at
  const [whole, inside = ''] = code.exec(text) ?? []
  return whole ? { piece: { kind: 'code', text: plain(inside) }, length: whole.length } : undefined
}

/** A mark opens after the beginning, a space or a bracket, and closes before the end or what is no letter. @param {string} text @param {number} at @returns {Found} */
function marked(text, at) {
  const mark = /** @type {keyof typeof kinds} */ (text[at])
  if (
    !(mark in kinds) ||
    !/^$|[\s([{"'*_~·:>]/.test(text[at - 1] ?? '') ||
    /[\s\u200b]/.test(text[at + 1] ?? ' ')
  )
    return undefined
  for (let end = text.indexOf(mark, at + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (/[\s\u200b]/.test(text[end - 1] ?? '') || /[\p{L}\p{N}]/u.test(text[end + 1] ?? '')) continue
    return { piece: { kind: kinds[mark], of: inline(text.slice(at + 1, end)) }, length: end + 1 - at }
  }
  return undefined
}
