/** Webhooks: posts under other names, and the same door through which interactions are answered. */

import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { editBody, executeBody, webhookBody } from './bodies.ts'
import { user } from './furniture.ts'
import { limited } from './limits.ts'
import { amend, type File, take } from './messages.ts'
import { parsed } from './parse.ts'
import { refuse } from './refusals.ts'
import { begin } from './threads.ts'
import { type Channel, home, type Message, type Webhook, type World } from './world.ts'

/** After so many calls to a dead webhook Discord restricts the caller for a while; neither is published. */
const DEAD_CALLS = 10
const RESTRICTION_MS = 600_000
const dead = new WeakMap<World, { count: number; until: number }>()

/** @throws Refused 10015 for one that is gone, 50027 for a wrong token, 429 after repeated calls */
export function webhookOf(world: World, id: string, token?: string): Webhook {
  const found = world.webhooks.get(id)
  if (found && (token === undefined || token === found.token)) return found
  const tally = dead.get(world) ?? { count: 0, until: 0 }
  dead.set(world, tally)
  if (tally.until > world.clock.now()) throw limited(tally.until - world.clock.now(), 'shared')
  tally.count += 1
  if (tally.count % DEAD_CALLS === 0) tally.until = world.clock.now() + RESTRICTION_MS
  throw refuse(found ? 'invalidWebhookToken' : 'unknownWebhook')
}

export function createWebhook(world: World, channel: Channel, body: unknown): Webhook {
  const { name } = parsed(world, webhookBody, body)
  if (channel.thread) throw refuse('wrongChannelType')
  if ([...world.webhooks.values()].filter(one => one.channelId === channel.id).length >= 15)
    throw refuse('tooManyWebhooks')
  const webhook = {
    id: world.id(),
    token: randomBytes(51).toString('base64url'),
    name,
    channelId: channel.id,
    applicationId: world.applicationId,
    misses: 0,
  }
  world.webhooks.set(webhook.id, webhook)
  return webhook
}

export const showWebhook = (world: World, webhook: Webhook) => ({
  id: webhook.id,
  type: 1,
  name: webhook.name,
  avatar: null,
  channel_id: webhook.channelId,
  guild_id: world.channels.get(webhook.channelId)?.guildId ?? null,
  application_id: webhook.applicationId,
  token: webhook.token,
  url: `${world.origin}/api/webhooks/${webhook.id}/${webhook.token}`,
  user: world.bot,
})

function placeOf(
  world: World,
  webhook: Webhook,
  threadId: string | null,
  body: z.infer<typeof executeBody>,
): Channel {
  const channel = world.channels.get(webhook.channelId)
  if (!channel) throw refuse('unknownChannel')
  if (threadId && body.thread_name) throw refuse('forumOneThread')
  if (threadId) return threadUnder(world, channel, threadId)
  if (body.thread_name) {
    if (channel.type !== 15) throw refuse('notForum')
    return begin(world, { channel, name: body.thread_name, ownerId: webhook.id })
  }
  if (channel.type === 15) throw refuse('forumNeedsThread')
  return channel
}

function threadUnder(world: World, channel: Channel, id: string): Channel {
  const thread = world.channels.get(id)
  if (!thread?.thread || home(world, thread) !== channel) throw refuse('unknownChannel')
  if (thread.thread.locked) throw refuse('locked')
  return thread
}

interface Execution {
  webhook: Webhook
  threadId: string | null
  body: unknown
  files: File[]
}

export function execute(world: World, { webhook, threadId, body, files }: Execution): Message {
  const said = parsed(world, executeBody, body)
  const channel = placeOf(world, webhook, threadId, said)
  const { username, avatar_url: _avatar, thread_name: _thread, ...rest } = said
  const name = username ?? webhook.name
  return take(world, {
    channel,
    author: { ...user(webhook.id, name, name, true), discriminator: '0000', global_name: null },
    body: rest,
    files,
    defaults: 'users',
    through: webhook.id,
    extra: { webhook_id: webhook.id, application_id: webhook.applicationId ?? undefined },
  })
}

/** A webhook's own message; one in a thread is found only by `thread_id`. @throws Refused 10008 */
export function webhookMessage(world: World, webhook: Webhook, id: string, threadId: string | null): Message {
  const found = world.messages.get(id)
  const place = threadId ?? webhook.channelId
  if (!found || found.through !== webhook.id || found.wire.channel_id !== place)
    throw refuse('unknownMessage')
  return found
}

export const editWebhookMessage = (world: World, message: Message, body: unknown, files: File[]) =>
  amend(world, message, parsed(world, editBody, body), files)
