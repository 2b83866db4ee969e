// @ts-check
/** Makes and keeps elements. Whatever is put into them as text is text: nothing here reads markup. */

/** @typedef {Node | string | number | null | undefined | false | readonly Child[]} Child */
/** @typedef {Record<string, any>} Given */

/**
 * `on` holds listeners by event; what is false or undefined is left out.
 * @param {string} tag @param {Given} [given] @param {...Child} children @returns {any}
 */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue
    if (name === 'on')
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener)
    else if (name === 'style')
      for (const [key, to] of Object.entries(value)) element.style.setProperty(key, String(to))
    else if (name === 'value') /** @type {any} */ (element).value = value
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...nodes(children))
  return element
}

/** @param {readonly Child[]} children @returns {(Node | string)[]} */
const nodes = children =>
  children.flatMap(child => {
    if (child === null || child === undefined || child === false) return []
    if (Array.isArray(child)) return nodes(child)
    return [child instanceof Node ? child : String(child)]
  })

/** @type {Readonly<Record<string, string>>} */
const drawn = {
  reply:
    'M4 5.500A1.500 1.500 0 0 1 5.500 4h9A1.500 1.500 0 0 1 16 5.500v6a1.500 1.500 0 0 1-1.500 1.500H9l-4 3.300V13H5.500A1.500 1.500 0 0 1 4 11.500z',
  repost:
    'M5 8V6.500A1.500 1.500 0 0 1 6.500 5H13m0 0-2-2m2 2-2 2M15 12v1.500a1.500 1.500 0 0 1-1.500 1.500H7m0 0 2 2m-2-2 2-2',
  edit: 'M4 16l.700-3.200 8.200-8.200 2.500 2.500-8.200 8.200zM11.500 6l2.500 2.500',
  remove: 'M4.500 6h11M8 6V4.500h4V6M6 6l.700 10h6.600L14 6M8.500 9v4M11.500 9v4',
  more: 'M4.500 10h.010M10 10h.010M15.500 10h.010',
  close: 'M5.500 5.500l9 9M14.500 5.500l-9 9',
  back: 'M12.500 4.500 7 10l5.500 5.500',
  down: 'M10 4v11M5.500 10.500 10 15l4.500-4.500',
  play: 'M6.500 4.500v11l9-5.500z',
  pause: 'M7 5v10M13 5v10',
  again: 'M15.500 10a5.500 5.500 0 1 1-1.600-3.900M14.500 3.500v3h-3',
  check: 'M4.500 10.500l3.700 3.700 7.300-8',
  eye: 'M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  send: 'M4 10 16 4l-3.500 12-3-4.500zM9.500 11.500 16 4',
  hash: 'M8 3.500 6.500 16.500M13.500 3.500 12 16.500M4 7.500h12.500M3.500 12.500H16',
  globe:
    'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3.200 10h13.600M10 3c2 2 3 4.300 3 7s-1 5-3 7c-2-2-3-4.300-3-7s1-5 3-7z',
  bubble:
    'M10 4c4 0 7 2.500 7 5.700s-3 5.700-7 5.700c-.800 0-1.600-.100-2.300-.300L4 17l.800-3.200A5.200 5.200 0 0 1 3 9.700C3 6.500 6 4 10 4z',
  thread: 'M4 5h12M4 9h8M8 13h8M8 17h5M4 9v4.500A3.500 3.500 0 0 0 7.500 17',
}

/** @param {string} name @param {string} [label] what it says where it stands alone */
export function icon(name, label) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const set = {
    viewBox: '0 0 20 20',
    class: `icon i-${name}`,
    ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }),
  }
  for (const [key, value] of Object.entries(set)) svg.setAttribute(key, value)
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', drawn[name] ?? '')
  svg.append(path)
  return svg
}

/** @typedef {{ key: string, of: readonly unknown[], node: () => HTMLElement }} Item */
/** @type {WeakMap<Element, Map<string, { of: readonly unknown[], node: HTMLElement }>>} */
const kept = new WeakMap()

/**
 * Shows these items in this order, making anew only those whose `of` has changed.
 * @param {HTMLElement} container @param {readonly Item[]} items
 */
export function keep(container, items) {
  const before = kept.get(container) ?? new Map()
  const now = new Map()
  let at = container.firstElementChild
  for (const { key, of, node } of items) {
    const known = before.get(key)
    const same =
      known &&
      known.of.length === of.length &&
      known.of.every((/** @type {unknown} */ one, /** @type {number} */ index) => one === of[index])
    const shown = same ? known : { of, node: node() }
    if (!known && before.size > 0) shown.node.classList.add('come')
    now.set(key, shown)
    if (known && !same) {
      const focused = known.node.contains(document.activeElement)
      if (at === known.node) at = shown.node
      known.node.replaceWith(shown.node)
      if (focused) refocus(shown.node)
    }
    if (at && shown.node === at) at = at.nextElementSibling
    else container.insertBefore(shown.node, at)
  }
  for (const [key, { node }] of before) if (!now.has(key)) node.remove()
  kept.set(container, now)
}

/** What had the focus was replaced: its successor has it, so that the keyboard is not lost. @param {HTMLElement} node */
function refocus(node) {
  node.tabIndex = -1
  node.focus({ preventScroll: true })
}

/** Only addresses of the web, and those of the stand-in under this page's own. @param {unknown} url @param {string} web */
export function address(url, web) {
  const text = String(url ?? '')
  const path = web && text.startsWith(`${web}/`) ? text.slice(web.length) : ''
  // Two slashes would lead elsewhere.
  if (/^\/(?![/\\])/.test(path)) return path
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined
}

/** @param {unknown} url @param {string} web @param {...Child} children */
export function link(url, web, ...children) {
  const href = address(url, web)
  if (href === undefined) return h('span', {}, ...children)
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

/** Pictures come from this page alone; another's is told by its words. @param {unknown} url @param {string} alt @param {string} web */
export function picture(url, alt, web, given = {}) {
  const src = address(url, web)
  if (!src?.startsWith('/')) return h('span', { class: 'unseen' }, alt ? `Picture: ${alt}` : 'Picture')
  return h('img', { src, alt, ...given })
}
