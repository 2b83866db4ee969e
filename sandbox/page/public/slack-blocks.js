// @ts-check
/** Block Kit, made into elements: what messages and forms are built of. */
import { h, link, picture } from './dom.js'
import { mrkdwn } from './mrkdwn.js'
import { actor } from './pane.js'
import { show } from './pieces.js'

/** @typedef {{ press(action: string): Promise<unknown>, told(error: unknown): void }} Deeds */

/** @param {readonly any[]} all @param {string} web @param {Deeds} [deeds] @returns {HTMLElement[]} */
export const blocks = (all, web, deeds) => all.map(one => block(one, web, deeds))

/** @param {any} one @param {string} web @param {Deeds} [deeds] @returns {HTMLElement} */
function block(one, web, deeds) {
  switch (one.type) {
    case 'section':
      return h(
        'div',
        { class: 'section', dir: 'auto' },
        ...words(one.text, web),
        one.fields
          ? h(
              'div',
              { class: 'fields' },
              ...one.fields.map((/** @type {any} */ field) => h('p', {}, ...words(field, web))),
            )
          : null,
      )
    case 'header':
      return h('p', { class: 'heading', dir: 'auto' }, one.text.text)
    case 'context':
      return h(
        'div',
        { class: 'context' },
        ...one.elements.map((/** @type {any} */ part) =>
          part.type === 'image'
            ? picture(part.image_url, part.alt_text, web, { width: 20, height: 20 })
            : h('span', { dir: 'auto' }, ...words(part, web)),
        ),
      )
    case 'rich_text':
      return h(
        'div',
        { class: 'rich', dir: 'auto' },
        ...one.elements.map((/** @type {any} */ part) => rich(part, web)),
      )
    case 'image':
      return h(
        'figure',
        {},
        one.title ? h('figcaption', {}, one.title.text) : null,
        picture(one.image_url, one.alt_text, web, { width: 1200, height: 675, title: one.alt_text }),
      )
    case 'actions':
      return h(
        'div',
        { class: 'actions' },
        ...one.elements.map((/** @type {any} */ part) => button(part, web, deeds)),
      )
    case 'divider':
      return h('hr')
    default:
      return h('p', { class: 'unseen' }, `A block of a kind that is not shown here: ${one.type}`)
  }
}

/** @param {any} text a text object @param {string} web @returns {Node[]} */
const words = (text, web) =>
  !text ? [] : text.type === 'mrkdwn' ? show(mrkdwn(text.text), web) : [document.createTextNode(text.text)]

/** An address opens, and the app hears of it as of any other. @param {any} part @param {string} web @param {Deeds} [deeds] */
function button(part, web, deeds) {
  const given = { class: part.style ?? '', 'data-action': part.action_id }
  if (!part.url)
    return actor(
      given,
      [part.text.text],
      async () => deeds?.press(part.action_id),
      error => deeds?.told(error),
    )
  const opens = link(part.url, web, part.text.text)
  opens.classList.add('button', ...(part.style ? [part.style] : []))
  opens.addEventListener('click', () => void deeds?.press(part.action_id).catch(() => {}))
  return opens
}

/** @param {any} part @param {string} web @returns {Node} */
function rich(part, web) {
  const inner = () => part.elements.map((/** @type {any} */ one) => rich(one, web))
  switch (part.type) {
    case 'rich_text_section':
      return h('span', { class: 'line' }, ...inner())
    case 'rich_text_quote':
      return h('blockquote', { dir: 'auto' }, ...inner())
    case 'rich_text_preformatted':
      return h('pre', {}, ...inner())
    case 'rich_text_list':
      return h(
        part.style === 'ordered' ? 'ol' : 'ul',
        {},
        ...part.elements.map((/** @type {any} */ one) => h('li', { dir: 'auto' }, rich(one, web))),
      )
    default:
      return styled(leaf(part, web), part.style)
  }
}

/** @param {any} part @param {string} web @returns {Node} */
function leaf(part, web) {
  if (part.type === 'text') return document.createTextNode(part.text)
  if (part.type === 'link') return link(part.url, web, part.text ?? part.url)
  if (part.type === 'emoji')
    return document.createTextNode(part.unicode ? emoji(part.unicode) : `:${part.name}:`)
  if (part.type === 'date')
    return (
      show(
        [{ kind: 'time', at: part.timestamp * 1000, form: part.format ?? '{date}', url: part.url }],
        web,
      )[0] ?? h('span')
    )
  return h(
    'span',
    { class: 'mention' },
    `@${part.user_id ?? part.channel_id ?? part.range ?? part.usergroup_id ?? ''}`,
  )
}

const emoji = (/** @type {string} */ unicode) =>
  String.fromCodePoint(...unicode.split('-').map(one => Number.parseInt(one, 16)))

/** @param {Node} node @param {any} [style] @returns {Node} */
function styled(node, style = {}) {
  let shown = node
  for (const [name, tag] of [
    ['bold', 'b'],
    ['italic', 'i'],
    ['strike', 's'],
    ['code', 'code'],
  ])
    if (style[name ?? '']) shown = h(tag ?? 'span', {}, shown)
  return shown
}

/** A modal view, as a form. @param {{ body: any, errors?: Record<string, string> }} view @param {string} web @returns {import('./form.js').Form} */
export const readView = ({ body, errors = {} }, web) => ({
  title: body.title?.text ?? '',
  submit: body.submit?.text ?? 'Submit',
  parts: body.blocks.map((/** @type {any} */ one) =>
    one.type === 'input' ? field(one, errors[one.block_id]) : { kind: 'words', nodes: [block(one, web)] },
  ),
})

/** @param {any} input @param {string} [error] @returns {import('./form.js').Part} */
function field({ label, element, optional = false, hint }, error) {
  const about = {
    id: element.action_id,
    label: label.text,
    required: !optional,
    error,
    hint: element.placeholder?.text ?? hint?.text,
  }
  const options = (element.options ?? []).map((/** @type {any} */ { text, value }) => ({
    value,
    label: text.text,
  }))
  if (element.type === 'static_select')
    return { ...about, kind: 'choice', value: element.initial_option?.value ?? '', options }
  return {
    ...about,
    kind: 'text',
    value: element.initial_value ?? '',
    max: element.max_length,
    min: element.min_length,
    long: element.multiline === true,
  }
}
