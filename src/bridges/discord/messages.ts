/** Messages of ours in Discord's channels: sent once, found again, changed, taken away. */
import { type APIMessage, type REST, Routes } from 'discord.js'
import type { Bridge, Message } from '#core/bridge.ts'
import { excerpt } from '#core/digest.ts'
import type { Attempt, Place, Receipt } from '#core/lane.ts'
import type { Channel } from '#core/workspace.ts'
import { isCode, toBridgeError } from './errors.ts'
import { firstOf, messages, native, toMessage } from './ids.ts'
import { most } from './limits.ts'
import { type Body, showPosts } from './render-post.ts'
import { showSaying } from './render-saying.ts'

/** How long a thread stays open without a word: three days, for answers that come late. */
const archiveMinutes = 4320
const noMentions = { parse: [] }

export function channelMessages(rest: REST): Pick<Bridge, 'send' | 'find' | 'amend' | 'remove'> {
  const threads = new Set<string>()
  const asked = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request
    } catch (error) {
      throw toBridgeError(error)
    }
  }

  /** Where to speak: the channel, or the thread under a message, which has that message's id; it is made when first used. */
  const target = async (channel: Channel, { thread }: Place, name: string): Promise<string> => {
    if (thread === undefined) return native(channel.id)
    const root = firstOf(thread)
    if (!threads.has(root)) {
      await begin(rest, { channel: native(channel.id), root, name })
      threads.add(root)
    }
    return root
  }

  const send = async (attempt: Attempt, message: Message): Promise<Receipt> => {
    const where = await target(attempt.channel, attempt.place, threadName(message))
    const ids: string[] = []
    for (const [index, body] of show(message, attempt.key).entries()) {
      const nonce = index === 0 ? attempt.key : `${attempt.key}-${index}`
      const sent = await rest.post(Routes.channelMessages(where), {
        body: { ...body, nonce, enforce_nonce: true, allowed_mentions: noMentions },
      })
      ids.push((sent as APIMessage).id)
    }
    return receipt(attempt, ids)
  }

  return {
    send: (attempt, message) => asked(send(attempt, message)),
    find: attempt => asked(find(rest, attempt)),
    amend: (shown, message) => asked(gone(amend(rest, shown, message))),
    remove: shown => asked(gone(remove(rest, shown))),
  }
}

const show = (message: Message, key: string): readonly Body[] =>
  message.notice ? showSaying(message.notice.saying) : showPosts(message, key)

function receipt({ key, channel, place, at, posts, notice }: Attempt, ids: readonly string[]): Receipt {
  return {
    channel: channel.id,
    key,
    message: toMessage(ids),
    place,
    at,
    posts,
    ...(notice && { notice: notice.key }),
  }
}

async function begin(
  rest: REST,
  { channel, root, name }: { channel: string; root: string; name: string },
): Promise<void> {
  try {
    await rest.post(Routes.threads(channel, root), { body: { name, auto_archive_duration: archiveMinutes } })
  } catch (error) {
    if (!isCode(error, 160004)) throw error
  }
}

const threadName = ({ posts }: Message): string => {
  const [first] = posts
  const names = first?.answersTo ? `Answers to @${first.answersTo}` : 'Answers'
  return excerpt(names, most.threadName)
}

/** The key stands in the controls of posts; a notice without controls is told by its words. */
async function find(rest: REST, attempt: Attempt): Promise<Receipt | undefined> {
  const where =
    attempt.place.thread === undefined ? native(attempt.channel.id) : firstOf(attempt.place.thread)
  let recent: APIMessage[]
  try {
    recent = (await rest.get(Routes.channelMessages(where), {
      query: new URLSearchParams({ limit: '100' }),
    })) as APIMessage[]
  } catch (error) {
    // The thread was to be made by this very attempt: if it is not there, nothing is in it.
    if (attempt.place.thread !== undefined && isCode(error, 10003)) return undefined
    throw error
  }
  const words = attempt.notice && showSaying(attempt.notice.saying)[0]?.content
  const since = attempt.at - 60_000
  const found = recent.find(
    ({ components, content, timestamp }) =>
      JSON.stringify(components ?? []).includes(`~${attempt.key}"`) ||
      (words !== undefined && content === words && Date.parse(timestamp) >= since),
  )
  return found && receipt(attempt, [found.id])
}

const whereOf = ({ channel, place }: Receipt): string =>
  place.thread === undefined ? native(channel) : firstOf(place.thread)

/** A text that has become shorter or longer keeps the messages it has: the last of them says what is left. */
async function amend(rest: REST, shown: Receipt, message: Message): Promise<void> {
  const bodies = show(message, shown.key)
  const ids = messages(shown.message)
  for (const [index, id] of ids.entries()) {
    const body = bodies[index]
    if (body)
      await rest.patch(Routes.channelMessage(whereOf(shown), id), {
        body: { ...body, allowed_mentions: noMentions },
      })
    else await rest.delete(Routes.channelMessage(whereOf(shown), id))
  }
}

async function remove(rest: REST, shown: Receipt): Promise<void> {
  for (const id of messages(shown.message)) await gone(rest.delete(Routes.channelMessage(whereOf(shown), id)))
}

/** What is not there any more needs no amending. */
async function gone(request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (!isCode(error, 10003, 10008)) throw error
  }
}
