/** What the buttons under a draft do: send it, change it, discard it, try it another way. */
import { standing } from '#core/account.ts'
import type { Draft } from '#core/draft.ts'
import { Refusal } from '#core/errors.ts'
import { type Feedback, sayInstead } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import { publish } from '#core/publish.ts'
import { refusal } from '#core/said.ts'
import type { Action } from '#core/saying.ts'
import { draft } from './draft.ts'
import { replyForm } from './form.ts'
import { check } from './may.ts'

/** The confirming tap: it works once, for the writer, while they may speak for the team. */
export async function send(id: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  await check('speak', asked, parts)
  const sent = await publish(id, asked.member.id, parts)
  if (sent.state === 'failed') return failed(sent, parts)
  if (sent.state !== 'posted') return unsure(sent, parts)
  const { account } = await standing(parts)
  const closed = await refusal(sent.channel.id, parts)
  const here =
    closed === undefined
      ? 'It stands in the channel too, and answers to it come under it there.'
      : `It could not be shown here: ${closed}`
  return sayInstead(
    [
      `Posted${account ? ` as @${account.handle}` : ''}. ${here}`,
      'Changing or deleting messages here leaves the post on X as it is.',
    ],
    sent.post ? [{ label: 'View on X', url: parts.publisher.url(sent.post) }] : [],
  )
}

/** Nobody knows: the place to look is offered, and nothing that would send it twice. */
async function unsure({ route, answers }: Draft, parts: Parts): Promise<Feedback> {
  const { account } = await standing(parts)
  const url = route === 'reply' && answers ? parts.publisher.url(answers) : account?.url
  return sayInstead(
    [
      'X did not answer; it may have been posted. Nothing is tried again by itself. If it was posted and carries a hashtag that is followed here, that will show here shortly.',
      'Look on X before you write it again.',
    ],
    url === undefined ? [] : [{ label: 'Check on X', url }],
  )
}

/** Never a dead end: the text is kept, and the next way is offered. */
function failed({ id, route, reason, text, answers }: Draft, { publisher }: Parts): Feedback {
  const next: Action[] = [
    { label: route === 'reply' ? 'As a post of its own' : 'Try again', press: { does: 'again', of: id } },
    { label: 'Open on X as yourself (free)', url: publisher.intent(text, answers) },
    { label: 'Discard', press: { does: 'discard', of: id } },
  ]
  return sayInstead([`Not posted. ${reason ?? 'X refused it.'} Your text is kept.`], next)
}

async function ownDraft(id: string, { member }: Invocation, { store }: Parts): Promise<Draft> {
  const found = await store.drafts.read(id)
  if (!found || found.by !== member.id)
    throw new Refusal('This draft is not yours, or is forgotten. Nothing was posted.')
  return found
}

/** A refused draft, drafted anew: as a post of its own where the answer was refused. */
export async function again(id: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  const found = await ownDraft(id, asked, parts)
  if (found.state !== 'failed') throw new Refusal('This draft was sent, discarded or tried again already.')
  const { text, answers, thread, route } = found
  const made = await draft(
    { text, ...(answers !== undefined && { answers }), alone: route === 'reply' },
    { ...asked, ...(thread !== undefined && { thread }) },
    parts,
  )
  await parts.store.drafts.move(id, ['failed'], { state: 'dropped' })
  return made.kind === 'say' ? { ...made, replaces: true } : made
}

/** Opens the form again with the text kept. */
export async function edit(id: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  const { state, text, answers } = await ownDraft(id, asked, parts)
  if (state !== 'pending') throw new Refusal('This draft was sent or discarded already.')
  return replyForm(
    { press: { does: 'edit', of: id }, text, ...(answers !== undefined && { answers }) },
    parts,
  )
}

/** What was written in that form. */
export async function edited(
  id: string,
  asked: Invocation & { kind: 'form' },
  parts: Parts,
): Promise<Feedback> {
  const { state, answers, thread } = await ownDraft(id, asked, parts)
  if (state !== 'pending')
    throw new Refusal('This draft was sent or discarded already. Nothing more was posted.')
  const place = thread === undefined ? asked : { ...asked, thread }
  return draft({ text: asked.values.text ?? '', ...(answers !== undefined && { answers }) }, place, parts)
}

export async function discard(id: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  await ownDraft(id, asked, parts)
  const gone = await parts.store.drafts.move(id, ['pending', 'failed'], { state: 'dropped' })
  return sayInstead([gone ? 'Discarded. Nothing was posted.' : 'It was sent or discarded already.'])
}
