/**
 * Posts a draft, at most once: it is moved from `pending` to `sending` by compare-and-set, sent, and never sent again.
 * What became of it is told by the network's answer or by the post coming back through the stream, whichever is first.
 */
import { standing } from './account.ts'
import { shortage } from './afford.ts'
import type { Draft } from './draft.ts'
import { NetworkError, Refusal } from './errors.ts'
import type { DraftId, MemberId, PostId } from './ids.ts'
import type { Parts } from './parts.ts'
import type { Post, Span } from './post.ts'
import type { Line } from './saying.ts'

type Needs = Pick<Parts, 'store' | 'publisher' | 'clock' | 'log' | 'wake' | 'dailyMicros'>

/** @throws Refusal when it may not be sent; the draft is then as it was. Once sending has begun it throws no more. */
export async function publish(id: DraftId, by: MemberId, parts: Needs): Promise<Draft> {
  const { store, clock } = parts
  await check(id, by, parts)
  const draft = await store.drafts.move(id, ['pending'], { state: 'sending', sentAt: clock.now() })
  if (!draft) throw new Refusal(over)
  try {
    return await send(draft, parts)
  } catch (error) {
    return unsettled(draft, error, parts)
  }
}

const over = 'This draft was sent or discarded already. Nothing more was posted.'

async function check(id: DraftId, by: MemberId, parts: Needs): Promise<void> {
  const { store, publisher, clock } = parts
  const draft = await store.drafts.read(id)
  if (!draft || draft.by !== by)
    throw new Refusal('This draft is not yours, or is forgotten. Nothing was posted.')
  if (draft.state !== 'pending') throw new Refusal(over)
  if (draft.until <= clock.now())
    throw new Refusal(
      'This draft has expired: it waited more than 15 minutes. Nothing was posted; write it again.',
    )
  const { fault } = publisher.measure(draft.text)
  if (fault !== undefined) throw new Refusal(`Not posted: ${fault}`)
  const { account, trouble } = await standing(parts)
  if (trouble !== undefined) throw new Refusal(`Not posted: ${trouble} The draft is kept until it expires.`)
  if (draft.route === 'intent' || account?.id !== draft.account)
    throw new Refusal(
      'Not posted: it would not go out as the account that was shown with it. Write it again.',
    )
  const short = await shortage(publisher.price(draft.text, draft.route), parts)
  if (short !== undefined) throw new Refusal(`Not posted. ${short} The draft is kept until it expires.`)
}

async function send(draft: Draft, parts: Needs): Promise<Draft> {
  const { store, publisher, clock } = parts
  const { post, charges } = await publisher.publish(
    draft.text,
    draft.route === 'reply' ? draft.answers : undefined,
  )
  const settled = await settle(draft, post, parts)
  await store.ledger.charge(charges, clock.now())
  return settled
}

/** Whatever went wrong, it did after sending began: unless the network refused the post, it may be there, and cost. */
async function unsettled(draft: Draft, error: unknown, parts: Needs): Promise<Draft> {
  const { store, publisher, clock, log } = parts
  const refused = error instanceof NetworkError && error.next.next !== 'unsure'
  const state = refused ? 'failed' : 'unknown'
  const reason = error instanceof NetworkError ? error.message : 'Backchannel failed on its way.'
  if (error instanceof NetworkError) log.warn({ draft: draft.id, state, reason }, 'not posted')
  else log.error({ draft: draft.id, error }, 'publishing failed')
  try {
    const moved = await store.drafts.move(draft.id, ['sending'], { state, reason })
    const charge = { resource: `draft:${draft.id}`, micros: publisher.price(draft.text, draft.route) }
    if (moved && !refused) await store.ledger.charge([charge], clock.now())
    return moved ?? (await store.drafts.read(draft.id)) ?? { ...draft, state, reason }
  } catch (failure) {
    log.error({ draft: draft.id, error: failure }, 'end of publishing not kept')
    return { ...draft, state, reason }
  }
}

/** It stands on the network: said once in the channel it came from, where answers to it will go under what is said. */
async function settle(draft: Draft, post: PostId, parts: Omit<Needs, 'dailyMicros'>): Promise<Draft> {
  const { store, publisher, clock, log } = parts
  const moved = await store.drafts.move(draft.id, ['sending', 'unknown'], { state: 'posted', post })
  const settled = moved ?? (await store.drafts.read(draft.id)) ?? draft
  if (moved) log.info({ draft: draft.id, post }, 'posted')
  const { account } = await standing(parts)
  // One can post from a channel that follows nothing, and so was never entered.
  await store.lanes.enter(draft.channel)
  await store.notices.put({
    channel: draft.channel.id,
    key: `draft:${draft.id}`,
    at: clock.now(),
    saying: {
      lines: [said(draft, account?.handle), { quote: draft.text.split('\n').map((line): Line => [line]) }],
      actions: [
        { label: `View on ${publisher.name}`, url: publisher.url(post) },
        { label: `Reply on ${publisher.name}`, press: { does: 'reply', of: post } },
      ],
    },
    ...(draft.thread !== undefined && { thread: draft.thread }),
    post,
  })
  parts.wake(draft.channel.id)
  return settled
}

const said = (draft: Draft, handle = 'the team'): Line => [
  { member: draft.by, name: draft.name },
  draft.route === 'reply' ? ' answered as ' : ' posted as ',
  { bold: handle === 'the team' ? handle : `@${handle}` },
  ':',
]

/** How far back a post may belong to a draft whose end is unknown. */
const echoMs = 86_400_000

/**
 * Settles the draft that a post of our own account came from, before it is written down: what says so in the channel
 * then goes ahead of it. Undefined for posts of others, and of our account's that did not come from here.
 */
export async function echoed(post: Post, parts: Omit<Needs, 'dailyMicros'>): Promise<Draft | undefined> {
  const { account } = await standing(parts)
  if (!account || post.author.id !== account.author) return undefined
  const known = await parts.store.drafts.ofPost(post.id)
  if (known) return settle(known, post.id, parts)
  const sent = await parts.store.drafts.sent(parts.clock.now() - echoMs)
  const open = sent.filter(({ state, text }) => state !== 'posted' && sameText(text, post.text, parts))
  const origin = likeliest(open, post)
  return origin && settle(origin, post.id, parts)
}

/** People say the same twice: what answers the same goes first, then what was sent last before the post was there. */
function likeliest(open: readonly Draft[], { answers, at }: Post): Draft | undefined {
  const alike = open.filter(draft => (draft.route === 'reply' ? draft.answers : undefined) === answers)
  const likely = alike.length > 0 ? alike : open
  return likely.find(({ sentAt = 0 }) => sentAt <= at) ?? likely.at(-1)
}

/** Apart from links, which the network rewrites, from the names it puts before an answer, and from white space. */
function sameText(draft: string, post: readonly Span[], { publisher }: Pick<Parts, 'publisher'>): boolean {
  const unlinked = publisher.measure(draft).links.reduce((text, link) => text.replace(link, ''), draft)
  const shown = post.filter(({ kind }) => kind !== 'link').map(({ text }) => text)
  return bare(unlinked) === bare(shown.join(''))
}

const bare = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/^(\s*@\w+)+/, '')
    .replace(/\s+/g, '')
