// @ts-check
/** The pane of the Discord server. */
import { commandList } from './discord-commands.js'
import { message, readModal } from './discord-message.js'
import { h } from './dom.js'
import { ask, byId, fact, under } from './facts.js'
import { forms } from './form.js'
import { room } from './room.js'

const togetherMs = 300_000

/** @param {HTMLElement} pane */
export function discordPane(pane) {
  const commands = commandList(() => ({ channel: place(), user: where.user }))
  const here = room(pane, {
    mark: 'bubble',
    title: 'Discord',
    sub: 'Open Health Circle',
    user: 'mary',
    channel: '400000000000000002',
    tries: ['/chat follow #hcsm', '/chat help'],
    above: commands.element,
    key: event => commands.key(event),
    send: (text, { user, channel, thread }) =>
      ask('discord/say', {
        user,
        text,
        ...(thread && !isThread(thread) ? { channel, thread } : { channel: thread ?? channel }),
      }),
  })
  const { where } = here
  commands.attend(here.box.input, here.box.set)
  const place = () => (where.thread && isThread(where.thread) ? where.thread : where.channel)
  const form = forms(pane, {
    send: values => ask('discord/submit', { user: where.user, values }),
    dismiss: () => ask('discord/dismiss', { user: where.user }),
  })
  const deeds = {
    press: (/** @type {string} */ on, /** @type {string} */ action) =>
      ask('discord/press', { message: on, action, user: where.user }),
    menu: (/** @type {string} */ on, /** @type {string} */ command) =>
      void ask('discord/menu', { message: on, command, user: where.user }).catch(here.told),
    open: here.open,
    hide: (/** @type {string} */ id) => {
      where.hidden.add(id)
      draw()
    },
    told: here.told,
  }

  function draw() {
    const people = fact('discord/people', [])
    const channels = fact('discord/channels', [])
    const all = under('discord/message/')
      .filter(({ only, id }) => (!only || only === where.user) && !where.hidden.has(id))
      .sort((one, other) => byId(one.id, other.id))
    const within = Map.groupBy(all, one => one.channel)
    const root = all.find(({ id }) => id === where.thread)
    const names = { user: nameIn(people, 'name'), channel: nameIn(channels, 'name') }
    const menus = fact('discord/commands', [])
      .filter((/** @type {any} */ one) => one.type === 3)
      .map((/** @type {any} */ one) => one.name)
    const items = (/** @type {any[]} */ messages, /** @type {boolean} */ inThread) =>
      messages.map((one, index) => {
        const thread = inThread
          ? undefined
          : channels.find((/** @type {any} */ { id, threadOf }) => id === one.id && threadOf)
        const replies = thread ? (within.get(thread.id) ?? []) : []
        const compact = follows(messages[index - 1], one, channels)
        const bot = people.some((/** @type {any} */ { id, bot }) => bot && id === one.author.id)
        return {
          key: one.id,
          of: [one, compact, thread, replies.length, replies.at(-1), inThread, menus.length],
          node: () =>
            message(
              one,
              { compact, bot, thread, replies, inThread, names, menus, web: fact('x/web', '') },
              deeds,
            ),
        }
      })
    const open = channels.filter((/** @type {any} */ { threadOf }) => !threadOf)
    const title = channels.find((/** @type {any} */ { id }) => id === where.thread)?.name ?? 'New thread'
    here.showPeople(
      people
        .filter((/** @type {any} */ { bot }) => !bot)
        .map((/** @type {any} */ { username, name }) => ({ value: username, label: name })),
    )
    here.showChannels(
      open.map((/** @type {any} */ { id, name }) => ({ id, name, last: within.get(id)?.at(-1)?.id ?? '' })),
    )
    here.show({
      items: items(within.get(where.channel) ?? [], false),
      thread: items(
        [...(root ? [root] : []), ...(where.thread ? (within.get(where.thread) ?? []) : [])],
        true,
      ),
      channel: names.channel(where.channel),
      title,
      fresh: !all.some(
        ({ only, author }) =>
          !only && people.some((/** @type {any} */ { id, bot }) => bot && id === author.id),
      ),
      empty,
    })
    form.show(fact(`discord/view/${where.user}`), view => readModal(view, names, fact('x/web', '')))
    return all.length
  }
  return draw
}

/** @param {string} id */
const isThread = id => fact('discord/channels', []).some((/** @type {any} */ one) => one.id === id)

/** @param {readonly any[]} all @param {string} as @returns {(id: string) => string} */
const nameIn = (all, as) => id => all.find(one => one.id === id)?.[as] ?? id

/** @param {any} before @param {any} one @param {readonly any[]} channels */
const follows = (before, one, channels) =>
  before?.author.id === one.author.id &&
  !before.only &&
  !one.only &&
  !one.answers &&
  one.at - before.at < togetherMs &&
  !channels.some(({ id }) => id === before.id)

const empty = () =>
  h(
    'div',
    { class: 'empty' },
    h('p', {}, h('b', {}, 'Nobody has said anything yet.')),
    h('p', {}, 'Type ', h('code', {}, '/chat follow #hcsm'), ' below, and the chat comes in.'),
  )
