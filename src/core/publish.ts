/**
 * Posts a draft, at most once: it is moved from `pending` to `sending` by compare-and-set, sent, and never sent again.
 * What became of it is told by the network's answer or by the post coming back through the stream, whichever is first.
 */
import type { Draft } from './draft.ts'
import { NetworkError, Refusal } from './errors.ts'
import type { DraftId, MemberId, PostId } from './ids.ts'
import { dollars } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Post, Span } from './post.ts'
import type { Line } from './saying.ts'

type Needs = Pick<Parts, 'store' | 'publisher' | 'clock' | 'log' | 'wake' | 'dailyMicros'>

/** @throws Refusal when it may not be sent; the draft is then as it was. */
export async function publish(id: DraftId, by: MemberId, parts: Needs): Promise<Draft> {
  const { store, publisher, clock } = parts
  await check(id, by, parts)
  const draft = await store.drafts.move(id, ['pending'], { state: 'sending', sentAt: clock.now() })
  if (!draft) throw new Refusal('This draft was sent or discarded already. Nothing more was posted.')
  try {
    const answers = draft.route === 'reply' ? draft.answers : undefined
    const { post, charges } = await publisher.publish(draft.text, answers)
    await store.ledger.charge(charges, clock.now())
    return await settle(draft, post, parts)
  } catch (error) {
    if (!(error instanceof NetworkError)) {
      // Whatever it was, it came after the sending began: the post may be there.
      await store.drafts.move(id, ['sending'], { state: 'unknown', reason: 'Backchannel failed.' })
      throw error
    }
    const state = error.next.next === 'unsure' ? 'unknown' : 'failed'
    const moved = await store.drafts.move(id, ['sending'], { state, reason: error.message })
    parts.log.warn({ draft: id, state, reason: error.message }, 'not posted')
    return moved ?? (await store.drafts.read(id)) ?? draft
  }
}

async function check(
  id: DraftId,
  by: MemberId,
  { store, publisher, clock, dailyMicros }: Needs,
): Promise<void> {
  const draft = await store.drafts.read(id)
  if (!draft || draft.by !== by)
    throw new Refusal('This draft is not yours, or is forgotten. Nothing was posted.')
  if (draft.state === 'pending' && draft.until <= clock.now())
    throw new Refusal(
      'This draft has expired: it waited more than 15 minutes. Nothing was posted; write it again.',
    )
  const spent = await store.ledger.spent(clock.now())
  if (spent + publisher.price(draft.text, draft.route) > dailyMicros)
    throw new Refusal(
      `Not posted: today's limit of ${dollars(dailyMicros)} is reached. The draft is kept until it expires.`,
    )
}

/** It stands on the network: said once in the channel it came from, where answers to it will go under what is said. */
async function settle(draft: Draft, post: PostId, parts: Omit<Needs, 'dailyMicros'>): Promise<Draft> {
  const { store, publisher, clock, log } = parts
  const moved = await store.drafts.move(draft.id, ['sending', 'unknown'], { state: 'posted', post })
  const settled = moved ?? (await store.drafts.read(draft.id)) ?? draft
  if (moved) log.info({ draft: draft.id, post }, 'posted')
  const account = await publisher.account().catch(() => undefined)
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
  const account = await parts.publisher.account().catch(() => undefined)
  if (!account || post.author.id !== account.author) return undefined
  const known = await parts.store.drafts.ofPost(post.id)
  if (known) return settle(known, post.id, parts)
  const sent = await parts.store.drafts.sent(parts.clock.now() - echoMs)
  const open = sent.filter(({ state, text }) => state !== 'posted' && sameText(text, post.text, parts))
  const first = open.at(-1)
  return first && settle(first, post.id, parts)
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
