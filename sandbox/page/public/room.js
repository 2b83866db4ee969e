// @ts-check
/** What the panes of Slack and Discord share: who one is, which channel or thread one looks at, what is new elsewhere. */
import { h, icon, keep } from './dom.js'
import { look } from './facts.js'
import { chooser, composer, fault, feed, hints } from './pane.js'

/**
 * @typedef {{ user: string, channel: string, thread: string | undefined, hidden: Set<string> }} Where
 * @typedef {{ mark: string, title: string, sub: string, user: string, channel: string, tries: readonly string[],
 *   send: (text: string, where: Where) => Promise<unknown>, key?: (event: KeyboardEvent) => boolean, above?: HTMLElement }} Plan
 */

/** @param {HTMLElement} pane @param {Plan} plan */
export function room(pane, plan) {
  /** @type {Where} */
  const where = { user: plan.user, channel: plan.channel, thread: undefined, hidden: new Set() }
  const head = h(
    'header',
    { class: 'head' },
    icon(plan.mark),
    h('h2', {}, plan.title),
    h('span', { class: 'sub' }, plan.sub),
  )
  const channels = h('div', { class: 'channels', role: 'group', 'aria-label': 'Channels' })
  const list = feed(`Messages in ${plan.sub}`)
  const threadList = feed(`Thread in ${plan.sub}`, 'in-thread')
  const threadHead = h('h3', { tabindex: -1 })
  const told = fault()
  const box = composer({
    label: `Write in ${plan.sub}`,
    placeholder: '',
    send: text => plan.send(text, where),
    ...(plan.key && { key: plan.key }),
    ...(plan.above && { above: plan.above }),
  })
  const tries = hints(plan.tries, line => {
    box.set(line)
    box.input.focus()
  })
  const thread = h(
    'div',
    { class: 'thread', hidden: true },
    h(
      'header',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': 'Back to the channel',
          on: { click: () => open(undefined) },
        },
        icon('back'),
      ),
      threadHead,
    ),
    threadList.element,
  )
  pane.append(head, channels, list.element, thread, told.element, tries, box.element)

  /** @type {Map<string, string>} */
  const seen = new Map()
  /** @param {string | undefined} id */
  const open = id => {
    const before = where.thread
    where.thread = id
    look()
    if (id) {
      threadList.toEnd()
      threadHead.focus({ preventScroll: true })
    } else if (before)
      /** @type {HTMLElement | null} */ (
        list.element.querySelector(`[data-thread="${CSS.escape(before)}"]`)
      )?.focus({ preventScroll: true })
  }
  thread.addEventListener(
    'keydown',
    (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && open(undefined),
  )

  /** @param {readonly { id: string, name: string, last: string }[]} all */
  const showChannels = all => {
    for (const { id, last } of all) if (id === where.channel || !seen.has(id)) seen.set(id, last)
    keep(
      channels,
      all.map(({ id, name, last }) => ({
        key: id,
        of: [name, id === where.channel, last !== seen.get(id)],
        node: () =>
          h(
            'button',
            {
              type: 'button',
              'aria-pressed': String(id === where.channel),
              class: last !== seen.get(id) ? 'unread' : '',
              on: { click: () => go(id) },
            },
            '# ',
            name,
            last !== seen.get(id) ? h('i', { title: 'Something new' }) : null,
          ),
      })),
    )
  }
  /** @param {string} id */
  const go = id => {
    where.channel = id
    where.thread = undefined
    look()
    list.toEnd()
  }

  let people = ''
  return {
    where,
    box,
    told: told.tell,
    open,
    showChannels,
    /** @param {readonly { value: string, label: string }[]} all */
    showPeople(all) {
      if (people === JSON.stringify(all)) return
      people = JSON.stringify(all)
      head.querySelector('.who')?.remove()
      head.append(
        chooser('You are', all, value => {
          where.user = value
          look()
        }),
      )
    },
    /** @param {{ items: readonly import('./dom.js').Item[], thread: readonly import('./dom.js').Item[], channel: string, title: string, fresh: boolean, empty: () => HTMLElement }} shown */
    show({ items, thread: inThread, channel, title, fresh, empty }) {
      const within = where.thread !== undefined
      thread.hidden = !within
      list.element.hidden = within
      list.show(items, empty)
      if (within) threadList.show(inThread)
      threadHead.textContent = title
      box.place(within ? 'Write in this thread' : `Message #${channel}, or /chat`)
      tries.hidden = !fresh
    },
  }
}
