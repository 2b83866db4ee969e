// @ts-check
/** Reads the markdown that Discord's client shows. */

/** @typedef {import('./pieces.js').Piece} Piece */
/** @typedef {{ user(id: string): string, channel(id: string): string }} Names */

/** @type {Piece} */
const br = { kind: 'break' }

/** @param {string} text @param {Names} names @returns {Piece[]} */
export function markdown(text, names) {
  /** @type {Piece[]} */
  const all = []
  const parts = text.split(/```(?:\w*\n)?([\s\S]+?)```/)
  for (const [index, part] of parts.entries())
    if (index % 2 === 1) all.push({ kind: 'block', text: part })
    else if (part !== '') all.push(...blocks(part.replace(/^\n|\n$/g, ''), names))
  return all
}

/** What its lines are: the first that fits. */
const shapes = /** @type {const} */ ([
  ['rest', />>> ([\s\S]*)/y],
  ['quote', /> ?(.*)/y],
  ['heading', /(#{1,3}) +(\S.*)/y],
  ['small', /-# +(\S.*)/y],
  ['item', /\s*[-*] +(\S.*)/y],
  ['numbered', /\s*\d+\. +(\S.*)/y],
])

/** @param {string} text @param {Names} names @returns {Piece[]} */
function blocks(text, names) {
  /** @type {Piece[]} */
  const all = []
  /** @type {{ shape: string, lines: string[] } | undefined} */
  let run
  const close = () => {
    if (run) all.push(...group(run.shape, run.lines, names, all.length > 0 && isInline(all.at(-1))))
    run = undefined
  }
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.startsWith('>>> ')) {
      close()
      all.push({ kind: 'quote', of: inner([line.slice(4), ...lines.slice(index + 1)], names) })
      return all
    }
    const { shape, inside } = shapeOf(line)
    if (run?.shape !== shape || shape === 'heading' || shape === 'small') close()
    run ??= { shape, lines: [] }
    run.lines.push(inside)
  }
  close()
  return all
}

/** @param {string} line */
function shapeOf(line) {
  for (const [shape, form] of shapes.slice(1)) {
    form.lastIndex = 0
    const found = form.exec(line)
    if (found)
      return { shape: shape === 'heading' ? `heading${found[1]?.length}` : shape, inside: found.at(-1) ?? '' }
  }
  return { shape: 'plain', inside: line }
}

/** @param {Piece | undefined} piece */
const isInline = piece =>
  piece !== undefined && !['quote', 'heading', 'small', 'list', 'block'].includes(piece.kind)

/** @param {readonly string[]} lines @param {Names} names @returns {Piece[]} */
const inner = (lines, names) =>
  lines.flatMap((line, index) => [...(index > 0 ? [br] : []), ...inline(line, names)])

/** @param {string} shape @param {string[]} lines @param {Names} names @param {boolean} after @returns {Piece[]} */
function group(shape, lines, names, after) {
  if (shape === 'quote') return [{ kind: 'quote', of: inner(lines, names) }]
  if (shape === 'item' || shape === 'numbered')
    return [{ kind: 'list', ordered: shape === 'numbered', items: lines.map(line => inline(line, names)) }]
  if (shape === 'small') return [{ kind: 'small', of: inner(lines, names) }]
  if (shape.startsWith('heading'))
    return [{ kind: 'heading', level: Number(shape.slice(-1)), of: inner(lines, names) }]
  return [...(after ? [br] : []), ...inner(lines, names)]
}

/** Each form of a piece within a line, and what it makes. @type {readonly [RegExp, (found: RegExpExecArray, names: Names) => Piece][]} */
const forms = [
  [/\\([!-/:-@[-`{-~])/y, ([, mark = '']) => ({ kind: 'text', text: mark })],
  [
    /``([^`](?:.*?[^`])?)``|`([^`\n]+)`/y,
    ([, two, one]) => ({ kind: 'code', text: (two ?? one ?? '').trim() || ' ' }),
  ],
  [
    /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    ([, at, form = 'f']) => ({ kind: 'time', at: Number(at) * 1000, form }),
  ],
  [/<@!?(\d+)>/y, ([, id = ''], names) => ({ kind: 'mention', text: `@${names.user(id)}` })],
  [/<@&(\d+)>/y, () => ({ kind: 'mention', text: '@role' })],
  [/<#(\d+)>/y, ([, id = ''], names) => ({ kind: 'mention', text: `#${names.channel(id)}` })],
  [/@(everyone|here)\b/y, ([whole]) => ({ kind: 'mention', text: whole })],
  [
    /\[((?:[^\][\\]|\\.|\[(?:[^\][\\]|\\.)*\])+)\]\(<?(https?:\/\/(?:[^\s<>()\\]|\\.|\([^\s<>()]*\))+)>?\)/y,
    ([, words = '', url = ''], names) => ({ kind: 'link', url: unescaped(url), of: inline(words, names) }),
  ],
  [/<(https?:\/\/[^\s>]+)>/y, ([, url = '']) => ({ kind: 'link', url, of: [{ kind: 'text', text: url }] })],
  [
    /https?:\/\/[^\s<>*|]*[^\s<>*|.,:;"')\]]/y,
    ([url]) => ({ kind: 'link', url, of: [{ kind: 'text', text: url }] }),
  ],
  [/\*\*((?:[^\\]|\\.)+?)\*\*(?!\*)/sy, ([, of = ''], names) => ({ kind: 'bold', of: inline(of, names) })],
  [/__((?:[^\\]|\\.)+?)__(?!_)/sy, ([, of = ''], names) => ({ kind: 'underline', of: inline(of, names) })],
  [/~~((?:[^\\]|\\.)+?)~~/sy, ([, of = ''], names) => ({ kind: 'strike', of: inline(of, names) })],
  [/\|\|((?:[^\\]|\\.)+?)\|\|/sy, ([, of = ''], names) => ({ kind: 'spoiler', of: inline(of, names) })],
  [
    /\*(?!\s)((?:[^\\*]|\\.)+?)\*(?!\*)/sy,
    ([, of = ''], names) => ({ kind: 'italic', of: inline(of, names) }),
  ],
  [
    /(?<![\p{L}\p{N}])_((?:[^\\_]|\\.)+?)_(?![\p{L}\p{N}_])/suy,
    ([, of = ''], names) => ({ kind: 'italic', of: inline(of, names) }),
  ],
]

const unescaped = (/** @type {string} */ text) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

/** @param {string} text @param {Names} names @returns {Piece[]} */
function inline(text, names) {
  /** @type {Piece[]} */
  const pieces = []
  let literal = ''
  for (let at = 0; at < text.length; ) {
    const found = first(text, at, names)
    if (found && found.piece.kind !== 'text') {
      if (literal) pieces.push({ kind: 'text', text: literal })
      literal = ''
      pieces.push(found.piece)
    } else literal += found?.piece.kind === 'text' ? found.piece.text : text[at]
    at += found ? found.length : 1
  }
  if (literal) pieces.push({ kind: 'text', text: literal })
  return pieces
}

/** @param {string} text @param {number} at @param {Names} names */
function first(text, at, names) {
  for (const [form, make] of forms) {
    form.lastIndex = at
    const found = form.exec(text)
    if (found) return { piece: make(found, names), length: found[0].length }
  }
  return undefined
}
