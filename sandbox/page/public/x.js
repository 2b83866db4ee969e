// @ts-check
/** The pane of X: the timeline, and a box to post as oneself. */
import { h, icon, link, picture } from './dom.js'
import { ask, byId, fact, under, when } from './facts.js'
import { actor, composer, feed } from './pane.js'

/** @param {HTMLElement} pane */
export function xPane(pane) {
  const list = feed('Posts on X')
  /** @type {{ kind: 'replyTo' | 'edit', post: any } | undefined} */
  let about
  const banner = h('p', { class: 'about', hidden: true })
  const box = composer({
    label: 'Post on X as yourself',
    placeholder: 'Post as yourself, with #hcsm',
    sendLabel: 'Post',
    above: banner,
    send: async text => {
      const now = about
      const id = now?.post.id
      await (now?.kind === 'edit'
        ? ask('x/edit', { id, text })
        : ask('x/post', { text, ...(now && { replyTo: id }) }))
      turn(undefined)
    },
  })
  /** @param {typeof about} next */
  const turn = next => {
    about = next
    banner.hidden = !next
    banner.replaceChildren(
      h('span', {}, next?.kind === 'edit' ? 'Editing your post' : `Replying to @${next?.post.by.handle}`),
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': 'Cancel',
          on: {
            click: () => {
              turn(undefined)
              box.set('')
            },
          },
        },
        icon('close'),
      ),
    )
    if (next) box.set(next.kind === 'edit' ? next.post.text : '')
    if (next) box.input.focus()
  }
  const bill = h('p', { class: 'bill' })
  pane.append(
    h(
      'header',
      { class: 'head' },
      icon('globe'),
      h('h2', {}, 'X'),
      h('span', { class: 'sub' }, 'You are @you'),
    ),
    list.element,
    box.element,
    bill,
  )

  const deeds = {
    reply: (/** @type {any} */ post) => turn({ kind: 'replyTo', post }),
    edit: (/** @type {any} */ post) => turn({ kind: 'edit', post }),
    told: box.told.tell,
  }
  return () => {
    const web = fact('x/web', '')
    const posts = under('x/post/').sort((one, other) => byId(one.first, other.first))
    list.show(
      posts.map(post => ({
        key: post.first,
        of: [post, new Date().toDateString()],
        node: () => article(post, web, deeds),
      })),
      () => h('p', { class: 'empty' }, 'Nothing was posted yet.'),
    )
    const rules = fact('x/rules', [])
    bill.replaceChildren(
      h(
        'span',
        {},
        rules.length > 0
          ? ['The app reads ', ...rules.map((/** @type {string} */ rule) => h('code', {}, rule))]
          : 'The app reads nothing yet',
      ),
      h(
        'span',
        { class: 'spent', title: 'What the app’s calls would have cost on the real X' },
        `$${fact('x/spent', 0).toFixed(3)} spent`,
      ),
    )
    return posts.length
  }
}

/** @param {any} post @param {string} web @param {{ reply(post: any): void, edit(post: any): void, told(error: unknown): void }} deeds */
function article(post, web, deeds) {
  const shown = post.original ?? post
  const again = post.original !== undefined
  return h(
    'article',
    { class: `post${post.answers !== undefined ? ' answer' : ''}`, 'data-post': post.id },
    again ? h('p', { class: 'again' }, icon('repost'), `${post.by.name} reposted`) : null,
    h('img', { class: 'face', src: face(shown, web), alt: '', width: 40, height: 40 }),
    h(
      'div',
      { class: 'body' },
      h(
        'header',
        {},
        h('b', { dir: 'auto' }, shown.by.name),
        h('span', { class: 'handle' }, `@${shown.by.handle}`),
        link(
          `${web}/${shown.by.handle}/status/${shown.id}`,
          web,
          h('time', { datetime: new Date(post.at).toISOString() }, when(post.at)),
        ),
        post.edited ? h('span', { class: 'edited' }, 'edited') : null,
      ),
      post.answers !== undefined
        ? h(
            'p',
            { class: 'to' },
            post.answers
              ? ['Replying to ', h('b', {}, `@${post.answers.by.handle}`)]
              : 'Replying to a post that was removed',
          )
        : null,
      h('p', { class: 'text', dir: 'auto' }, ...text(shown.text)),
      ...extras(shown, web),
      post.quotes !== undefined ? quote(post.quotes, web) : null,
      controls(post, deeds),
    ),
  )
}

const face = (/** @type {any} */ { by }, /** @type {string} */ web) =>
  by.picture.startsWith(`${web}/`) ? by.picture.slice(web.length) : '/page/icon.svg'

/** Links are links; what X would link within itself is coloured. @param {string} words */
const text = words =>
  words.split(/(https?:\/\/\S+|[#＃][\p{L}\p{M}\p{N}_]+|@\w{1,30}|\$[A-Za-z]{1,6}\b)/u).map((part, index) => {
    if (index % 2 === 0) return part
    if (/^https?:/.test(part))
      return link(part, '', part.replace(/^https?:\/\/(www\.)?/, '').replace(/^(.{32}).{3,}$/su, '$1…'))
    return h('span', { class: 'tag' }, part)
  })

/** @param {any} post @param {string} web */
function extras({ media, poll }, web) {
  const seen = media.map((/** @type {any} */ { url, alt }) =>
    picture(url, alt, web, { title: alt, width: 1200, height: 675 }),
  )
  return [
    media.length > 0 ? h('div', { class: `media of${Math.min(media.length, 4)}` }, ...seen) : null,
    poll
      ? h(
          'div',
          { class: 'poll' },
          ...poll.options.map((/** @type {string} */ option) => h('span', { dir: 'auto' }, option)),
          h('small', {}, `Poll until ${when(poll.until)}`),
        )
      : null,
  ]
}

/** @param {any} quoted @param {string} web */
const quote = (quoted, web) =>
  quoted === null
    ? h('div', { class: 'quote' }, h('p', {}, 'This post was removed.'))
    : h(
        'div',
        { class: 'quote' },
        h(
          'header',
          {},
          h('img', { class: 'face', src: face(quoted, web), alt: '', width: 20, height: 20 }),
          h('b', { dir: 'auto' }, quoted.by.name),
          h('span', { class: 'handle' }, `@${quoted.by.handle}`),
        ),
        h('p', { class: 'text', dir: 'auto' }, ...text(quoted.text)),
      )

/** @param {any} post @param {{ reply(post: any): void, edit(post: any): void, told(error: unknown): void }} deeds */
function controls(post, { reply, edit, told }) {
  const id = post.original?.id ?? post.id
  const count = (/** @type {number} */ number) => (number > 0 ? String(number) : '')
  return h(
    'footer',
    {},
    h(
      'button',
      {
        type: 'button',
        title: 'Reply',
        'aria-label': `Reply to ${post.by.name}`,
        on: { click: () => reply(post.original ?? post) },
      },
      icon('reply'),
      count(post.replies),
    ),
    actor(
      { title: 'Repost', 'aria-label': `Repost what ${post.by.name} said` },
      [icon('repost'), count(post.reposts)],
      () => ask('x/repost', { id }),
      told,
    ),
    post.own && post.original === undefined
      ? h(
          'button',
          { type: 'button', title: 'Edit', 'aria-label': 'Edit your post', on: { click: () => edit(post) } },
          icon('edit'),
        )
      : null,
    post.own
      ? actor(
          {
            title: 'Delete: the channels follow when the app looks again, every five minutes',
            'aria-label': 'Delete your post',
          },
          [icon('remove')],
          () => ask('x/remove', { id: post.id }),
          told,
        )
      : null,
  )
}
