// @ts-check
/** What a newcomer may try, ticked off as it happens. */
import { h, icon, keep } from './dom.js'
import { fact, under } from './facts.js'

/** @typedef {{ id: string, words: string, code?: string, done: () => boolean }} Step */

const teamPosts = () => under('x/post/').filter(({ by }) => by.handle === fact('x/team'))

/** Whether an answer to the team's post stands on X and in a channel. */
function answered() {
  const mine = new Set(teamPosts().flatMap(({ first, id }) => [first, id]))
  const answers = under('x/post/').filter(({ answers: to }) => to && mine.has(to.id))
  if (answers.length === 0) return false
  const shown = JSON.stringify([
    ...under('slack/message/').map(({ blocks }) => blocks),
    ...under('discord/message/').map(({ components }) => components),
  ])
  return answers.some(({ id }) => shown.includes(id))
}

/** @type {readonly Step[]} */
const steps = [
  {
    id: 'slack',
    words: 'In Slack, type',
    code: '/chat follow #hcsm',
    done: () => under('slack/message/').some(({ byBot, ephemeralTo }) => byBot && !ephemeralTo),
  },
  {
    id: 'discord',
    words: 'In Discord too:',
    code: '/chat follow #hcsm',
    done: () => under('discord/message/').some(({ only, author }) => !only && bot(author.id)),
  },
  {
    id: 'reply',
    words: 'Press Reply on X under a post',
    done: () => [...under('slack/view/'), ...under('discord/view/')].some(Boolean),
  },
  { id: 'confirm', words: 'Preview it, then post it', done: () => teamPosts().length > 0 },
  { id: 'answers', words: 'Watch the answers arrive', done: answered },
]

const bot = (/** @type {string} */ id) =>
  fact('discord/people', []).some((/** @type {any} */ one) => one.id === id && one.bot)

/** @param {HTMLElement} nav */
export function stepStrip(nav) {
  const list = h('ol')
  nav.append(list)
  let run = 0
  /** @type {Set<string>} */
  let done = new Set()
  const over = () => done.size === steps.length
  return () => {
    if (fact('run', 0) !== run) done = new Set()
    run = fact('run', 0)
    for (const { id, done: isDone } of steps) if (!done.has(id) && isDone()) done.add(id)
    const next = steps.find(({ id }) => !done.has(id))?.id
    keep(
      list,
      steps.map((step, index) => ({
        key: step.id,
        of: [done.has(step.id), next === step.id],
        node: () => chip(step, index + 1, done.has(step.id), next === step.id),
      })),
    )
    nav.classList.toggle('over', over())
  }
}

/** @param {Step} step @param {number} number @param {boolean} done @param {boolean} next */
const chip = ({ id, words, code }, number, done, next) =>
  h(
    'li',
    { class: done ? 'done' : next ? 'next' : '', 'data-step': id, 'aria-current': next ? 'step' : undefined },
    h('span', { class: 'number' }, done ? icon('check', 'Done:') : number),
    h('span', {}, words, code ? [' ', h('code', {}, code)] : null),
  )
