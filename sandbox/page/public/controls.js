// @ts-check
/** Plays, holds and speeds up the sample chat, and starts everything over. */
import { h, icon } from './dom.js'
import { ask, fact } from './facts.js'

const speeds = [1, 6, 20]

/** @param {HTMLElement} holder */
export function controls(holder) {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'How far the sample chat is' })
  const words = h('span', { class: 'far', 'aria-live': 'off' })
  const told = h('span', { class: 'told', role: 'alert' })
  const act = (/** @type {string} */ deed, given = {}) =>
    ask(deed, given).then(
      () => (told.textContent = ''),
      error => (told.textContent = error.message),
    )
  const play = h('button', {
    type: 'button',
    class: 'play',
    on: { click: () => act(fact('play')?.playing ? 'play/pause' : 'play/start') },
  })
  const times = speeds.map(speed =>
    h(
      'button',
      {
        type: 'button',
        'data-times': speed,
        title: speed === 1 ? 'As fast as life' : `${speed} times as fast as life`,
        on: { click: () => act('play/speed', { times: speed }) },
      },
      `${speed}×`,
    ),
  )
  const over = h(
    'button',
    { type: 'button', class: 'over', title: 'Empty everything and begin anew' },
    icon('again'),
    h('span', {}, 'Start over'),
  )
  over.addEventListener('click', async () => {
    if (over.getAttribute('aria-busy')) return
    over.setAttribute('aria-busy', 'true')
    await act('over')
    over.removeAttribute('aria-busy')
  })
  holder.append(
    h('div', { class: 'chat' }, h('div', {}, h('b', {}, 'Sample chat'), words), bar),
    play,
    h('div', { class: 'speeds', role: 'group', 'aria-label': 'Speed' }, ...times),
    over,
    told,
  )
  let label = ''
  return () => {
    const { playing = false, done = 0, of = 1, times: speed = 6 } = fact('play', {})
    const ended = done === of && !playing
    const now = playing ? 'Pause' : ended ? 'Again' : 'Play'
    if (now !== label) play.replaceChildren(icon(playing ? 'pause' : ended ? 'again' : 'play'), now)
    label = now
    bar.value = done / of
    words.textContent =
      done === 0 ? ' begins when a channel follows it' : ended ? ' has ended' : ` ${done} of ${of}`
    for (const button of times)
      button.setAttribute('aria-pressed', String(Number(button.dataset.times) === speed))
  }
}
