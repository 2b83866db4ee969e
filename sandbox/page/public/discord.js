/** The pane of Discord: a server with its channels, messages with embeds, threads, and what only you see. */
import { act, dialog, face, h, link, time } from './dom.js'
import { room } from './room.js'
import { counted } from './slack.js'

const unescaped = text => text.replace(/\\([^0-9A-Za-z\s])/g, '$1').replaceAll('\u200b', '')
const inline =
  /(\[(?:\\.|[^\]\\])+\]\(https?:[^)\s]+\)|\*\*(?:\\.|[^*\\])+\*\*|`[^`]+`|<t:\d+(?::[tTdDfFR])?>|<?https?:\/\/[^\s<>]+>?)/g

/** Discord's markdown, as far as it is used here. */
function markdown(text) {
  return text.split('\n').map(line => {
    const [, mark = '', rest = ''] = /^(> |-# |#{1,3} )?([\s\S]*)$/.exec(line)
    const parts = rest.split(inline).map(part => {
      const masked = /^\[((?:\\.|[^\]\\])+)\]\((https?:[^)\s]+)\)$/.exec(part)
      if (masked) return link(unescaped(masked[1]), masked[2])
      if (/^\*\*[\s\S]+\*\*$/.test(part)) return h('b', {}, unescaped(part.slice(2, -2)))
      if (/^`[^`]+`$/.test(part)) return h('code', {}, part.slice(1, -1))
      const at = /^<t:(\d+):?(\w)?>$/.exec(part)
      if (at)
        return h('time', {}, at[2] === 't' ? time(at[1] * 1000) : new Date(at[1] * 1000).toLocaleDateString())
      if (/^<?https?:/.test(part)) return link(part.replace(/^<|>$/g, ''), part.replace(/^<|>$/g, ''))
      return unescaped(part)
    })
    return h(
      mark === '> ' ? 'blockquote' : 'p',
      { class: mark === '-# ' ? 'small' : undefined },
      rest ? parts : '\u00a0',
    )
  })
}

function embed({ author, title, description, fields = [], image, footer, timestamp }) {
  return h(
    'div',
    { class: 'embed' },
    author &&
      h(
        'p',
        { class: 'author' },
        author.icon_url && h('img', { src: author.icon_url, alt: '' }),
        link(author.name, author.url),
      ),
    title && h('h4', {}, title),
    description && markdown(description),
    fields.map(({ name, value }) => [h('b', {}, name), markdown(value)]),
    image && h('img', { class: 'picture', src: image.url, alt: footer?.text ?? 'Picture' }),
    (footer || timestamp) &&
      h(
        'p',
        { class: 'small' },
        [footer?.text, timestamp && time(Date.parse(timestamp))].filter(Boolean).join(' · '),
      ),
  )
}

const styles = { 1: 'primary', 4: 'danger' }

function rows(components, press) {
  return components
    .filter(({ type }) => type === 1)
    .map(row =>
      h(
        'div',
        { class: 'actions' },
        row.components
          .filter(({ type }) => type === 2)
          .map(one =>
            one.url
              ? h('a', { class: 'button', href: one.url, target: '_blank', rel: 'noreferrer' }, one.label)
              : h(
                  'button',
                  { type: 'button', class: styles[one.style], on: { click: () => press(one.custom_id) } },
                  one.label,
                ),
          ),
      ),
    )
}

function message(one, { user, open, replies }) {
  const own = (one.flags & 64) !== 0
  const bot = one.author.bot === true
  const name = bot ? 'Backchannel' : (one.author.global_name ?? one.author.username)
  const press = button => act({ do: 'discord.press', message: one.id, button, user })
  return h(
    'article',
    { class: own ? 'message own' : 'message', 'data-id': one.id },
    bot ? h('img', { class: 'face', src: '/icon.svg', alt: '' }) : face(name),
    h(
      'div',
      { class: 'body' },
      h(
        'p',
        { class: 'head' },
        h('b', {}, name),
        bot && h('span', { class: 'app' }, 'APP'),
        ` ${time(Date.parse(one.timestamp))}${one.edited_timestamp ? ' · edited' : ''}`,
      ),
      one.content && markdown(one.content),
      one.embeds.map(embed),
      rows(one.components ?? [], press),
      own && h('p', { class: 'small' }, 'Only you can see this'),
      !own &&
        h(
          'p',
          { class: 'tools' },
          open &&
            h(
              'button',
              { type: 'button', on: { click: open } },
              replies ? `${replies} in its thread` : 'Thread',
            ),
          bot &&
            h(
              'button',
              {
                type: 'button',
                title: 'From the message’s menu',
                on: { click: () => act({ do: 'discord.menu', message: one.id, user }) },
              },
              '⋯ Reply on X',
            ),
        ),
    ),
  )
}

function modal(form, user) {
  const inputs = form.components.map(one =>
    one.type === 18
      ? { label: one.label, about: one.description, input: one.component }
      : { label: one.components[0].label, input: one.components[0] },
  )
  const about = inputs.flatMap(one => (one.about ? [one.about] : []))
  const fields = inputs.map(({ label, input }) =>
    h(
      'label',
      {},
      label,
      input.type === 3
        ? h(
            'select',
            { name: input.custom_id, required: true },
            input.options.map(option => h('option', { value: option.value }, option.label)),
          )
        : counted(
            h(
              'textarea',
              {
                name: input.custom_id,
                rows: 4,
                required: true,
                maxlength: input.max_length,
                placeholder: input.placeholder,
              },
              input.value ?? '',
            ),
          ),
    ),
  )
  return dialog({
    title: form.title,
    about,
    fields,
    submit: 'Submit',
    send: values => act({ do: 'discord.submit', user, values }),
    dismiss: () => act({ do: 'discord.dismiss', user }),
  })
}

export const discordPane = place =>
  room(place, {
    title: 'Discord',
    subtitle: 'server Open Health Circle',
    service: 'discord',
    placeholder: '/chat follow #hcsm',
    show(channel, { user, thread, openThread }, ephemerals) {
      const root = channel.messages.find(({ id }) => id === thread)
      const mine = ephemerals.filter(one => one.channel_id === (thread ?? channel.id))
      const top = thread ? [root, ...(root?.threadMessages ?? [])].filter(Boolean) : channel.messages
      return [...top, ...mine]
        .sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp))
        .map(one =>
          message(one, {
            user,
            ...(!thread && { open: () => openThread(one.id), replies: one.threadMessages?.length ?? 0 }),
          }),
        )
    },
    modal,
  })
