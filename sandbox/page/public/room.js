/** What Slack and Discord have in common on the page: who you are, channels, a list of messages, a thread, a box to type in. */
import { act, box, fill, h } from './dom.js'

export function room(place, { title, subtitle, service, placeholder, show, modal }) {
  const who = h('select', { 'aria-label': `Who you are on ${title}` })
  const channels = h('select', { 'aria-label': `Channel on ${title}` })
  const back = h('button', { type: 'button', class: 'back', hidden: true }, '← Back to the channel')
  const list = h('div', {
    class: 'list',
    tabindex: 0,
    role: 'log',
    'aria-label': `Messages on ${title}`,
    'aria-live': 'polite',
  })
  const forms = h('div')
  let latest
  let thread
  let shownForm = ''

  const draw = () => {
    if (!latest) return
    const user = who.value || latest.people[0]?.id
    const channel = latest.channels.find(({ id }) => id === channels.value) ?? latest.channels[0]
    const ephemerals = latest.ephemerals[user] ?? []
    const openThread = id => {
      thread = id
      draw()
    }
    back.hidden = !thread
    const key = JSON.stringify([channel, ephemerals, user, thread])
    const content =
      list.dataset.key === key ? undefined : show(channel, { user, thread, openThread }, ephemerals)
    if (content)
      fill(
        list,
        key,
        content.length ? content : h('p', { class: 'empty' }, `Nothing here yet. Type ${placeholder} below.`),
      )
    const form = JSON.stringify([user, latest.modals[user]])
    if (form !== shownForm) {
      shownForm = form
      forms.replaceChildren(...(latest.modals[user] ? [modal(latest.modals[user], user)] : []))
    }
  }
  who.addEventListener('change', draw)
  channels.addEventListener('change', () => {
    thread = undefined
    draw()
  })
  back.addEventListener('click', () => {
    thread = undefined
    draw()
  })
  const send = text =>
    act({ do: `${service}.type`, channel: channels.value, user: who.value, text, ...(thread && { thread }) })
  place.append(
    h('div', { class: 'title' }, h('h2', {}, title), h('span', {}, subtitle)),
    h('div', { class: 'bar' }, h('label', {}, 'You are ', who), h('label', {}, 'in ', channels)),
    back,
    list,
    box({ label: `Type in ${title}`, placeholder, send }),
    forms,
  )

  return state => {
    latest = state
    options(
      who,
      state.people.map(({ id, name, note }) => [id, note ? `${name} (${note})` : name]),
    )
    options(
      channels,
      state.channels.map(({ id, name }) => [id, `#${name}`]),
      'hcsm-live',
    )
    draw()
  }
}

function options(select, all, first) {
  if (select.options.length === all.length) return
  const kept = select.value
  select.replaceChildren(...all.map(([value, text]) => h('option', { value }, text)))
  const wanted = all.find(([, text]) => text === `#${first}`)?.[0]
  select.value = kept || wanted || all[0]?.[0] || ''
}
