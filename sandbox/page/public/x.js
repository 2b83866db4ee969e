/** The pane of X: the timeline as it stands, and a box to post as yourself. */
import { act, box, face, fill, h, lively, time } from './dom.js'

export function xPane(place) {
  const list = h('div', {
    class: 'list',
    tabindex: 0,
    role: 'log',
    'aria-label': 'Posts on X',
    'aria-live': 'polite',
  })
  const foot = h('p', { class: 'foot' })
  let replyTo
  const note = h('p', { class: 'replying', hidden: true })
  const answer = post => {
    replyTo = post?.id
    note.hidden = !post
    note.replaceChildren(
      ...(post
        ? [
            `Answering @${post.by.handle} `,
            h('button', { type: 'button', on: { click: () => answer() } }, 'not any more'),
          ]
        : []),
    )
    if (post) place.querySelector('textarea').focus()
  }
  const send = async text => {
    const done = await act({ do: 'x.post', text, ...(replyTo && { replyTo }) })
    answer()
    return done
  }
  place.append(
    h('div', { class: 'title' }, h('h2', {}, 'X'), h('span', {}, '#hcsm, as everyone sees it')),
    list,
    note,
    box({ label: 'Post on X as yourself', placeholder: 'Post as yourself, with #hcsm', send }),
    foot,
  )

  return ({ posts, spent, rules }) => {
    fill(
      list,
      JSON.stringify(posts),
      posts.length
        ? posts.map(post => show(post, answer))
        : h(
            'p',
            { class: 'empty' },
            'Nobody has said anything yet. The sample chat begins as soon as a channel follows #hcsm.',
          ),
    )
    foot.textContent = `Reading and posting has cost $${spent.toFixed(3)} · ${rules.length ? `listening for ${rules.join(', ')}` : 'listening for nothing yet'}`
  }
}

function show(post, answer) {
  const { id, by, text, at, edited, media, replyTo, quotes, poll } = post
  const own = by.handle === 'you'
  return h(
    'article',
    { class: `post${replyTo ? ' reply' : ''}`, 'data-id': id },
    face(by.name, by.picture),
    h(
      'div',
      { class: 'body' },
      h(
        'p',
        { class: 'head' },
        h('b', {}, by.name),
        ` @${by.handle} · ${time(at)}${edited ? ' · edited' : ''}`,
      ),
      replyTo && h('p', { class: 'small' }, `answers @${replyTo}`),
      h('p', { class: 'text' }, lively(text)),
      poll &&
        h(
          'ul',
          { class: 'poll' },
          poll.map(option => h('li', {}, option)),
        ),
      media.length > 0 &&
        h(
          'div',
          { class: 'media' },
          media.map(({ url, alt }) => h('img', { src: url, alt })),
        ),
      quotes && h('blockquote', {}, h('b', {}, quotes.name), ' ', lively(quotes.text)),
      h(
        'p',
        { class: 'tools' },
        h('button', { type: 'button', on: { click: () => answer(post) } }, 'Reply'),
        own && h('button', { type: 'button', on: { click: () => change(post) } }, 'Edit'),
        own && h('button', { type: 'button', on: { click: () => act({ do: 'x.remove', id }) } }, 'Delete'),
      ),
    ),
  )
}

function change({ id, text }) {
  const next = prompt('Your post', text)
  if (next) void act({ do: 'x.edit', id, text: next })
}
