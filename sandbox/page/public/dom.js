/** Small helpers for building the page: text always goes in as text. */

/** Makes an element with attributes and children; strings become text. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on')
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(name, String(value))
  }
  element.append(
    ...children
      .flat(9)
      .filter(child => child !== undefined && child !== null && child !== false && child !== ''),
  )
  return element
}

/** A link that leaves the page; anything but http is shown as text. */
export const link = (text, url) =>
  /^https?:\/\//.test(url ?? '')
    ? h('a', { href: url, target: '_blank', rel: 'noreferrer' }, text)
    : h('span', {}, text)

export const time = at => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

/** A round picture, or the first letter of a name. */
export const face = (name, picture) =>
  picture
    ? h('img', { class: 'face', src: picture, alt: '' })
    : h('span', { class: 'face letter', 'aria-hidden': 'true' }, name.slice(0, 1))

const toast = document.getElementById('toast')
let hiding

export function say(words) {
  toast.textContent = words
  toast.hidden = false
  clearTimeout(hiding)
  hiding = setTimeout(() => {
    toast.hidden = true
  }, 6000)
}

/** Does something in the sandbox; what goes wrong is said on the page. */
export async function act(asked) {
  const response = await fetch('/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  }).catch(() => undefined)
  const { fault } = response
    ? await response.json()
    : { fault: 'The sandbox has ended. Start it again with npm start.' }
  if (fault) say(fault)
  return !fault
}

/** Puts new content into a place; what somebody is typing in, and where they have scrolled, stays. */
export function fill(place, key, content) {
  if (place.dataset.key === key) return
  place.dataset.key = key
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80
  const top = place.scrollTop
  place.replaceChildren(...[content].flat())
  const settle = () => {
    place.scrollTop = atEnd ? place.scrollHeight : top
  }
  settle()
  if (atEnd)
    for (const image of place.querySelectorAll('img'))
      if (!image.complete) image.addEventListener('load', settle, { once: true })
}

/** A box to type in: Enter sends, Shift+Enter makes a line. */
export function box({ label, placeholder, send }) {
  const input = h('textarea', { rows: 1, placeholder, 'aria-label': label, maxlength: 4000 })
  const grow = () => {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`
  }
  const go = async () => {
    const text = input.value.trim()
    if (!text) return
    input.value = ''
    grow()
    if (!(await send(text)) && !input.value) input.value = text
  }
  const submit = event => {
    event.preventDefault()
    void go()
  }
  input.addEventListener('input', grow)
  input.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void go()
  })
  return h('form', { class: 'box', on: { submit } }, input, h('button', { type: 'submit' }, 'Send'))
}

/** A form in front of everything; Escape closes it. */
export function dialog({ title, about, fields, submit, send, dismiss }) {
  const form = h(
    'form',
    {
      on: {
        submit: event => {
          event.preventDefault()
          send(Object.fromEntries(new FormData(form)))
        },
      },
    },
    h('h3', {}, title),
    about.map(line => h('p', {}, line)),
    fields,
    h(
      'div',
      { class: 'row' },
      h('button', { type: 'button', on: { click: dismiss } }, 'Cancel'),
      h('button', { type: 'submit', class: 'primary' }, submit),
    ),
  )
  const element = h(
    'div',
    {
      class: 'modal',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': title,
      on: { keydown: event => event.key === 'Escape' && dismiss() },
    },
    form,
  )
  queueMicrotask(() => element.querySelector('textarea, select')?.focus())
  return element
}

const links = /(https?:\/\/[^\s<>]+|[#@][\p{L}\p{N}_]+)/gu

/** Plain text with its addresses, hashtags and names in colour. */
export const lively = text =>
  text
    .split(links)
    .map((part, index) =>
      index % 2 === 0 ? part : part.startsWith('http') ? link(part, part) : h('span', { class: 'tag' }, part),
    )
