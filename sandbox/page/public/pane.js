// @ts-check
/** What all three panes are made of: a feed that follows its live end, a box to write in, faults told in place. */
import { h, icon, keep } from './dom.js'

/** @typedef {import('./dom.js').Item} Item */

/** Closer to the end than this, one is looking at the live end. */
const nearPx = 90

/**
 * A list that grows at its end. It follows that end unless one has scrolled away from it.
 * @param {string} label @param {string} [kind]
 */
export function feed(label, kind = '') {
  const list = h('div', {
    class: `feed ${kind}`,
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions',
    'aria-label': label,
    tabindex: 0,
  })
  const newer = h(
    'button',
    { class: 'newer', type: 'button', hidden: true, on: { click: () => toEnd() } },
    icon('down'),
    'New below',
  )
  const element = h('div', { class: 'scroller' }, list, newer)
  let following = true
  let last = ''
  let top = 0
  const toEnd = () => {
    list.scrollTop = list.scrollHeight
    following = true
    newer.hidden = true
  }
  list.addEventListener('scroll', () => {
    // What grows moves the end away; only going back is leaving it.
    if (list.scrollHeight - list.scrollTop - list.clientHeight < nearPx) following = true
    else if (list.scrollTop < top) following = false
    top = list.scrollTop
    if (following) newer.hidden = true
  })
  const grown = new ResizeObserver(() => following && toEnd())
  grown.observe(list)
  return {
    element,
    toEnd,
    /** @param {readonly Item[]} items @param {() => HTMLElement} [empty] what stands there instead of nothing */
    show(items, empty) {
      const shown = items.length === 0 && empty ? [{ key: 'empty', of: [], node: empty }] : items
      keep(list, shown)
      for (const picture of list.querySelectorAll('img:not([data-seen])')) {
        picture.setAttribute('data-seen', '')
        picture.addEventListener('load', () => following && toEnd(), { once: true })
      }
      const end = items.at(-1)?.key ?? ''
      if (following) toEnd()
      else if (end !== last) newer.hidden = false
      last = end
    },
  }
}

/** Why something was not done, where it was asked for. */
export function fault() {
  const words = h('span')
  const element = h(
    'p',
    { class: 'fault', role: 'alert', hidden: true },
    words,
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': 'Dismiss', on: { click: () => tell('') } },
      icon('close'),
    ),
  )
  /** @param {unknown} error */
  const tell = error => {
    words.textContent = error instanceof Error ? error.message : String(error)
    element.hidden = words.textContent === ''
  }
  return { element, tell, clear: () => tell('') }
}

/** @typedef {{ label: string, placeholder: string, send: (text: string) => Promise<unknown>, sendLabel?: string, above?: HTMLElement, key?: (event: KeyboardEvent) => boolean }} Writing */

/**
 * A box to write in. Enter sends, shift and Enter begin a line. What was refused stays in the box.
 * @param {Writing} writing
 */
export function composer({ label, placeholder, send, sendLabel = 'Send', above, key }) {
  const told = fault()
  const input = h('textarea', {
    rows: 1,
    'aria-label': label,
    placeholder,
    maxlength: 4000,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'true',
  })
  const button = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': sendLabel, title: sendLabel },
    icon('send'),
  )
  let sending = false
  const grow = () => {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`
  }
  const go = async () => {
    const text = input.value
    if (sending || text.trim() === '') return input.focus()
    sending = true
    set('')
    told.clear()
    element.setAttribute('aria-busy', 'true')
    try {
      await send(text)
    } catch (error) {
      if (input.value === '') set(text)
      told.tell(error)
    }
    sending = false
    element.removeAttribute('aria-busy')
  }
  const element = h(
    'form',
    {
      class: 'composer',
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault()
          void go()
        },
      },
    },
    told.element,
    above,
    h('div', { class: 'box' }, input, button),
  )
  /** @param {string} text */
  const set = text => {
    input.value = text
    input.dispatchEvent(new Event('input'))
  }
  input.addEventListener('input', grow)
  input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (key?.(event)) return event.preventDefault()
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void go()
  })
  return { element, input, set, told, place: (/** @type {string} */ words) => (input.placeholder = words) }
}

/**
 * A button that asks for something, and says so while it waits.
 * @param {any} given @param {readonly import('./dom.js').Child[]} children @param {() => Promise<unknown>} act @param {(error: unknown) => void} told
 */
export function actor(given, children, act, told) {
  const button = h('button', { type: 'button', ...given }, ...children)
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy')) return
    button.setAttribute('aria-busy', 'true')
    told('')
    await act().catch(told)
    button.removeAttribute('aria-busy')
  })
  return button
}

/**
 * What can be done with a message, behind its three dots.
 * @param {string} label @param {() => readonly { label: string, act: () => unknown }[]} choices
 */
export function menu(label, choices) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'dots',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
    },
    icon('more'),
  )
  const holder = h('div', { class: 'menu' }, button)
  const close = (/** @type {boolean} */ back) => {
    holder.querySelector('[role=menu]')?.remove()
    button.setAttribute('aria-expanded', 'false')
    if (back) button.focus()
  }
  const open = () => {
    const items = choices().map(({ label: words, act }) => {
      const click = () => {
        close(true)
        act()
      }
      return h('button', { type: 'button', role: 'menuitem', on: { click } }, words)
    })
    const list = h('div', { role: 'menu', 'aria-label': label }, ...items)
    holder.append(list)
    button.setAttribute('aria-expanded', 'true')
    items[0]?.focus()
  }
  button.addEventListener('click', () =>
    button.getAttribute('aria-expanded') === 'true' ? close(true) : open(),
  )
  holder.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    /** @type {HTMLElement[]} */
    const items = [...holder.querySelectorAll('[role=menuitem]')]
    if (event.key === 'Escape') close(true)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step || items.length === 0) return
    event.preventDefault()
    const at = items.indexOf(/** @type {any} */ (document.activeElement))
    items[(at + step + items.length) % items.length]?.focus()
  })
  holder.addEventListener('focusout', (/** @type {FocusEvent} */ event) => {
    if (!holder.contains(/** @type {Node | null} */ (event.relatedTarget))) close(false)
  })
  return holder
}

/** @param {string} label @param {readonly { value: string, label: string }[]} options @param {(value: string) => void} chosen */
export function chooser(label, options, chosen) {
  const select = h(
    'select',
    { on: { change: () => chosen(select.value) } },
    ...options.map(({ value, label: words }) => h('option', { value }, words)),
  )
  return h('label', { class: 'who' }, h('span', {}, label), select)
}

/** Things to type, ready to be put into the box. @param {readonly string[]} lines @param {(line: string) => void} take */
export const hints = (lines, take) =>
  h(
    'p',
    { class: 'hints' },
    'Try ',
    ...lines.map(line => h('button', { type: 'button', on: { click: () => take(line) } }, line)),
  )

/** A face for those who have no picture: their first letter on a colour of their own. @param {string} name @param {boolean} [bot] */
export function face(name, bot = false) {
  if (bot) return h('img', { class: 'face', src: '/page/icon.svg', alt: '', width: 36, height: 36 })
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
  return h(
    'span',
    { class: 'face letter', style: { '--hue': hue }, 'aria-hidden': 'true' },
    [...name][0] ?? '?',
  )
}
