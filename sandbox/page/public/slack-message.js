// @ts-check
/** A message as Slack shows it. */
import { h, icon } from './dom.js'
import { when } from './facts.js'
import { mrkdwn } from './mrkdwn.js'
import { face, menu } from './pane.js'
import { show } from './pieces.js'
import { blocks } from './slack-blocks.js'

/**
 * @typedef {{ author: any, compact: boolean, replies: readonly any[], within: boolean, web: string }} Around
 * @typedef {{ press(on: string, action: string): Promise<unknown>, reply(on: string): void, open(ts: string): void, hide(ts: string): void, told(error: unknown): void }} Deeds
 */

/** @param {any} one @param {Around} around @param {Deeds} deeds */
export function message(one, { author, compact, replies, within, web }, deeds) {
  const at = Number(one.ts) * 1000
  const name = author?.displayName ?? one.user
  const only = one.ephemeralTo !== undefined
  const shown =
    one.blocks.length > 0
      ? blocks(one.blocks, web, { press: action => deeds.press(one.ts, action), told: deeds.told })
      : [h('p', { class: 'text', dir: 'auto' }, ...show(mrkdwn(one.text), web))]
  return h(
    'article',
    {
      class: ['message', compact && 'compact', only && 'only'].filter(Boolean).join(' '),
      'data-message': one.ts,
    },
    compact
      ? h('time', { class: 'aside', datetime: new Date(at).toISOString() }, when(at))
      : face(name, one.byBot),
    h(
      'div',
      { class: 'body' },
      only
        ? h(
            'p',
            { class: 'note' },
            icon('eye'),
            'Only visible to you',
            h(
              'button',
              { type: 'button', class: 'link', on: { click: () => deeds.hide(one.ts) } },
              'Dismiss',
            ),
          )
        : null,
      compact
        ? null
        : h(
            'header',
            {},
            h('b', { dir: 'auto' }, name),
            one.byBot ? h('span', { class: 'app' }, 'APP') : null,
            h('time', { datetime: new Date(at).toISOString() }, when(at)),
          ),
      ...shown,
      one.edited ? h('small', { class: 'edited' }, '(edited)') : null,
      replies.length > 0 ? summary(one.ts, replies, deeds) : null,
    ),
    only
      ? null
      : menu('More actions', () => [
          { label: 'Reply on X', act: () => deeds.reply(one.ts) },
          ...(within ? [] : [{ label: 'Reply in thread', act: () => deeds.open(one.thread_ts ?? one.ts) }]),
        ]),
  )
}

/** @param {string} ts @param {readonly any[]} replies @param {Deeds} deeds */
const summary = (ts, replies, { open }) =>
  h(
    'button',
    { type: 'button', class: 'replies', 'data-thread': ts, on: { click: () => open(ts) } },
    icon('thread'),
    h('b', {}, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    h('span', {}, `Last at ${when(Number(replies.at(-1)?.ts) * 1000)}`),
  )
