/** The form in which a member writes an answer. */
import { excerpt } from '#core/digest.ts'
import { Refusal } from '#core/errors.ts'
import type { Feedback } from '#core/feedback.ts'
import type { MessageId, PostId } from '#core/ids.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import { type Post, plain } from '#core/post.ts'
import type { Field, Form, Line, Press } from '#core/saying.ts'

/** More than a post holds, so that one who is over sees by how much. */
const longest = 2000

interface Filled {
  readonly press: Press
  readonly answers?: PostId
  readonly text?: string
}

export async function replyForm(
  { press, answers, text }: Filled,
  { store }: Pick<Parts, 'store'>,
): Promise<Feedback> {
  const [parent] = answers === undefined ? [] : await store.timeline.posts([answers])
  return {
    kind: 'form',
    form: form(press, { about: parent ? [about(parent)] : [], fields: [written(text)] }),
  }
}

/** From a message's menu: the message may show several posts, and then it is asked which is meant. */
export async function menuForm(
  message: MessageId,
  { channel }: Invocation,
  { store }: Parts,
): Promise<Feedback> {
  const receipt = await store.receipts.ofMessage(channel.id, message)
  const posts = receipt ? await store.timeline.posts(receipt.posts.map(({ post }) => post)) : []
  const [only] = posts
  if (!only)
    throw new Refusal('This message shows no post from X that could be answered. Choose a message that does.')
  if (posts.length === 1)
    return replyForm({ press: { does: 'reply', of: only.id }, answers: only.id }, { store })
  const choice: Field = {
    id: 'post',
    label: 'Which post do you answer?',
    kind: 'choice',
    options: posts
      .slice(0, 25)
      .map(post => ({ label: excerpt(`@${post.author.handle}: ${plain(post.text)}`, 70), value: post.id })),
  }
  return {
    kind: 'form',
    form: form(
      { does: 'reply', of: '' },
      { about: ['This message shows several posts.'], fields: [choice, written()] },
    ),
  }
}

const about = ({ author, text }: Post): Line => [
  'Answering ',
  { bold: `@${author.handle}` },
  `: ${excerpt(plain(text), 200)}`,
]

const written = (text?: string): Field => ({
  id: 'text',
  label: 'Your answer',
  kind: 'text',
  max: longest,
  hint: 'Nothing is sent yet: you see it first',
  ...(text !== undefined && { value: text }),
})

const form = (press: Press, { about, fields }: Pick<Form, 'about' | 'fields'>): Form => ({
  press,
  title: 'Reply on X',
  about,
  fields,
  submit: 'Preview',
})
