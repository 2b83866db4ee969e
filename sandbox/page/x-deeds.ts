/** What one can do on X from the page, as "You". */
import { z } from 'zod'
import type { XStandIn } from '#sandbox/x/stand-in.ts'
import { sandboxMember } from '#sandbox/x/web.ts'
import { weight } from '#sandbox/x/writing.ts'
import { Declined, deed, id, words } from './deed.ts'

const limit = 280
const text = words.transform(typed => typed.trim())

export const xDeeds = {
  'x/post': deed(z.object({ text, replyTo: id.optional() }), ({ text, replyTo }, { house: { x } }) => {
    fits(text)
    x.post({ by: sandboxMember, text, ...(replyTo !== undefined && { replyTo: standing(x, replyTo).id }) })
  }),
  'x/repost': deed(z.object({ id }), ({ id }, { house: { x } }) => {
    x.repost(standing(x, id).id, sandboxMember)
  }),
  'x/edit': deed(z.object({ id, text }), ({ id, text }, { house: { x } }) => {
    fits(text)
    x.edit(own(x, id).id, text)
  }),
  'x/remove': deed(z.object({ id }), ({ id }, { house: { x } }) => {
    x.remove(own(x, id).id)
  }),
}

function fits(text: string): void {
  const count = weight(text)
  if (count > limit) throw new Declined(`X takes ${limit} characters; this has ${count}.`)
}

function standing(x: XStandIn, id: string) {
  const post = x.find(id)
  if (!post || post.removed) throw new Declined('That post is not there any more.')
  return post
}

function own(x: XStandIn, id: string) {
  const post = standing(x, id)
  if (post.by.handle !== sandboxMember) throw new Declined('Only your own posts are yours to change.')
  return post
}
