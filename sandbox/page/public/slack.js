/** The pane of Slack: a workspace with its channels, messages in Block Kit, threads, and what only you see. */
import { act, dialog, face, h, link, time } from './dom.js'
import { room } from './room.js'

const unescaped = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const markup = /(<[^>\n]+>|\*[^*\n]+\*|`[^`\n]+`)/g

/** Slack's own markup, shown as Slack shows it. */
function mrkdwn(text) {
  return text.split('\n').map(line => {
    const quoted = line.startsWith('>')
    const parts = (quoted ? line.slice(1) : line).split(markup).map(part => {
      const date = /^<!date\^(\d+)\^([^|^>]*)[^|>]*\|([^>]*)>$/.exec(part)
      if (date)
        return h(
          'time',
          { datetime: new Date(date[1] * 1000).toISOString() },
          date[2].includes('time') && !date[2].includes('date_long')
            ? time(date[1] * 1000)
            : new Date(date[1] * 1000).toLocaleDateString(),
        )
      const anchor = /^<(https?:[^|>]+)\|?([^>]*)>$/.exec(part)
      if (anchor) return link(unescaped(anchor[2] || anchor[1]), unescaped(anchor[1]))
      if (/^\*[^*]+\*$/.test(part))
        return h('b', {}, ...mrkdwn(part.slice(1, -1)).flatMap(one => [...one.childNodes]))
      if (/^`[^`]+`$/.test(part)) return h('code', {}, unescaped(part.slice(1, -1)))
      return unescaped(part)
    })
    return h(quoted ? 'blockquote' : 'p', {}, parts.length ? parts : '\u00a0')
  })
}

function rich(element) {
  const inner = () => (element.elements ?? []).map(rich)
  switch (element.type) {
    case 'text':
      return element.text
    case 'link':
      return link(element.text ?? element.url, element.url)
    case 'rich_text_quote':
      return h('blockquote', {}, inner())
    case 'rich_text_list':
      return h(
        'ul',
        {},
        element.elements.map(one => h('li', {}, rich(one))),
      )
    case 'rich_text_preformatted':
      return h('pre', {}, inner())
    default:
      return h('p', { class: 'text' }, inner())
  }
}

function block(one, press) {
  if (one.type === 'section') return mrkdwn(one.text?.text ?? '')
  if (one.type === 'header') return h('h4', {}, one.text.text)
  if (one.type === 'rich_text') return one.elements.map(rich)
  if (one.type === 'divider') return h('hr')
  if (one.type === 'image') return h('img', { class: 'picture', src: one.image_url, alt: one.alt_text })
  if (one.type === 'context')
    return h(
      'div',
      { class: 'context' },
      one.elements.map(part =>
        part.type === 'image'
          ? h('img', { src: part.image_url, alt: part.alt_text })
          : mrkdwn(part.text).map(line => h('span', {}, [...line.childNodes])),
      ),
    )
  if (one.type === 'actions')
    return h(
      'div',
      { class: 'actions' },
      one.elements.map(button =>
        button.url
          ? h(
              'a',
              { class: 'button', href: button.url, target: '_blank', rel: 'noreferrer' },
              button.text.text,
            )
          : h(
              'button',
              { type: 'button', class: button.style, on: { click: () => press(button.action_id) } },
              button.text.text,
            ),
      ),
    )
  return []
}

function message(one, { user, open, replies }) {
  const press = button => act({ do: 'slack.press', message: one.ts, button, user })
  const own = one.ephemeralTo !== undefined
  return h(
    'article',
    { class: own ? 'message own' : 'message', 'data-ts': one.ts },
    one.byBot ? h('img', { class: 'face square', src: '/icon.svg', alt: '' }) : face(one.author ?? '?'),
    h(
      'div',
      { class: 'body' },
      h(
        'p',
        { class: 'head' },
        h('b', {}, one.byBot ? 'Backchannel' : one.author),
        one.byBot && h('span', { class: 'app' }, 'APP'),
        ` ${time(Number(one.ts) * 1000)}${one.edited ? ' · edited' : ''}`,
      ),
      own && h('p', { class: 'small' }, 'Only visible to you'),
      one.blocks.length ? one.blocks.map(part => block(part, press)) : mrkdwn(one.text),
      !own &&
        h(
          'p',
          { class: 'tools' },
          open &&
            h(
              'button',
              { type: 'button', on: { click: open } },
              replies ? `${replies} ${replies === 1 ? 'reply' : 'replies'}` : 'Thread',
            ),
          one.byBot &&
            h(
              'button',
              {
                type: 'button',
                title: 'From the message’s menu',
                on: { click: () => act({ do: 'slack.menu', message: one.ts, user }) },
              },
              '⋯ Reply on X',
            ),
        ),
    ),
  )
}

function modal(view, user) {
  const inputs = view.blocks.filter(({ type }) => type === 'input')
  const about = view.blocks
    .filter(({ type }) => type === 'section')
    .map(one =>
      h(
        'span',
        {},
        mrkdwn(one.text.text).flatMap(line => [...line.childNodes]),
      ),
    )
  const fields = inputs.map(({ label, element }) =>
    h(
      'label',
      {},
      label.text,
      element.type === 'static_select'
        ? h(
            'select',
            { name: element.action_id, required: true },
            element.options.map(option => h('option', { value: option.value }, option.text.text)),
          )
        : counted(
            h(
              'textarea',
              {
                name: element.action_id,
                rows: 4,
                required: true,
                maxlength: element.max_length,
                placeholder: element.placeholder?.text,
              },
              element.initial_value ?? '',
            ),
          ),
    ),
  )
  return dialog({
    title: view.title.text,
    about,
    fields,
    submit: view.submit.text,
    send: values => act({ do: 'slack.submit', user, values }),
    dismiss: () => act({ do: 'slack.dismiss', user }),
  })
}

export const counted = area => {
  const count = h('small', {}, `${area.value.length} typed`)
  area.addEventListener('input', () => {
    count.textContent = `${area.value.length} typed`
  })
  return [area, count]
}

export const slackPane = place =>
  room(place, {
    title: 'Slack',
    subtitle: 'workspace Riverside Health',
    service: 'slack',
    placeholder: '/chat follow #hcsm',
    show(channel, { user, thread, openThread }, ephemerals) {
      const top = channel.messages.filter(one => !one.thread_ts || one.thread_ts === one.ts)
      const under = ts => channel.messages.filter(one => one.thread_ts === ts && one.ts !== ts)
      const mine = ephemerals.filter(one => one.channel === channel.id)
      if (thread) {
        const root = top.find(({ ts }) => ts === thread)
        return [root, ...under(thread), ...mine.filter(one => one.thread_ts === thread)]
          .filter(Boolean)
          .map(one => message(one, { user }))
      }
      return [...top, ...mine.filter(one => !one.thread_ts)]
        .sort((one, other) => Number(one.ts) - Number(other.ts))
        .map(one =>
          message(one, {
            user,
            open: () => openThread(one.ts),
            replies: under(one.ts).length + mine.filter(own => own.thread_ts === one.ts).length,
          }),
        )
    },
    modal,
  })
