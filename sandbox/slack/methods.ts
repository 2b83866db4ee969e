/** The Web API methods: what each needs, what it refuses, what it does (docs.slack.dev/reference/methods). */
import { faultsOf, isTooLong, mentionsIn } from './blocks.ts'
import { Refused } from './refusal.ts'
import type { Block, Channel, Message, User, View, World } from './world.ts'

export type Given = Readonly<Record<string, unknown>>
type Method = (world: World, given: Given) => Readonly<Record<string, unknown>>

export interface Rule {
  readonly scopes: readonly string[]
  /** Which token may ask. */
  readonly token?: 'app'
  readonly run: Method
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function channelOf({ channels }: World, { channel }: Given): Channel {
  const found = channels.get(text(channel))
  if (!found) throw new Refused('channel_not_found')
  return found
}

/** A channel the bot may speak in. */
function place(world: World, given: Given): Channel {
  const found = channelOf(world, given)
  const inside = found.members.has(world.app.bot)
  if (found.isPrivate && !inside) throw new Refused('channel_not_found')
  if (found.archived) throw new Refused('is_archived')
  if (!inside) throw new Refused('not_in_channel')
  return found
}

interface Said {
  readonly text: string
  readonly blocks: readonly Block[]
}

/** What is said, checked as Slack checks it. */
function said(world: World, { text: words, blocks }: Given): Said {
  if (blocks !== undefined) {
    const faults = faultsOf(blocks)
    if (faults.length > 0)
      throw new Refused('invalid_blocks', { errors: faults, response_metadata: { messages: faults } })
    if (isTooLong(blocks)) throw new Refused('msg_blocks_too_long')
  }
  const list = (blocks ?? []) as readonly Block[]
  if (text(words) === '' && list.length === 0) throw new Refused('no_text')
  for (const mention of mentionsIn(text(words), blocks))
    world.faults.push(`a message would mention: ${mention}`)
  return { text: text(words).slice(0, 40_000), blocks: list }
}

function messageOf(world: World, { channel, ts }: Given): Message {
  const found = world.messages.find(
    one => one.channel === channel && one.ts === ts && !one.deleted && one.ephemeralTo === undefined,
  )
  if (!found) throw new Refused('message_not_found')
  return found
}

function threadOf(world: World, { channel, thread_ts: ts }: Given): string | undefined {
  if (ts === undefined || ts === '') return undefined
  if (!world.messages.some(one => one.channel === channel && one.ts === ts))
    throw new Refused('thread_not_found')
  return text(ts)
}

export const wire = (
  { ts, user, byBot, text: words, blocks, thread_ts, metadata, edited }: Message,
  world: World,
  withMetadata: boolean,
) => ({
  type: 'message',
  ts,
  user,
  team: world.team.id,
  text: words,
  blocks,
  ...(byBot && { bot_id: world.app.botId, app_id: world.app.id }),
  ...(thread_ts && { thread_ts }),
  ...(withMetadata && metadata && { metadata }),
  ...(edited && { edited: { user, ts } }),
})

function postMessage(world: World, given: Given) {
  const { id: channel } = place(world, given)
  const words = said(world, given)
  const thread = threadOf(world, given)
  for (const name of ['unfurl_links', 'unfurl_media'])
    if (![false, 'false'].includes(given[name] as never)) world.faults.push(`${name} was not switched off`)
  if (given.link_names || given.parse) world.faults.push('names in the text would be linked')
  const message: Message = {
    ts: world.stamp(),
    channel,
    user: world.app.bot,
    byBot: true,
    ...words,
    ...(thread !== undefined && { thread_ts: thread }),
    ...(given.metadata !== undefined && { metadata: given.metadata as NonNullable<Message['metadata']> }),
  }
  world.messages.push(message)
  world.changed()
  return { channel, ts: message.ts, message: wire(message, world, false) }
}

function update(world: World, given: Given) {
  place(world, given)
  const message = messageOf(world, given)
  if (!message.byBot) throw new Refused('cant_update_message')
  const words = said(world, given)
  if (words.text.length > 4000) throw new Refused('msg_too_long')
  Object.assign(message, words, { edited: true })
  world.changed()
  return { channel: message.channel, ts: message.ts, text: message.text }
}

function remove(world: World, given: Given) {
  channelOf(world, given)
  const message = messageOf(world, given)
  if (!message.byBot) throw new Refused('cant_delete_message')
  message.deleted = true
  world.changed()
  return { channel: message.channel, ts: message.ts }
}

function postEphemeral(world: World, given: Given) {
  const { id: channel, members } = place(world, given)
  const user = text(given.user)
  if (!members.has(user)) throw new Refused('user_not_in_channel')
  const thread = threadOf(world, given)
  const message: Message = {
    ts: world.stamp(),
    channel,
    user: world.app.bot,
    byBot: true,
    ...said(world, given),
    ephemeralTo: user,
    ...(thread && { thread_ts: thread }),
  }
  world.messages.push(message)
  for (const trigger of world.triggers.values()) if (trigger.user === user) trigger.answered({ message })
  world.changed()
  return { message_ts: message.ts }
}

function open(world: World, given: Given) {
  const trigger = world.triggers.get(text(given.trigger_id))
  if (!trigger) throw new Refused('invalid_trigger_id')
  if (trigger.used) throw new Refused('exchanged_trigger_id')
  if (trigger.until < world.clock.now()) throw new Refused('expired_trigger_id')
  trigger.used = true
  const view = viewOf(world, given.view, trigger.user)
  world.views.set(trigger.user, view)
  trigger.answered({ view })
  world.changed()
  return { view: { ...view.body, id: view.id, hash: view.hash, team_id: world.team.id } }
}

function viewOf(world: World, given: unknown, user: string): View {
  const body = given as Given
  const title = text((body?.title as Given | undefined)?.text)
  const faults = [
    ...faultsOf(body?.blocks, 100),
    ...(title.length < 1 || title.length > 24 ? ['[ERROR] title [json-pointer:/view/title]'] : []),
    ...(text(body?.private_metadata).length > 3000 ? ['[ERROR] private_metadata [json-pointer:/view]'] : []),
  ]
  if (faults.length > 0) throw new Refused('invalid_arguments', { response_metadata: { messages: faults } })
  return { id: world.id('V'), hash: world.id('h'), user, body }
}

function history(world: World, given: Given, within: (message: Message) => boolean) {
  const { id } = place(world, given)
  const [oldest, latest] = [Number(given.oldest ?? 0), Number(given.latest ?? Number.MAX_SAFE_INTEGER)]
  const limit = Math.min(Number(given.limit ?? 100), 999)
  const found = world.messages.filter(
    one =>
      one.channel === id &&
      !one.deleted &&
      one.ephemeralTo === undefined &&
      within(one) &&
      Number(one.ts) > oldest &&
      Number(one.ts) < latest,
  )
  const newest = found.toReversed().slice(0, limit)
  return {
    messages: newest.map(one =>
      wire(one, world, ['true', true].includes(given.include_all_metadata as never)),
    ),
    has_more: found.length > limit,
  }
}

const shownUser = (
  { id, name, displayName, admin = false, guest = false, bot = false }: User,
  { team }: World,
) => ({
  id,
  team_id: team.id,
  name,
  deleted: false,
  real_name: displayName,
  profile: { real_name: displayName, display_name: displayName, team: team.id },
  is_admin: admin,
  is_owner: false,
  is_restricted: guest,
  is_ultra_restricted: false,
  is_bot: bot,
})

const shownChannel = ({ id, name, isPrivate, archived, members }: Channel, { app }: World) => ({
  id,
  name,
  is_channel: !isPrivate,
  is_group: isPrivate,
  is_private: isPrivate,
  is_archived: archived,
  is_member: members.has(app.bot),
})

function userOf({ users }: World, { user }: Given): User {
  const found = users.get(text(user))
  if (!found) throw new Refused('user_not_found')
  return found
}

export const methods: Readonly<Record<string, Rule>> = {
  'auth.test': {
    scopes: [],
    run: ({ team, app }) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: 'backchannel',
      team_id: team.id,
      user_id: app.bot,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.delete': { scopes: ['chat:write'], run: remove },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': {
    scopes: [],
    run: (world, given) => ({
      channel: given.channel,
      permalink: `https://${world.team.domain}.slack.com/archives/${messageOf(world, { ...given, ts: given.message_ts }).channel}/p${text(given.message_ts).replace('.', '')}`,
    }),
  },
  'views.open': { scopes: [], run: open },
  'conversations.info': {
    scopes: ['channels:read'],
    run: (world, given) => ({ channel: shownChannel(channelOf(world, given), world) }),
  },
  'conversations.list': {
    scopes: ['channels:read'],
    run: world => ({
      channels: [...world.channels.values()].map(one => shownChannel(one, world)),
      response_metadata: { next_cursor: '' },
    }),
  },
  'conversations.history': {
    scopes: ['channels:history'],
    run: (world, given) => history(world, given, one => one.thread_ts === undefined),
  },
  'conversations.replies': {
    scopes: ['channels:history'],
    run: (world, given) => {
      const root = threadOf(world, { ...given, thread_ts: given.ts })
      return history(world, given, one => one.ts === root || one.thread_ts === root)
    },
  },
  'users.info': {
    scopes: ['users:read'],
    run: (world, given) => ({ user: shownUser(userOf(world, given), world) }),
  },
  'users.list': {
    scopes: ['users:read'],
    run: world => ({
      members: [...world.users.values()].map(one => shownUser(one, world)),
      response_metadata: { next_cursor: '' },
    }),
  },
  'team.info': { scopes: ['team:read'], run: ({ team }) => ({ team }) },
}
