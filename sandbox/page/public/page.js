/** Keeps the three panes as the sandbox stands, and ticks off what there is to try. */

import { discordPane } from './discord.js'
import { act, h } from './dom.js'
import { slackPane } from './slack.js'
import { xPane } from './x.js'

const panes = {
  x: xPane(document.getElementById('x')),
  slack: slackPane(document.getElementById('slack')),
  discord: discordPane(document.getElementById('discord')),
}

const text = value => JSON.stringify(value)
const tries = [
  [
    'Type /chat follow #hcsm in Slack',
    ({ slack }) => text(slack.channels).includes('made this channel follow'),
  ],
  ['… and in Discord', ({ discord }) => text(discord.channels).includes('made this channel follow')],
  ['Press Reply on X, write, confirm', ({ x }) => x.posts.some(({ by }) => by.handle === 'BackchannelHQ')],
  ['See it answered', ({ x }) => x.posts.some(({ replyTo }) => replyTo === 'BackchannelHQ')],
]
const list = document.getElementById('try')
const items = tries.map(([words]) => h('li', {}, words))
list.append(...items)

const play = document.getElementById('play')
const progress = document.getElementById('progress')
let playing = false
play.addEventListener('click', () => act({ do: 'chat.play', playing: !playing }))
document
  .getElementById('speed')
  .addEventListener('change', event => act({ do: 'chat.speed', times: Number(event.target.value) }))

for (const tab of document.querySelectorAll('[data-tab]'))
  tab.addEventListener('click', () => {
    document.body.dataset.tab = tab.dataset.tab
  })
document.body.dataset.tab = 'slack'

new EventSource('/events').addEventListener('message', ({ data }) => {
  const state = JSON.parse(data)
  for (const [name, show] of Object.entries(panes)) show(state[name])
  for (const [index, [, done]] of tries.entries()) items[index].classList.toggle('done', done(state))
  playing = state.chat.playing
  play.textContent = playing ? 'Pause' : state.chat.done === state.chat.of ? 'Again' : 'Play'
  progress.textContent = `Sample chat ${state.chat.done}/${state.chat.of}`
})
