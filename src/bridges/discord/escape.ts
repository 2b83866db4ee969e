/** Makes text harmless in Discord's Markdown: what a post says is shown, never obeyed. */

/** Control characters, and those that turn the direction of whatever stands beside them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g

export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unwanted, '')

/**
 * What Discord would obey. Always: emphasis, code, spoilers, links, anything in angle brackets (mentions, emoji,
 * instants, commands). At a line's beginning only, yet wherever they stand, because a cut makes beginnings:
 * headings, lists, small print, quotes. Then `@everyone`, and the colons of bare addresses and emoji.
 */
const obeyed = /[\\*_~`|[<]|[#>](?=[\s#>]|$)|[-+](?=[\s#]|$)|(?<=\d)\.(?=\s|$)|@(?=everyone|here)|:(?=\S|$)/gi

/** A grapheme longer than this is no letter any more, and is cut between its code points. */
const longestGrapheme = 100

/** The text as Markdown, in pieces that must stay whole: graphemes with their escapes. */
export function escaped(text: string): string[] {
  const cleaned = clean(text)
  const marked = new Set(Array.from(cleaned.matchAll(obeyed), ({ index }) => index))
  const atoms: string[] = []
  for (const { segment, index } of new Intl.Segmenter().segment(cleaned)) {
    let at = index
    const points = Array.from(segment, point => {
      const shown = marked.has(at) ? `\\${point}` : point
      at += point.length
      return shown
    })
    if (segment.length <= longestGrapheme) atoms.push(points.join(''))
    else atoms.push(...points)
  }
  return atoms
}

/** Longer addresses are not linked: Discord's own limits come near. */
const longestAddress = 1000

/** An address that may stand behind a link, or undefined. */
export function address(url: string | undefined, longest = longestAddress): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, username, password, href } = new URL(url)
  if (!/^https?:$/.test(protocol) || username || password) return undefined
  const safe = href.replace(
    /[()<>\\"'`[\]|*\s]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  return safe.length <= longest && URL.canParse(safe) ? safe : undefined
}

/** What in a text a reader would take for the site that a link leads to. */
const named = /(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/u

const hostOf = (domain: string): string | undefined =>
  URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname.replace(/^www\./, '') : undefined

/** A link as one piece of Markdown. A text that names another site than it leads to gives way to the true one. */
export function linked(text: string, url: string | undefined, longest = longestAddress): string[] {
  const target = address(url, longest)
  const shown = clean(text).replace(/^https?:\/\//i, '')
  if (target === undefined || /[[\]\n]/.test(shown) || shown.trim() === '' || shown.length > 200)
    return escaped(text)
  const site = named.exec(shown)?.[0]
  const host = new URL(target).hostname.replace(/^www\./, '')
  const honest = site === undefined || hostOf(site) === host
  return [`[${escaped(honest ? shown : host).join('')}](${target})`]
}

/** Markdown of ours as its reader sees it. */
export const visible = (markdown: string): string =>
  markdown.replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/gs, '$1').replace(/\\([^0-9A-Za-z\s])/g, '$1')
