// @ts-check
/** A message as Discord shows it, and the forms its app opens. */
import { embeds } from './discord-embeds.js'
import { h, icon, link } from './dom.js'
import { when } from './facts.js'
import { markdown } from './markdown.js'
import { actor, face, menu } from './pane.js'
import { show } from './pieces.js'

/**
 * @typedef {import('./markdown.js').Names} Names
 * @typedef {{ compact: boolean, bot: boolean, thread: any, replies: readonly any[], inThread: boolean, names: Names, menus: readonly string[], web: string }} Around
 * @typedef {{ press(on: string, action: string): Promise<unknown>, menu(on: string, command: string): void, open(id: string): void, hide(id: string): void, told(error: unknown): void }} Deeds
 */

const thinking = 1 << 7

/** @param {any} one @param {Around} around @param {Deeds} deeds */
export function message(one, { compact, bot, thread, replies, inThread, names, menus, web }, deeds) {
  const { name } = one.author
  const asText = h('div', { class: 'text', dir: 'auto' }, ...show(markdown(one.content, names), web))
  return h(
    'article',
    {
      class: ['message', compact && 'compact', one.only && 'only'].filter(Boolean).join(' '),
      'data-message': one.id,
    },
    one.answers && !one.only && one.answers.content
      ? h('p', { class: 'answers' }, h('b', {}, one.answers.author), ' ', one.answers.content.slice(0, 80))
      : null,
    compact
      ? h('time', { class: 'aside', datetime: new Date(one.at).toISOString() }, when(one.at))
      : face(name, bot),
    h(
      'div',
      { class: 'body' },
      compact
        ? null
        : h(
            'header',
            {},
            h('b', { dir: 'auto' }, name),
            bot ? h('span', { class: 'app' }, 'APP') : null,
            h('time', { datetime: new Date(one.at).toISOString() }, when(one.at)),
          ),
      one.flags & thinking ? h('p', { class: 'thinking' }, `${name} is thinking…`) : null,
      one.content ? asText : null,
      one.edited && one.content ? h('small', { class: 'edited' }, '(edited)') : null,
      ...embeds(one.embeds, names, web),
      ...one.components.map((/** @type {any} */ row) => buttons(one.id, row, web, deeds)),
      one.only
        ? h(
            'p',
            { class: 'note' },
            icon('eye'),
            'Only you can see this · ',
            h(
              'button',
              { type: 'button', class: 'link', on: { click: () => deeds.hide(one.id) } },
              'Dismiss message',
            ),
          )
        : null,
      thread ? summary(thread, replies, deeds) : null,
    ),
    one.only
      ? null
      : menu('More', () => [
          ...menus.map(command => ({ label: command, act: () => deeds.menu(one.id, command) })),
          ...(inThread
            ? []
            : [{ label: thread ? 'Open thread' : 'Create thread', act: () => deeds.open(one.id) }]),
        ]),
  )
}

const styles = ['', 'primary', 'secondary', 'success', 'danger']

/** @param {string} on @param {any} row @param {string} web @param {Deeds} deeds */
const buttons = (on, row, web, deeds) =>
  h(
    'div',
    { class: 'actions' },
    ...(row.components ?? []).flatMap((/** @type {any} */ part) => {
      if (part.type !== 2) return []
      const words = [part.emoji?.name, part.label].filter(Boolean).join(' ')
      if (part.url) {
        const opens = link(part.url, web, words)
        opens.classList.add('button', 'secondary')
        return [opens]
      }
      return [
        actor(
          {
            class: styles[part.style] ?? 'secondary',
            disabled: part.disabled === true,
            'data-action': part.custom_id,
          },
          [words],
          () => deeds.press(on, part.custom_id),
          deeds.told,
        ),
      ]
    }),
  )

/** @param {any} thread @param {readonly any[]} replies @param {Deeds} deeds */
const summary = (thread, replies, { open }) =>
  h(
    'button',
    { type: 'button', class: 'replies', 'data-thread': thread.id, on: { click: () => open(thread.id) } },
    icon('thread'),
    h('b', { dir: 'auto' }, thread.name),
    h(
      'span',
      {},
      replies.length === 0
        ? 'No messages yet'
        : `${replies.length} ${replies.length === 1 ? 'message' : 'messages'} ›`,
    ),
  )

/** A modal, as a form. @param {any} modal @param {Names} names @param {string} web @returns {import('./form.js').Form} */
export const readModal = (modal, names, web) => ({
  title: modal.title,
  submit: 'Submit',
  parts: modal.components.flatMap((/** @type {any} */ outer) => {
    if (outer.type === 10) return [{ kind: 'words', nodes: show(markdown(outer.content, names), web) }]
    if (outer.type === 18) return [field(outer.component, outer.label, outer.description)]
    return (outer.components ?? []).map((/** @type {any} */ inner) => field(inner, inner.label))
  }),
})

/** @param {any} part @param {string} label @param {string} [hint] @returns {import('./form.js').Part} */
function field(part, label, hint) {
  const about = {
    id: part.custom_id,
    label,
    required: part.required !== false,
    hint: part.placeholder ?? hint,
  }
  const options = (part.options ?? []).map((/** @type {any} */ one) => ({
    value: one.value,
    label: one.label,
  }))
  const chosen = (part.options ?? []).find((/** @type {any} */ one) => one.default)?.value ?? ''
  if (part.type === 3) return { ...about, kind: 'choice', value: chosen, options }
  return {
    ...about,
    kind: 'text',
    value: part.value ?? '',
    max: part.max_length ?? 4000,
    min: part.min_length ?? undefined,
    long: part.style === 2,
  }
}
