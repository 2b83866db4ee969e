/** What there is to see on X. */

import type { Post } from '#sandbox/x/posts.ts'
import type { XStandIn } from '#sandbox/x/stand-in.ts'
import { sandboxMember } from '#sandbox/x/web.ts'
import { type Fact, most } from './facts.ts'

export function xFacts(x: XStandIn): Fact[] {
  const posts = x.posts().slice(-most)
  const answered = tally(posts.map(post => post.replyTo))
  const passedOn = tally(posts.map(post => post.reposts))
  return [
    ['x/web', x.webUrl],
    ['x/team', x.keys.teamHandle],
    ['x/spent', x.bill().usd],
    ['x/rules', x.rules().map(({ value }) => value)],
    ...posts.map(
      (post): Fact => [
        `x/post/${first(post)}`,
        {
          ...shown(post, x),
          replies: answered.get(first(post)) ?? 0,
          reposts: passedOn.get(first(post)) ?? 0,
        },
      ],
    ),
  ]
}

const first = ({ versions, id }: Post): string => versions[0] ?? id

function tally(posts: readonly (Post | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const post of posts) if (post) counts.set(first(post), (counts.get(first(post)) ?? 0) + 1)
  return counts
}

function shown(post: Post, x: XStandIn) {
  const { replyTo, quotes, reposts } = post
  return {
    ...brief(post),
    first: first(post),
    at: x.find(first(post))?.at ?? post.at,
    edited: post.versions.length > 1,
    own: post.by.handle === sandboxMember,
    ...(replyTo && { answers: replyTo.removed ? null : brief(replyTo) }),
    ...(quotes && { quotes: quotes.removed ? null : brief(quotes) }),
    ...(reposts && { original: reposts.removed ? null : brief(reposts) }),
  }
}

const brief = ({ id, by, text, at, media, poll }: Post) => ({
  id,
  at,
  by: { name: by.name, handle: by.handle, picture: by.picture },
  text,
  media: media.map(({ url, alt }) => ({ url, alt })),
  ...(poll && { poll: { options: poll.options, until: at + poll.minutes * 60_000 } }),
})
