/** What people ask of the bot, and the bot's answers, on Discord's clocks of 3 seconds and 15 minutes. */

import { z } from 'zod'
import { answerBody, editBody } from './bodies.ts'
import { modalBody } from './components.ts'
import { amend, EPHEMERAL, type File, LOADING, take } from './messages.ts'
import { parsed } from './parse.ts'
import { inChannel } from './permissions.ts'
import { invalidForm, refuse } from './refusals.ts'
import { channelForAsker, memberAlone, showMessage } from './show.ts'
import type { Answer, Channel, Interaction, Message, Modal, World } from './world.ts'

const FIRST_ANSWER_MS = 3_000
export const TOKEN_LIFE_MS = 15 * 60_000

export interface Asking {
  type: Interaction['type']
  userId: string
  channel: Channel
  details: object
  name?: string
  source?: Message | undefined
  target?: Message | undefined
}

/** What the person sees, as it stands whenever one looks. */
const liveAnswer = (world: World, seen: Message[]): Answer => ({
  failed: false,
  get messages() {
    const there = seen.filter(one => world.messages.has(one.wire.id) && !((one.wire.flags ?? 0) & LOADING))
    return there.map(one => one.wire)
  },
})

/** Tokens that have run out mean nothing any more. */
function forget(world: World) {
  for (const [token, { at }] of world.interactions) {
    if (world.clock.now() - at < TOKEN_LIFE_MS) return
    world.interactions.delete(token)
  }
}

/** Sends an interaction to the app and begins its clock. */
export function ask(world: World, asking: Asking): Interaction {
  const { type, userId, channel, details, source } = asking
  const user = world.users.get(userId)
  if (!user) throw new Error(`nobody has the id ${userId}`)
  forget(world)
  const id = world.id()
  const seen: Message[] = []
  const it: Interaction = {
    id,
    token: `aW50ZXJhY3Rpb246${Buffer.from(`${id}:${Math.random()}`).toString('base64url')}`,
    type,
    at: world.clock.now(),
    user,
    channel,
    acknowledged: new AbortController(),
    seen,
    answer: liveAnswer(world, seen),
    ...(source && { source }),
    ...(asking.name && { name: asking.name }),
    ...(asking.target && { target: asking.target }),
  }
  world.interactions.set(it.token, it)
  world.dispatch({ t: 'INTERACTION_CREATE', d: payload(world, it, details), channel })
  void watch(world, it)
  return it
}

function payload(world: World, it: Interaction, details: object) {
  const { channel, user } = it
  const member = memberAlone(world, channel.guildId, user.id)
  return {
    id: it.id,
    application_id: world.applicationId,
    type: it.type,
    token: it.token,
    version: 1,
    context: 0,
    data: details,
    guild_id: channel.guildId,
    guild: { id: channel.guildId, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    locale: 'en-US',
    channel_id: channel.id,
    channel: channelForAsker(world, channel, user.id),
    member: { ...member, user, permissions: String(inChannel(world, channel, user.id)) },
    app_permissions: String(inChannel(world, channel, world.bot.id)),
    attachment_size_limit: 10_485_760,
    authorizing_integration_owners: { 0: channel.guildId },
    entitlements: [],
    entitlement_sku_ids: [],
    ...(it.source && { message: showMessage(world, it.source, true) }),
  }
}

async function watch(world: World, it: Interaction) {
  await world.clock.sleep(FIRST_ANSWER_MS, AbortSignal.any([it.acknowledged.signal, world.closing]))
  if (it.first) return
  it.answer.failed = true
  world.answered(it)
  world.changed()
}

const reply = z.object({ type: z.literal([4, 5]), data: answerBody.nullish() })
const deferUpdate = z.object({ type: z.literal(6), data: z.unknown().optional() })
const update = z.object({ type: z.literal(7), data: editBody.nullish() })
const choices = z.object({
  type: z.literal(8),
  data: z.object({
    choices: z
      .array(
        z.object({
          name: z.string().min(1).max(100),
          name_localizations: z.record(z.string(), z.string()).nullish(),
          value: z.string().min(1).max(100).or(z.number()),
        }),
      )
      .max(25),
  }),
})
const modal = z.object({ type: z.literal(9), data: modalBody })
const callbackBody = z.discriminatedUnion('type', [reply, deferUpdate, update, choices, modal])

type Callback = z.infer<typeof callbackBody>

const wrongType = (message: string) =>
  invalidForm([{ path: ['type'], code: 'INTERACTION_CALLBACK_TYPE_INVALID', message }])

/** Which answers may follow which askings. */
function permitted(it: Interaction, body: Callback) {
  const fits = {
    4: it.type !== 4,
    5: it.type !== 4,
    6: it.source !== undefined && it.type !== 4,
    7: it.source !== undefined && it.type !== 4,
    8: it.type === 4,
    9: it.type === 2 || it.type === 3,
  }[body.type]
  if (!fits) throw wrongType(`Callback type ${body.type} cannot answer an interaction of type ${it.type}.`)
}

/** The first answer. @throws Refused 10062 after 3 s, 40060 the second time */
export function callback(world: World, call: { id: string; token: string; body: unknown; files: File[] }) {
  const it = world.interactions.get(call.token)
  if (!it || it.id !== call.id) throw refuse('unknownInteraction')
  if (it.first) throw refuse('alreadyAcknowledged')
  if (world.clock.now() - it.at >= FIRST_ANSWER_MS) throw refuse('unknownInteraction')
  const body = parsed(world, callbackBody, call.body)
  permitted(it, body)
  react(world, it, body, call.files)
  it.acknowledged.abort()
  world.changed()
  if (body.type !== 5 && body.type !== 6) world.answered(it)
  return shown(world, it, body.type)
}

function react(world: World, it: Interaction, body: Callback, files: File[]) {
  switch (body.type) {
    case 4:
    case 5:
      it.original = speak(world, it, { body: body.data ?? {}, files, loading: body.type === 5 })
      it.first = body.type === 4 ? 'reply' : 'defer'
      return
    case 6:
    case 7:
      if (it.source) {
        it.original = it.source
        it.seen.push(it.source)
      }
      if (body.type === 7 && it.source && body.data) amend(world, it.source, body.data, files)
      it.first = body.type === 7 ? 'update' : 'deferUpdate'
      return
    case 8:
      it.answer.choices = body.data.choices
      it.first = 'choices'
      return
    case 9:
      it.answer.modal = body.data as Modal
      world.modals.set(it.user.id, { modal: body.data as Modal, from: it })
      it.first = 'modal'
  }
}

/** What a message says of the interaction that it answers. */
function metadata(it: Interaction) {
  const kind = { 2: 2, 3: 3, 4: 2, 5: 5 }[it.type]
  return {
    id: it.id,
    type: kind,
    user: it.user,
    authorizing_integration_owners: { 0: it.channel.guildId },
    ...(kind === 2 && { name: it.name, command_type: it.target ? 3 : 1 }),
    ...(it.target && { target_message_id: it.target.wire.id }),
    ...(kind === 3 && { interacted_message_id: it.source?.wire.id }),
    ...(kind === 5 && {
      triggering_interaction_metadata: {
        id: it.id,
        type: 2,
        user: it.user,
        authorizing_integration_owners: { 0: it.channel.guildId },
        name: 'modal',
        command_type: 1,
      },
    }),
  }
}

const messageType = (it: Interaction) => (it.type === 2 ? (it.target ? 23 : 20) : it.source ? 19 : 0)

interface Speech {
  body: z.infer<typeof answerBody>
  files: File[]
  loading?: boolean
  follows?: boolean
}

export function speak(
  world: World,
  it: Interaction,
  { body, files, loading = false, follows = false }: Speech,
): Message {
  const answered = follows ? it.original : it.source
  const hidden = ((body.flags ?? 0) & EPHEMERAL) !== 0
  const repliedTo = answered && (follows || it.type !== 2) ? answered : undefined
  const message = take(world, {
    channel: it.channel,
    author: world.bot,
    body: { ...body, allowed_mentions: body.allowed_mentions ?? { parse: ['users'], replied_user: false } },
    files,
    defaults: 'users',
    repliedTo,
    through: it.token,
    ephemeralTo: hidden ? it.user.id : undefined,
    loading,
    extra: {
      type: follows ? 19 : messageType(it),
      application_id: world.applicationId,
      webhook_id: world.applicationId,
      interaction_metadata: metadata(it),
    },
  })
  it.seen.push(message)
  return message
}

function shown(world: World, it: Interaction, type: number) {
  const { original } = it
  const message = type === 4 || type === 5 || type === 7 ? original : undefined
  return {
    interaction: {
      id: it.id,
      type: it.type,
      ...(message && {
        response_message_id: message.wire.id,
        response_message_loading: type === 5,
        response_message_ephemeral: message.ephemeralTo !== undefined,
      }),
      channel_id: it.channel.id,
      guild_id: it.channel.guildId,
    },
    ...(message && type !== 5 && { resource: { type, message: showMessage(world, message, true) } }),
  }
}
