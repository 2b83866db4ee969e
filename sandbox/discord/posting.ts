/** What the bot does in channels over REST, with the permissions that it takes. */

import type { CreateBody } from './bodies.ts'
import { createBody, editBody } from './bodies.ts'
import { amend, type File, messageIn, remove, take } from './messages.ts'
import { parsed } from './parse.ts'
import { demand, may, seen } from './permissions.ts'
import { invalidForm, refuse } from './refusals.ts'
import type { Channel, Message, World } from './world.ts'

/** "A few minutes" in the documentation. */
const NONCE_MS = 180_000

/** The message that this nonce already made. @throws Refused 10008 when that one was deleted (discord-api-docs#6647) */
function madeBefore(world: World, nonce: string): Message | undefined {
  const known = world.nonces.get(nonce)
  if (!known || world.clock.now() - known.at > NONCE_MS) return undefined
  const message = world.messages.get(known.messageId)
  if (!message) throw refuse('unknownMessage')
  return message
}

function answeredBy(world: World, channel: Channel, body: CreateBody): Message | undefined {
  const reference = body.message_reference
  if (!reference) return undefined
  if (!may(world, channel, 'READ_MESSAGE_HISTORY')) throw refuse('noHistory')
  const found = world.messages.get(reference.message_id)
  const usable = found && !found.ephemeralTo && found.wire.channel_id === (reference.channel_id ?? channel.id)
  if (usable && found.wire.channel_id === channel.id) {
    if (![18, 21].includes(found.wire.type)) return found
    throw invalidForm([
      {
        path: ['message_reference'],
        code: 'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE',
        message: 'Cannot reply to a system message',
      },
    ])
  }
  if (reference.fail_if_not_exists === false) return undefined
  throw invalidForm([
    { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ])
}

/** A place that takes the bot's messages. */
function open(world: World, channelId: string): Channel {
  const channel = seen(world, channelId)
  if (channel.type === 15) throw refuse('notText')
  demand(world, channel, channel.thread ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES')
  if (channel.thread?.locked && !may(world, channel, 'MANAGE_THREADS')) throw refuse('locked')
  return channel
}

export function post(world: World, channelId: string, raw: unknown, files: File[]): Message {
  const channel = open(world, channelId)
  const body = parsed(world, createBody, raw)
  if (body.embeds?.length) demand(world, channel, 'EMBED_LINKS')
  if (files.length) demand(world, channel, 'ATTACH_FILES')
  const nonce =
    body.enforce_nonce && body.nonce !== undefined && body.nonce !== null ? String(body.nonce) : undefined
  const before = nonce === undefined ? undefined : madeBefore(world, nonce)
  if (before) return before
  const message = take(world, {
    channel,
    author: world.bot,
    body,
    files,
    repliedTo: answeredBy(world, channel, body),
    extra: body.nonce === undefined || body.nonce === null ? {} : { nonce: body.nonce },
  })
  if (nonce !== undefined) world.nonces.set(nonce, { messageId: message.wire.id, at: world.clock.now() })
  return message
}

export function rework(world: World, channelId: string, id: string, call: { body: unknown; files: File[] }) {
  const channel = seen(world, channelId)
  const message = messageIn(world, channel, id)
  const body = parsed(world, editBody, call.body)
  if (message.wire.author.id !== world.bot.id) {
    const onlyFlags = Object.keys(body).every(key => key === 'flags')
    if (!onlyFlags || !may(world, channel, 'MANAGE_MESSAGES')) throw refuse('notYours')
  }
  if (channel.thread?.archived) throw refuse('archived')
  return amend(world, message, body, call.files)
}

export function withdraw(world: World, channelId: string, id: string) {
  const channel = seen(world, channelId)
  const message = messageIn(world, channel, id)
  if (message.wire.author.id !== world.bot.id) demand(world, channel, 'MANAGE_MESSAGES')
  if (channel.thread?.archived) throw refuse('archived')
  remove(world, message)
}

/** History, newest first, as `before`, `after`, `around` and `limit` ask. */
export function history(world: World, channelId: string, query: URLSearchParams): Message[] {
  const channel = seen(world, channelId)
  if (!may(world, channel, 'READ_MESSAGE_HISTORY')) return []
  const limit = Number(query.get('limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalidForm([
      { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be less than or equal to 100.' },
    ])
  const id = (one: Message) => BigInt(one.wire.id)
  const all = channel.messages
  const [after, before, around] = ['after', 'before', 'around'].map(name => query.get(name))
  if (after)
    return all
      .filter(one => id(one) > BigInt(after))
      .slice(0, limit)
      .reverse()
  if (before)
    return all
      .filter(one => id(one) < BigInt(before))
      .slice(-limit)
      .reverse()
  if (!around) return all.slice(-limit).reverse()
  const middle = all.findIndex(one => id(one) >= BigInt(around))
  return all.slice(Math.max(0, middle - (limit >> 1)), middle + (limit >> 1) + 1).reverse()
}
