/** Cuts Markdown to a platform's lengths between the pieces it is made of, at the end of a line or word if it can. */

/** Pieces that must stay whole: a grapheme with its escapes, a link. */
export type Atoms = readonly string[]

export const lengthOf = (atoms: Atoms): number => atoms.reduce((sum, { length }) => sum + length, 0)

/** All of it, in pieces of at most `max`. What is only white space is left out: Discord trims it. */
export function cut(atoms: Atoms, max: number): string[] {
  const pieces: string[] = []
  for (let from = 0; from < atoms.length; ) {
    const to = end(atoms, from, max)
    pieces.push(atoms.slice(from, to).join(''))
    from = to
  }
  return pieces.filter(piece => piece.trim() !== '')
}

/** Where the piece that begins at `from` ends. */
function end(atoms: Atoms, from: number, max: number): number {
  let [length, line, word] = [0, 0, 0]
  for (let at = from; at < atoms.length; at += 1) {
    const atom = atoms[at] ?? ''
    length += atom.length
    if (length > max) {
      // A piece that would be mostly empty is better cut within a word.
      const [least, good] = [from + 1, length / 2]
      const inLine = line > least && lengthOf(atoms.slice(from, line)) > good
      const inWord = word > least && lengthOf(atoms.slice(from, word)) > good
      return inLine ? line : inWord ? word : Math.max(least, at)
    }
    if (atom.startsWith('\n')) line = at + 1
    if (/^\s/.test(atom)) word = at + 1
  }
  return atoms.length
}

/** Its beginning, with an ellipsis where something is missing. */
export function shortened(atoms: Atoms, max: number): string {
  if (lengthOf(atoms) <= max) return atoms.join('')
  const [first = ''] = cut(atoms, max - 1)
  return `${first.trimEnd()}…`
}

/** Plain text of at most `max`, cut between graphemes. */
export function plainUpTo(text: string, max: number): string {
  if (text.length <= max) return text
  let shown = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (shown.length + segment.length > max - 1) break
    shown += segment
  }
  return `${shown.trimEnd()}…`
}
