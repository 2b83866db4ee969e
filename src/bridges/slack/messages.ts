/** Messages of ours in Slack's channels: sent, found again by their metadata, changed, taken away. */
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Bridge, Message } from '#core/bridge.ts'
import type { Attempt, Receipt } from '#core/lane.ts'
import { isCode, toBridgeError } from './errors.ts'
import { firstOf, messages, native, toMessage } from './ids.ts'
import { type Body, showPosts } from './render-post.ts'
import { showSaying } from './render-saying.ts'

const event = 'backchannel_attempt'

/** As much of a message as tells whose it is. */
const found = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ key: z.string() }) })
        .optional()
        .catch(undefined),
    }),
  ),
})

export function channelMessages(web: WebClient): Pick<Bridge, 'send' | 'find' | 'amend' | 'remove'> {
  const asked = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request
    } catch (error) {
      throw toBridgeError(error)
    }
  }
  return {
    send: (attempt, message) => asked(send(web, attempt, message)),
    find: attempt => asked(find(web, attempt)),
    amend: (shown, message) => asked(gone(amend(web, shown, message))),
    remove: shown => asked(remove(web, shown)),
  }
}

const show = (message: Message): readonly Body[] =>
  message.notice ? [showSaying(message.notice.saying)] : showPosts(message)

async function send(web: WebClient, attempt: Attempt, message: Message): Promise<Receipt> {
  const ids: string[] = []
  for (const body of show(message)) {
    const sent = await web.chat.postMessage({
      channel: native(attempt.channel.id),
      ...mutable(body),
      ...(attempt.place.thread !== undefined && { thread_ts: firstOf(attempt.place.thread) }),
      metadata: {
        event_type: event,
        event_payload: { key: attempt.key, posts: attempt.posts.map(({ post }) => post).join(' ') },
      },
      unfurl_links: false,
      unfurl_media: false,
    })
    ids.push(String(sent.ts))
  }
  return receipt(attempt, ids)
}

const mutable = ({ text, blocks }: Body) => ({ text, blocks: [...blocks] })

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

/** Apps that may not read history cannot look. */
async function find(web: WebClient, attempt: Attempt): Promise<Receipt | undefined | 'unknown'> {
  const channel = native(attempt.channel.id)
  const since = { oldest: String(attempt.at / 1000 - 60), limit: 200, include_all_metadata: true }
  const { thread } = attempt.place
  try {
    const answer = thread
      ? await web.conversations.replies({ channel, ts: firstOf(thread), ...since })
      : await web.conversations.history({ channel, ...since })
    const own = found
      .parse(answer)
      .messages.filter(({ metadata }) => metadata?.event_payload.key === attempt.key)
    const ids = own.map(({ ts }) => ts).sort()
    return ids.length > 0 ? receipt(attempt, ids) : undefined
  } catch (error) {
    if (isCode(error, 'missing_scope', 'not_allowed_token_type', 'access_denied')) return 'unknown'
    if (isCode(error, 'thread_not_found')) return undefined
    throw error
  }
}

async function amend(web: WebClient, shown: Receipt, message: Message): Promise<void> {
  const bodies = show(message)
  const channel = native(shown.channel)
  for (const [index, ts] of messages(shown.message).entries()) {
    const body = bodies[index]
    if (body) await web.chat.update({ channel, ts, ...mutable(body) })
    else await web.chat.delete({ channel, ts })
  }
}

/** Slack leaves a mark where a message was, and the thread under it lives on. */
async function remove(web: WebClient, shown: Receipt): Promise<void> {
  for (const ts of messages(shown.message))
    await gone(web.chat.delete({ channel: native(shown.channel), ts }))
}

/** What is not there any more needs no amending. */
async function gone(request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (!isCode(error, 'message_not_found', 'channel_not_found')) throw error
  }
}
