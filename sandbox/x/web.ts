/** The pages of the network: posting by web intent, a post's own page, consent to an app, and pictures. */
import { avatar, photo } from './pictures.ts'
import { latest, type Post } from './posts.ts'
import type { World } from './world.ts'
import { escaped } from './writing.ts'

export interface Page {
  status: number
  type: string
  body: string
  location?: string
}

/** The member who sits before the sandbox and posts through its pages. */
export const sandboxMember = 'you'

const safe = (text: string) => escaped(text).replaceAll('"', '&quot;')

const page = (title: string, body: string, status = 200): Page => ({
  status,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title><style>body{font:16px/1.5 system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#0f1419}textarea{width:100%;box-sizing:border-box;font:inherit;padding:.75rem;border:1px solid #cfd9de;border-radius:.75rem}button{font:inherit;font-weight:600;background:#0f1419;color:#fff;border:0;border-radius:2rem;padding:.5rem 1.25rem;margin-top:.75rem}small{color:#536471}</style>${body}</html>`,
})

const picture = (svg: string): Page => ({ status: 200, type: 'image/svg+xml', body: svg })
const gone = page('Not here', '<p>This page does not exist.</p>', 404)

export function visit(
  method: string,
  path: string,
  query: URLSearchParams,
  form: URLSearchParams | undefined,
  world: World,
): Page {
  if (path === '/intent/tweet' || path === '/intent/post') return intent(method, query, form, world)
  if (path === '/i/oauth2/authorize') return consent(method, query, form, world)
  const person = /^\/pictures\/people\/(\w+?)(?:_(?:normal|bigger|mini|400x400))?\.svg$/.exec(path)?.[1]
  if (person) return picture(avatar(person, world.people.named(person)?.name ?? person))
  const seed = /^\/pictures\/photos\/([\w-]+)\.svg$/.exec(path)?.[1]
  if (seed) return picture(photo(seed))
  const id = /^\/(?:\w+|i\/web)\/status\/(\d+)/.exec(path)?.[1]
  const post = id ? world.posts.find(id) : undefined
  return post && !post.removed ? permalink(latest(post), world) : gone
}

function permalink(post: Post, world: World): Page {
  const when = new Date(post.at).toISOString().slice(0, 16).replace('T', ' ')
  const reply = `${world.webUrl()}/intent/tweet?in_reply_to=${post.id}`
  return page(
    `${post.by.name} on X`,
    `<p><b>${safe(post.by.name)}</b> <small>@${safe(post.by.handle)}</small></p><p style="white-space:pre-wrap">${safe(post.text)}</p><p><small>${when} UTC${post.versions.length > 1 ? ' · edited' : ''} · <a href="${safe(reply)}">Reply</a></small></p>`,
  )
}

function intentText(query: URLSearchParams): string {
  const tags = (query.get('hashtags') ?? '')
    .split(',')
    .filter(Boolean)
    .map(tag => `#${tag}`)
  const via = query.get('via')
  return [query.get('text') ?? '', query.get('url') ?? '', ...tags, via && `via @${via}`]
    .filter(Boolean)
    .join(' ')
}

function intent(
  method: string,
  query: URLSearchParams,
  form: URLSearchParams | undefined,
  world: World,
): Page {
  const parent = world.posts.find(query.get('in_reply_to') ?? form?.get('in_reply_to') ?? '')
  const you = world.people.named(sandboxMember) ?? world.people.join({ handle: sandboxMember })
  if (method !== 'POST') {
    const to =
      parent && !parent.removed
        ? `<p><small>Replying to @${safe(parent.by.handle)}: ${safe(parent.text.slice(0, 120))}</small></p><input type="hidden" name="in_reply_to" value="${parent.id}">`
        : ''
    return page(
      'Post',
      `<form method="post" action="/intent/tweet">${to}<textarea name="text" rows="5" autofocus aria-label="Post text">${safe(intentText(query))}</textarea><button>Post as @${you.handle}</button></form>`,
    )
  }
  const text = (form?.get('text') ?? '').replaceAll('\r\n', '\n').trim()
  if (!text) return page('Post', '<p>Nothing to post.</p>', 400)
  const post = world.say({
    by: you,
    text,
    at: world.clock.now(),
    replyTo: parent?.removed ? undefined : parent,
  })
  return { ...page('Posted', ''), status: 303, location: `/${you.handle}/status/${post.id}` }
}

function consent(
  method: string,
  query: URLSearchParams,
  form: URLSearchParams | undefined,
  world: World,
): Page {
  const fault = world.grants.fault(query)
  if (fault) return page('Something went wrong', `<p>Something went wrong: ${safe(fault)}.</p>`, 400)
  const back = new URL(query.get('redirect_uri') ?? '')
  back.searchParams.set('state', query.get('state') ?? '')
  if (method !== 'POST')
    return page(
      'Authorize app',
      `<form method="post"><h1>Let this app speak for @${sandboxMember}?</h1><p><small>${safe(query.get('scope') ?? '')}</small></p><button name="answer" value="yes">Authorize app</button> <button name="answer" value="no">Cancel</button></form>`,
    )
  const person = world.people.join({ handle: form?.get('as') || sandboxMember })
  if (form?.get('answer') === 'no') back.searchParams.set('error', 'access_denied')
  else back.searchParams.set('code', world.grants.code(person, query))
  return { ...page('Back', ''), status: 302, location: back.href }
}
