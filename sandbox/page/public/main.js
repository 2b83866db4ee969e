// @ts-check
/** Puts the page together, and draws it again whenever something has changed. */
import { controls } from './controls.js'
import { discordPane } from './discord.js'
import { h, icon } from './dom.js'
import { listen, ready, watch } from './facts.js'
import { slackPane } from './slack.js'
import { stepStrip } from './steps.js'
import { xPane } from './x.js'

const by = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))

const panes = [
  { id: 'x', name: 'X', mark: 'globe', draw: xPane(by('x')) },
  { id: 'slack', name: 'Slack', mark: 'hash', draw: slackPane(by('slack')) },
  { id: 'discord', name: 'Discord', mark: 'bubble', draw: discordPane(by('discord')) },
]
const drawControls = controls(by('controls'))
const drawSteps = stepStrip(by('steps'))

/** On a phone one of them is there at a time. */
let chosen = 'slack'
const tabs = panes.map(({ id, name, mark }) =>
  h(
    'button',
    { type: 'button', 'data-pane': id, on: { click: () => choose(id) } },
    icon(mark),
    name,
    h('i', { class: 'fresh', hidden: true, title: 'Something new' }),
  ),
)
by('tabs').append(...tabs)

/** @type {Map<string, number>} */
const seen = new Map()

/** @param {string} id */
function choose(id) {
  chosen = id
  for (const pane of panes) by(pane.id).classList.toggle('chosen', pane.id === id)
  for (const tab of tabs) tab.setAttribute('aria-current', String(tab.dataset.pane === id))
  draw()
}

function draw() {
  if (!ready()) return
  document.body.classList.add('ready')
  for (const { id, draw: drawPane } of panes) {
    const count = drawPane()
    if (id === chosen || !seen.has(id)) seen.set(id, count)
    const fresh = tabs.find(tab => tab.dataset.pane === id)?.querySelector('.fresh')
    if (fresh) fresh.hidden = count === seen.get(id)
  }
  drawControls()
  drawSteps()
}

watch(draw)
choose(chosen)
listen(lost => {
  by('lost').hidden = !lost
})
