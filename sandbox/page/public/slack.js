// @ts-check
/** The pane of the Slack workspace. */
import { h } from './dom.js'
import { ask, fact, under } from './facts.js'
import { forms } from './form.js'
import { room } from './room.js'
import { readView } from './slack-blocks.js'
import { message } from './slack-message.js'

const togetherSeconds = 300

/** @param {HTMLElement} pane */
export function slackPane(pane) {
  const here = room(pane, {
    mark: 'hash',
    title: 'Slack',
    sub: 'Riverside Health',
    user: 'mary',
    channel: 'C01HCSM',
    tries: ['/chat follow #hcsm', '/chat help'],
    send: (text, { channel, user, thread }) =>
      ask('slack/say', { channel, user, text, ...(thread && { thread }) }),
  })
  const { where } = here
  const form = forms(pane, {
    send: values => ask('slack/submit', { user: where.user, values }),
    dismiss: () => ask('slack/dismiss', { user: where.user }),
  })
  const deeds = {
    press: (/** @type {string} */ on, /** @type {string} */ action) =>
      ask('slack/press', { message: on, action, user: where.user }),
    reply: (/** @type {string} */ on) =>
      void ask('slack/shortcut', { message: on, user: where.user }).catch(here.told),
    open: here.open,
    hide: (/** @type {string} */ ts) => {
      where.hidden.add(ts)
      draw()
    },
    told: here.told,
  }

  function draw() {
    const people = fact('slack/people', [])
    const self = people.find((/** @type {any} */ one) => one.name === where.user)?.id
    const all = under('slack/message/')
      .filter(({ ephemeralTo, ts }) => (!ephemeralTo || ephemeralTo === self) && !where.hidden.has(ts))
      .sort((one, other) => (one.ts < other.ts ? -1 : 1))
    const channels = fact('slack/channels', [])
    const inChannel = all.filter(one => one.channel === where.channel && isOwn(one))
    const threads = Map.groupBy(
      all.filter(one => !isOwn(one)),
      one => one.thread_ts,
    )
    const root = all.find(({ ts }) => ts === where.thread)
    const items = (/** @type {any[]} */ messages, /** @type {boolean} */ within) =>
      messages.map((one, index) => {
        const replies = within ? [] : (threads.get(one.ts) ?? [])
        const compact = follows(messages[index - 1], one, threads)
        const author = people.find((/** @type {any} */ person) => person.id === one.user)
        const last = replies.at(-1)?.ts
        return {
          key: one.ts,
          of: [one, compact, replies.length, last, within],
          node: () => message(one, { author, compact, replies, within, web: fact('x/web', '') }, deeds),
        }
      })
    here.showPeople(people.filter((/** @type {any} */ one) => !one.bot).map(named))
    here.showChannels(
      channels.map((/** @type {any} */ { id, name }) => ({
        id,
        name,
        last: all.findLast(one => one.channel === id)?.ts ?? '',
      })),
    )
    here.show({
      items: items(inChannel, false),
      thread: items([...(root ? [root] : []), ...(threads.get(where.thread) ?? [])], true),
      channel: channels.find((/** @type {any} */ one) => one.id === where.channel)?.name ?? '',
      title: 'Thread',
      fresh: !all.some(({ byBot, ephemeralTo }) => byBot && !ephemeralTo),
      empty,
    })
    form.show(fact(`slack/view/${where.user}`), view => readView(view, fact('x/web', '')))
    return all.length
  }
  return draw
}

const isOwn = (/** @type {any} */ { thread_ts, ts }) => thread_ts === undefined || thread_ts === ts

/** @param {any} before @param {any} one @param {Map<string, unknown>} threads */
const follows = (before, one, threads) =>
  before?.user === one.user &&
  !before.ephemeralTo &&
  !one.ephemeralTo &&
  !threads.has(before.ts) &&
  Number(one.ts) - Number(before.ts) < togetherSeconds

const named = (/** @type {any} */ { name, displayName, admin, guest }) => ({
  value: name,
  label: `${displayName}${admin ? ', admin' : guest ? ', guest' : ''}`,
})

const empty = () =>
  h(
    'div',
    { class: 'empty' },
    h('p', {}, h('b', {}, 'It is quiet in here.')),
    h('p', {}, 'Type ', h('code', {}, '/chat follow #hcsm'), ' below, and the chat comes in.'),
  )
