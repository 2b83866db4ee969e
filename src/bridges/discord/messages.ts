/**
 * Messages of ours in Discord's channels: sent once, found again, changed, taken away.
 *
 * A post too long for one message is several; the first stands for all. Each says in its mark which part it is of
 * how many. They are sent one after another; when that is broken off the attempt's end is unsure, it is looked for,
 * found incomplete, and sent again: then only what is missing is sent.
 */
import { createHash } from 'node:crypto'
import { type APIMessage, type REST, Routes } from 'discord.js'
import type { Bridge, Message } from '#core/bridge.ts'
import { BridgeError } from '#core/errors.ts'
import type { AttemptKey } from '#core/ids.ts'
import type { Attempt, Receipt } from '#core/lane.ts'
import { isCode, type Trouble, toBridgeError } from './errors.ts'
import { around, justBefore, type Look, looker, whole } from './history.ts'
import { native } from './ids.ts'
import { type Mark, marked } from './mark.ts'
import type { Body } from './pack.ts'
import { fits, showPosts } from './render-post.ts'
import { showNotice } from './render-saying.ts'
import { awake, inPlace, speaksIn, type Where } from './threads.ts'

const noMentions = { parse: [] }

interface Speaking {
  readonly rest: REST
  readonly look: Look
}

export function channelMessages(
  rest: REST,
  trouble: Trouble,
): Pick<Bridge, 'send' | 'find' | 'amend' | 'remove'> {
  const speaking: Speaking = { rest, look: looker(rest) }
  const asked = async <T>({ channel, place }: Placed, request: Promise<T>): Promise<T> => {
    try {
      return await request
    } catch (error) {
      const id = typeof channel === 'string' ? channel : channel.id
      throw toBridgeError(error, { channel: native(id), threaded: place.thread !== undefined, trouble })
    }
  }
  return {
    send: (attempt, message) => asked(attempt, send(attempt, message, speaking)),
    find: attempt => asked(attempt, find(attempt, speaking, trouble)),
    amend: (shown, message) => asked(shown, amend(shown, message, speaking)),
    remove: shown => asked(shown, remove(shown, speaking)),
  }
}

type Placed = Pick<Attempt | Receipt, 'channel' | 'place'>

const whereOf = ({ channel, place: { thread } }: Placed): Where => ({
  channel: native(typeof channel === 'string' ? channel : channel.id),
  ...(thread !== undefined && { root: thread }),
})

const show = (message: Message): readonly Body[] =>
  message.notice ? showNotice(message.notice.saying) : showPosts(message)

const receipt = (attempt: Attempt, message: string): Receipt => ({
  channel: attempt.channel.id,
  key: attempt.key,
  message,
  place: attempt.place,
  at: attempt.at,
  posts: attempt.posts,
  ...(attempt.notice && { notice: attempt.notice.key }),
})

async function send(attempt: Attempt, message: Message, { rest, look }: Speaking): Promise<Receipt> {
  if (message.posts.length > 1 && !fits(message.posts))
    throw new BridgeError('These posts do not fit one message any more.', { next: 'drop' })
  const bodies = show(message)
  const where = whereOf(attempt)
  const sent = new Map(bodies.length > 1 ? await already(attempt, where, look) : [])
  for (const [part, body] of bodies.entries()) {
    if (sent.has(part)) continue
    const first = sent.get(0)
    const mark = { key: attempt.key, part, parts: bodies.length, ...(first !== undefined && { first }) }
    try {
      sent.set(part, await post(rest, where, { body, mark }))
    } catch (error) {
      if (first === undefined) throw error
      throw await broken(error, { rest, where, sent })
    }
  }
  return receipt(attempt, sent.get(0) ?? '')
}

/** What an earlier sending of this attempt has left there. */
async function already(attempt: Attempt, where: Where, look: Look): Promise<ReadonlyMap<number, string>> {
  try {
    const found = await look(speaksIn(where), { key: attempt.key, ...around(attempt.at) })
    return found === 'unknown' ? new Map() : found.ids
  } catch (error) {
    if (where.root !== undefined && isCode(error, 10003)) return new Map()
    throw error
  }
}

async function post(
  rest: REST,
  where: Where,
  { body, mark }: { readonly body: Body; readonly mark: Mark },
): Promise<string> {
  const sent = await inPlace(rest, where, () =>
    rest.post(Routes.channelMessages(speaksIn(where)), {
      body: {
        embeds: marked(body.embeds, mark),
        components: body.components,
        allowed_mentions: noMentions,
        nonce: nonceOf(mark),
        enforce_nonce: true,
      },
    }),
  )
  return (sent as APIMessage).id
}

/** At most 25 characters, the same whenever the same part is sent again. */
const nonceOf = ({ key, part }: { readonly key: AttemptKey; readonly part: number }): string =>
  part === 0 ? key : createHash('sha256').update(`${key} ${part}`).digest('base64url').slice(0, 25)

/** Some parts stand there: either the rest follows, or they are taken away again. */
async function broken(
  error: unknown,
  {
    rest,
    where,
    sent,
  }: { readonly rest: REST; readonly where: Where; readonly sent: ReadonlyMap<number, string> },
): Promise<unknown> {
  const told = toBridgeError(error)
  if (!(told instanceof BridgeError) || told.next.next === 'unsure') return told
  if (told.next.next !== 'drop')
    return new BridgeError('A long post is there in part.', { next: 'unsure' }, { cause: error })
  for (const id of sent.values()) await gone(rest.delete(Routes.channelMessage(speaksIn(where), id)))
  return told
}

async function find(
  attempt: Attempt,
  { look }: Speaking,
  trouble: Trouble,
): Promise<Receipt | undefined | 'unknown'> {
  const where = whereOf(attempt)
  // Without this permission Discord answers with an empty list, as if nothing had ever been said.
  if (trouble.missing(where.channel).includes('Read Message History')) return 'unknown'
  try {
    const found = await look(speaksIn(where), { key: attempt.key, ...around(attempt.at) })
    if (found === 'unknown') return 'unknown'
    const first = found.ids.get(0)
    return whole(found) && first !== undefined ? receipt(attempt, first) : undefined
  } catch (error) {
    // The thread was to be made by this very attempt: if it is not there, nothing is in it.
    if (where.root !== undefined && isCode(error, 10003)) return undefined
    throw error
  }
}

/** All messages of a receipt, the first first. */
async function standing(shown: Receipt, { look }: Speaking): Promise<string[]> {
  const { message, key } = shown
  const until = justBefore(message)
  const found = await look(speaksIn(whereOf(shown)), { key, after: until, until: around(shown.at).until })
  const others = found === 'unknown' ? [] : [...found.ids].filter(([part]) => part > 0)
  return [message, ...others.sort(([one], [other]) => one - other).map(([, id]) => id)]
}

/**
 * A text that has become shorter gives its last messages up; one that has become longer keeps to those it has, for a
 * new one would stand among what came later: its last says that it goes on.
 */
async function amend(shown: Receipt, message: Message, speaking: Speaking): Promise<void> {
  const bodies = show(message)
  const where = whereOf(shown)
  await gone(
    (async () => {
      const ids = await standing(shown, speaking)
      const parts = Math.min(ids.length, bodies.length)
      for (const [part, id] of ids.entries()) {
        const body = bodies[part]
        const address = Routes.channelMessage(speaksIn(where), id)
        if (!body) {
          await awake(speaking.rest, where, () => gone(speaking.rest.delete(address)))
          continue
        }
        const mark = { key: shown.key, part, parts, ...(part > 0 && { first: shown.message }) }
        const goesOn = part === ids.length - 1 && bodies.length > ids.length
        const embeds = marked(goesOn ? endless(body) : body.embeds, mark)
        await awake(speaking.rest, where, () =>
          speaking.rest.patch(address, {
            body: { embeds, components: body.components, allowed_mentions: noMentions },
          }),
        )
      }
    })(),
  )
}

function endless({ embeds }: Body): Body['embeds'] {
  const last = embeds.at(-1)
  return last ? [...embeds.slice(0, -1), { ...last, footer: { text: 'goes on on X' } }] : embeds
}

/** The last part first: while any is there, the first one says so. A thread under it stays by itself. */
async function remove(shown: Receipt, speaking: Speaking): Promise<void> {
  const where = whereOf(shown)
  await gone(
    (async () => {
      for (const id of (await standing(shown, speaking)).reverse())
        await awake(speaking.rest, where, () =>
          gone(speaking.rest.delete(Routes.channelMessage(speaksIn(where), id))),
        )
    })(),
  )
}

/** What is not there any more needs no amending. */
async function gone(request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (!isCode(error, 10003, 10008)) throw error
  }
}
