// @ts-check
/** A form over a pane: told in parts that Slack's modals and Discord's have in common. */
import { h, icon } from './dom.js'
import { fault } from './pane.js'

/**
 * @typedef {{ kind: 'words', nodes: readonly Node[] }
 *   | { kind: 'text', id: string, label: string, value: string, hint?: string, max?: number, min?: number, required: boolean, long: boolean, error?: string }
 *   | { kind: 'choice', id: string, label: string, value: string, options: readonly { value: string, label: string }[], required: boolean, hint?: string, error?: string }} Part
 * @typedef {{ title: string, submit: string, parts: readonly Part[] }} Form
 */

/**
 * Shows the form that is open before somebody; the one on screen stays while it is being sent, with what was written.
 * @param {HTMLElement} pane @param {{ send: (values: Record<string, string>) => Promise<unknown>, dismiss: () => Promise<unknown> }} deeds
 */
export function forms(pane, { send, dismiss }) {
  let shown = /** @type {unknown} */ (undefined)
  let dialog = /** @type {HTMLElement | undefined} */ (undefined)
  let sending = false
  let back = /** @type {Element | null} */ (null)

  const close = () => {
    dialog?.remove()
    dialog = undefined
    pane.classList.remove('asking')
    if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true })
    /** @type {HTMLElement | null} */ else pane.querySelector('textarea')?.focus({ preventScroll: true })
  }
  const open = (/** @type {Form} */ form) => {
    if (dialog) close()
    back = document.activeElement
    const element = made(form)
    dialog = element
    pane.append(element)
    pane.classList.add('asking')
    element.querySelector('textarea, input, select, form').focus()
  }
  const leave = () => void dismiss().catch(() => {})

  /** @param {Form} form @returns {any} */
  const made = form => {
    const told = fault()
    const fields = form.parts.map(part => partNode(part))
    const submit = h('button', { type: 'submit', class: 'primary' }, form.submit)
    const go = async (/** @type {Event} */ event) => {
      event.preventDefault()
      if (sending) return
      sending = true
      submit.setAttribute('aria-busy', 'true')
      told.clear()
      try {
        await send(filled(/** @type {HTMLElement} */ (event.currentTarget ?? element)))
        sending = false
        shown = undefined
        close()
      } catch (error) {
        sending = false
        told.tell(error)
      }
      submit.removeAttribute('aria-busy')
    }
    const element = h(
      'div',
      {
        class: 'veil',
        on: { keydown: (/** @type {KeyboardEvent} */ event) => within(event, element, leave) },
      },
      h(
        'form',
        {
          class: 'dialog',
          role: 'dialog',
          'aria-modal': 'true',
          'aria-label': form.title,
          tabindex: -1,
          on: { submit: go },
        },
        h(
          'header',
          {},
          h('h3', {}, form.title),
          h(
            'button',
            { type: 'button', class: 'plain', 'aria-label': 'Close', on: { click: leave } },
            icon('close'),
          ),
        ),
        h('div', { class: 'parts' }, ...fields),
        told.element,
        h('footer', {}, h('button', { type: 'button', on: { click: leave } }, 'Cancel'), submit),
      ),
    )
    return element
  }

  return {
    /** @param {unknown} view what is open, the same object as long as it is @param {(view: any) => Form} read */
    show(view, read) {
      if (sending || view === shown) return
      shown = view
      if (view) open(read(view))
      else if (dialog) close()
    },
  }
}

/** @param {Part} part */
function partNode(part) {
  if (part.kind === 'words') return h('div', { class: 'words' }, ...part.nodes)
  const { id, label, value, required, hint, error } = part
  const input =
    part.kind === 'choice'
      ? h(
          'select',
          { name: id, required },
          ...(value ? [] : [h('option', { value: '' }, 'Choose…')]),
          ...part.options.map(option =>
            h('option', { value: option.value, selected: option.value === value }, option.label),
          ),
        )
      : part.long
        ? h('textarea', {
            name: id,
            rows: 5,
            required,
            maxlength: part.max,
            minlength: part.min,
            placeholder: hint,
            value,
          })
        : h('input', {
            name: id,
            required,
            maxlength: part.max,
            minlength: part.min,
            placeholder: hint,
            value,
            autocomplete: 'off',
          })
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label, required ? '' : ' (optional)'),
    input,
    error ? h('em', { role: 'alert' }, error) : null,
  )
}

/** @param {HTMLElement} holder @returns {Record<string, string>} */
const filled = holder =>
  Object.fromEntries(
    [.../** @type {NodeListOf<HTMLInputElement>} */ (holder.querySelectorAll('[name]'))].map(
      ({ name, value }) => [name, value],
    ),
  )

/** Keeps the keyboard within the form; Escape leaves it, and so sends nothing. @param {KeyboardEvent} event @param {HTMLElement} element @param {() => void} leave */
function within(event, element, leave) {
  if (event.key === 'Escape') return leave()
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    element.querySelector('form')?.requestSubmit()
  }
  if (event.key !== 'Tab') return
  const all = [
    .../** @type {NodeListOf<HTMLElement>} */ (
      element.querySelectorAll('button, input, select, textarea, a[href]')
    ),
  ]
  const [first, last] = [all[0], all.at(-1)]
  const leaving = event.shiftKey ? first : last
  if (document.activeElement !== leaving) return
  event.preventDefault()
  const other = event.shiftKey ? last : first
  other?.focus()
}
