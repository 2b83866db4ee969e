/** Makes a draft from what a member wrote, and shows it before anything is sent: exact text, count, account, price, way. */
import { randomUUID } from 'node:crypto'
import { standing } from '#core/account.ts'
import { excerpt } from '#core/digest.ts'
import type { Draft, Route } from '#core/draft.ts'
import { Refusal } from '#core/errors.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Hashtag, MessageId, PostId } from '#core/ids.ts'
import type { Invocation } from '#core/invocation.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { type Post, plain } from '#core/post.ts'
import type { Account, Measure } from '#core/publisher.ts'
import type { Action, Line } from '#core/saying.ts'
import { maySpeak } from './may.ts'

/** A draft that is not sent by then is forgotten. */
export const draftMs = 15 * 60_000

export interface Writing {
  readonly text: string
  readonly answers?: PostId
  /** A post of its own, though an answer was tried: the network refused that. */
  readonly alone?: boolean
}

/** Drafts what was written, and shows it to the writer alone. */
export async function draft(writing: Writing, asked: Invocation, parts: Parts): Promise<Feedback> {
  if (writing.text.trim() === '') throw new Refusal('Nothing was written, so nothing was posted.')
  const { store, clock } = parts
  const [parent] = writing.answers ? await store.timeline.posts([writing.answers]) : []
  const voice = await voiceOf(asked, parts)
  const route = routeFor(writing, { parent, voice, parts })
  const hashtag = await missingHashtag(writing.text, { parent, asked, parts })
  const text = hashtag === undefined ? writing.text.trim() : `${writing.text.trim()} #${hashtag}`
  const thread = asked.thread ?? (parent && (await threadOf(parent, asked, parts)))
  const made: Draft = {
    id: randomUUID(),
    channel: asked.channel,
    by: asked.member.id,
    name: asked.member.name,
    text,
    route,
    state: 'pending',
    at: clock.now(),
    until: clock.now() + draftMs,
    ...(thread !== undefined && { thread }),
    ...(hashtag !== undefined && { hashtag }),
    ...(writing.answers !== undefined && { answers: writing.answers }),
    ...(voice.account && { account: voice.account.id }),
  }
  await store.drafts.put(made)
  return preview(made, { parent, voice, parts })
}

/** In whose name this member may speak. */
interface Voice {
  readonly account?: Account
  /** Why only the member's own account is left; absent when the team's may be used. */
  readonly unless?: string
}

async function voiceOf(asked: Invocation, parts: Parts): Promise<Voice> {
  const { account, trouble = 'No team account is set up here.' } = await standing(parts)
  if (!account) return { unless: trouble }
  if (await maySpeak(asked, parts)) return { account }
  return {
    account,
    unless: `You do not speak as @${account.handle}; an admin can allow you: \`${parts.command} allow @${asked.member.name}\`.`,
  }
}

interface Known {
  readonly parent: Post | undefined
  readonly voice: Voice
  readonly parts: Parts
}

function routeFor({ answers, alone }: Writing, { parent, voice, parts }: Known): Route {
  if (!voice.account || voice.unless !== undefined) return 'intent'
  if (answers === undefined || alone) return 'post'
  return parent && parts.publisher.mayReply(parent, voice.account) ? 'reply' : 'post'
}

/** The chat's hashtag, unless the text has it: without it nobody in the chat would see the post. */
async function missingHashtag(
  text: string,
  {
    parent,
    asked,
    parts,
  }: { readonly parent: Post | undefined; readonly asked: Invocation; readonly parts: Parts },
): Promise<Hashtag | undefined> {
  const { follows, timeline } = parts.store
  const followed = (await follows.of(asked.channel.id)).map(({ hashtag }) => hashtag)
  const mine = parts.publisher.measure(text).hashtags
  const fitting = parent ? followed.filter(hashtag => parent.hashtags.includes(hashtag)) : followed
  const candidates =
    fitting.length > 0 ? fitting : followed.length > 0 ? followed : (parent?.hashtags ?? []).slice(0, 1)
  if (candidates.some(hashtag => mine.includes(hashtag))) return undefined
  const spoke = await Promise.all(
    candidates.map(async hashtag => ({ hashtag, seq: await timeline.newest([hashtag]) })),
  )
  return spoke.sort((one, other) => other.seq - one.seq)[0]?.hashtag
}

/** Under the message that shows what is answered. */
async function threadOf(
  parent: Post,
  { channel }: Invocation,
  { store }: Parts,
): Promise<MessageId | undefined> {
  const [receipt] = await store.receipts.of(channel.id, [parent.id])
  return receipt && (receipt.place.thread ?? receipt.message)
}

function preview(made: Draft, known: Known): Feedback {
  const { parent, parts } = known
  const measured = parts.publisher.measure(made.text)
  const lines: (Line | { quote: readonly Line[] })[] = [
    ...(parent ? [answering(parent)] : []),
    { quote: made.text.split('\n').map((line): Line => [line]) },
    ...(measured.fault
      ? [[{ bold: `Not posted: ${measured.fault}` }] as const]
      : [account(made, measured, known)]),
    ...reasons(made, measured, known),
  ]
  const actions = measured.fault ? [edit(made), discard(made)] : ways(made, known)
  return { kind: 'say', replaces: false, saying: { lines, actions } }
}

const answering = ({ author, text }: Post): Line => [
  'Answering ',
  { bold: `@${author.handle}` },
  `: “${excerpt(plain(text), 100)}”`,
]

function account({ route, text }: Draft, { weight, limit }: Measure, { voice, parts }: Known): Line {
  const count = `${weight} of ${limit} characters`
  if (route === 'intent') return `${count} · as yourself, on X · free`
  const way = route === 'reply' ? 'as an answer' : 'as a post of its own'
  return [
    `${count} · as `,
    { bold: `@${voice.account?.handle}` },
    ` · ${way} · ${dollars(parts.publisher.price(text, route))}`,
  ]
}

function* reasons(
  { route, answers, hashtag }: Draft,
  { links }: Measure,
  { parent, voice, parts }: Known,
): Generator<Line> {
  if (hashtag !== undefined) yield `#${hashtag} was added, so that the chat sees it.`
  if (voice.unless !== undefined)
    yield `${voice.unless} As yourself you can post it at once: the button opens X with everything filled in.`
  else if (route === 'post' && answers !== undefined)
    yield `${whyAlone(parent, voice, parts)}: it goes out as a post of its own, as is usual in a chat.`
  if (links.length > 0 && route !== 'intent')
    yield `X charges more for a post with a link in it (${links[0]}).`
}

function whyAlone(parent: Post | undefined, { account }: Voice, { publisher }: Parts): string {
  if (parent && account && publisher.mayReply(parent, account)) return 'X refused it as an answer'
  const because = parent ? `@${parent.author.handle} has not` : 'this post is not known here'
  return `X lets us answer only who mentioned or quoted us, and ${because}`
}

const edit = ({ id }: Draft): Action => ({ label: 'Edit', press: { does: 'edit', of: id } })
const discard = ({ id }: Draft): Action => ({ label: 'Discard', press: { does: 'discard', of: id } })

function ways(made: Draft, { voice, parts }: Known): Action[] {
  const { id, route, text, answers } = made
  const free: Action = {
    label: route === 'intent' ? 'Open on X' : 'Open on X as yourself (free)',
    url: parts.publisher.intent(text, answers),
  }
  if (route === 'intent') return [free, edit(made), discard(made)]
  const price = dollars(parts.publisher.price(text, route))
  const send: Action = {
    label: `Post as @${voice.account?.handle} (${price})`,
    style: 'primary',
    press: { does: 'send', of: id },
  }
  return [send, edit(made), free, discard(made)]
}
