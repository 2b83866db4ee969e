/** Discord's REST addresses, each with its bucket and what it does. */

import { channelEditBody, looseThreadBody, threadBody } from './bodies.ts'
import { replaceAll, showCommand } from './commands.ts'
import { callback, followUp, rewrite, speaking, spoken, unsay } from './interactions.ts'
import type { BucketName } from './limits.ts'
import { type File, messageIn, remove, take } from './messages.ts'
import { parsed } from './parse.ts'
import { demand, may, seen } from './permissions.ts'
import { history, post, rework, withdraw } from './posting.ts'
import { refuse } from './refusals.ts'
import { showChannel, showGuild, showMember, showMessage, threadMember, threadsOf } from './show.ts'
import { begin, change, drop } from './threads.ts'
import {
  createWebhook,
  editWebhookMessage,
  execute,
  showWebhook,
  webhookMessage,
  webhookOf,
} from './webhooks.ts'
import type { Guild, Message, World } from './world.ts'

export interface Call {
  world: World
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  files: File[]
  identifiesLeft: number
}

export interface Reply {
  status: number
  body?: unknown
}

export interface Route {
  method: string
  path: string
  bucket: BucketName
  /** Whether a token in the path is the credential, not the bot's. */
  open?: boolean
  run(call: Call): Reply
}

const ok = (body: unknown): Reply => ({ status: 200, body })
const done: Reply = { status: 204 }
const p = ({ params }: Call, name: string) => decodeURIComponent(params[name] ?? '')
const shown = (call: Call, message: Message) => ok(showMessage(call.world, message))

function guildOf(call: Call): Guild {
  const guild = call.world.guilds.get(p(call, 'guild'))
  if (!guild) throw refuse('unknownGuild')
  if (!guild.joined) throw refuse('missingAccess')
  return guild
}

function application({ world }: Call) {
  const owner = [...world.guilds.values()][0]?.ownerId ?? world.bot.id
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: world.publicKey,
    flags: world.mayReadContent ? 1 << 19 : 0,
    flags_new: String(world.mayReadContent ? 1 << 19 : 0),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: world.users.get(owner) ?? world.bot,
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}

const identity: Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    bucket: 'other',
    open: true,
    run: call => ok({ url: gatewayUrl(call) }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    bucket: 'other',
    run: call =>
      ok({
        url: gatewayUrl(call),
        shards: 1,
        session_start_limit: {
          total: 1000,
          remaining: call.identifiesLeft,
          reset_after: 86_400_000,
          max_concurrency: 1,
        },
      }),
  },
  {
    method: 'GET',
    path: '/users/@me',
    bucket: 'other',
    run: ({ world }) =>
      ok({ ...world.bot, mfa_enabled: false, locale: 'en-US', email: null, verified: true }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    bucket: 'other',
    run: ({ world }) => {
      const joined = [...world.guilds.values()].filter(one => one.joined)
      const show = ({ id, name }: Guild) => ({
        id,
        name,
        icon: null,
        banner: null,
        owner: false,
        permissions: '0',
        features: [],
      })
      return ok(joined.map(show))
    },
  },
  {
    method: 'GET',
    path: '/users/:user',
    bucket: 'other',
    run: call => {
      const found = call.world.users.get(p(call, 'user'))
      if (!found) throw refuse('unknownUser')
      return ok(found)
    },
  },
  { method: 'GET', path: '/oauth2/applications/@me', bucket: 'other', run: call => ok(application(call)) },
  { method: 'GET', path: '/applications/@me', bucket: 'other', run: call => ok(application(call)) },
  {
    method: 'GET',
    path: '/guilds/:guild',
    bucket: 'other',
    run: call => ok(showGuild(guildOf(call))),
  },
  { method: 'GET', path: '/guilds/:guild/roles', bucket: 'other', run: call => ok(guildOf(call).roles) },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    bucket: 'other',
    run: call => {
      const { id } = guildOf(call)
      const here = [...call.world.channels.values()].filter(one => one.guildId === id && !one.thread)
      return ok(here.map(one => showChannel(call.world, one)))
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    bucket: 'other',
    run: call => {
      const member = guildOf(call).members.get(p(call, 'user'))
      if (!member) throw refuse('unknownMember')
      return ok(showMember(member))
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    bucket: 'other',
    run: call => {
      const threads = threadsOf(call.world, guildOf(call).id)
      const mine = threads.filter(one => one.thread?.members.has(call.world.bot.id))
      return ok({
        threads: threads.map(one => showChannel(call.world, one)),
        members: mine.map(one => threadMember(call.world, one)),
        has_more: false,
      })
    },
  },
]

const gatewayUrl = ({ world }: Call) => `${world.origin.replace('http', 'ws')}/gateway`

const channels: Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    bucket: 'other',
    run: call => ok(showChannel(call.world, seen(call.world, p(call, 'channel')))),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      const mine = channel.thread?.ownerId === call.world.bot.id
      const asked = parsed(call.world, channelEditBody, call.body)
      if (!mine || asked.locked !== undefined)
        demand(call.world, channel, channel.thread ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
      change(call.world, channel, asked)
      return ok(showChannel(call.world, channel))
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      demand(call.world, channel, channel.thread ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
      const last = showChannel(call.world, channel)
      drop(call.world, channel)
      return ok(last)
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/messages',
    bucket: 'read',
    run: call =>
      ok(history(call.world, p(call, 'channel'), call.query).map(one => showMessage(call.world, one))),
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    bucket: 'send',
    run: call => shown(call, post(call.world, p(call, 'channel'), call.body, call.files)),
  },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    bucket: 'read',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      demand(call.world, channel, 'READ_MESSAGE_HISTORY')
      return shown(call, messageIn(call.world, channel, p(call, 'message')))
    },
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    bucket: 'edit',
    run: call => shown(call, rework(call.world, p(call, 'channel'), p(call, 'message'), call)),
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    bucket: 'erase',
    run: call => {
      withdraw(call.world, p(call, 'channel'), p(call, 'message'))
      return done
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    bucket: 'other',
    run: call => {
      demand(call.world, seen(call.world, p(call, 'channel')), 'SEND_MESSAGES')
      return done
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      demand(call.world, channel, 'CREATE_PUBLIC_THREADS')
      const from = messageIn(call.world, channel, p(call, 'message'))
      const { name, auto_archive_duration: minutes } = parsed(call.world, threadBody, call.body)
      const thread = begin(call.world, { channel, name, minutes, from, ownerId: call.world.bot.id })
      return {
        status: 201,
        body: { ...showChannel(call.world, thread), member: threadMember(call.world, thread) },
      }
    },
  },
  { method: 'POST', path: '/channels/:channel/threads', bucket: 'other', run: beginLoose },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/@me',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      if (!channel.thread) throw refuse('wrongChannelType')
      channel.thread.members.add(call.world.bot.id)
      return done
    },
  },
]

/** A thread without a message, or a forum's post, whose first message bears its id. */
function beginLoose(call: Call): Reply {
  const { world } = call
  const channel = seen(world, p(call, 'channel'))
  const body = parsed(world, looseThreadBody, call.body)
  demand(world, channel, channel.type === 15 ? 'SEND_MESSAGES' : 'CREATE_PUBLIC_THREADS')
  const about = { channel, name: body.name, minutes: body.auto_archive_duration, ownerId: world.bot.id }
  if (channel.type === 15 && !body.message) throw refuse('empty')
  const thread = begin(world, about)
  const shownThread = () => ({ ...showChannel(world, thread), member: threadMember(world, thread) })
  if (!body.message || channel.type !== 15) return { status: 201, body: shownThread() }
  const first = take(world, {
    channel: thread,
    author: world.bot,
    body: body.message,
    files: call.files,
    extra: { id: thread.id },
  })
  return { status: 201, body: { ...shownThread(), message: showMessage(world, first) } }
}

const registered = (call: Call, guildId?: string) =>
  ok(call.world.commands.filter(one => one.guildId === guildId).map(one => showCommand(call.world, one)))

function mine(call: Call) {
  if (p(call, 'application') !== call.world.applicationId) throw refuse('unknownApplication')
}

const commands: Route[] = ['/applications/:application', '/applications/:application/guilds/:guild'].flatMap(
  (scope): Route[] => [
    {
      method: 'GET',
      path: `${scope}/commands`,
      bucket: 'commands',
      run: call => {
        mine(call)
        return registered(call, call.params.guild && guildOf(call).id)
      },
    },
    {
      method: 'PUT',
      path: `${scope}/commands`,
      bucket: 'commands',
      run: call => {
        mine(call)
        replaceAll(call.world, call.body, call.params.guild && guildOf(call).id)
        return registered(call, call.params.guild)
      },
    },
  ],
)

const answers: Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    bucket: 'other',
    open: true,
    run: call => {
      const { world, body, files } = call
      const result = callback(world, { id: p(call, 'interaction'), token: p(call, 'token'), body, files })
      return call.query.get('with_response') === 'true' ? ok(result) : done
    },
  },
  { method: 'POST', path: '/webhooks/:webhook/:token', bucket: 'webhook', open: true, run: speak },
  {
    method: 'GET',
    path: '/webhooks/:webhook/:token',
    bucket: 'other',
    open: true,
    run: call => {
      const { user: _user, ...shown } = showWebhook(
        call.world,
        webhookOf(call.world, p(call, 'webhook'), p(call, 'token')),
      )
      return ok(shown)
    },
  },
  {
    method: 'DELETE',
    path: '/webhooks/:webhook/:token',
    bucket: 'other',
    open: true,
    run: call => {
      call.world.webhooks.delete(webhookOf(call.world, p(call, 'webhook'), p(call, 'token')).id)
      return done
    },
  },
  ...(['GET', 'PATCH', 'DELETE'] as const).map(
    (method): Route => ({
      method,
      path: '/webhooks/:webhook/:token/messages/:message',
      bucket: 'webhook',
      open: true,
      run: call => spokenBefore(call, method),
    }),
  ),
  {
    method: 'POST',
    path: '/channels/:channel/webhooks',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      demand(call.world, channel, 'MANAGE_WEBHOOKS')
      return ok(showWebhook(call.world, createWebhook(call.world, channel, call.body)))
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/webhooks',
    bucket: 'other',
    run: call => {
      const channel = seen(call.world, p(call, 'channel'))
      demand(call.world, channel, 'MANAGE_WEBHOOKS')
      const here = [...call.world.webhooks.values()].filter(one => one.channelId === channel.id)
      return ok(here.map(one => showWebhook(call.world, one)))
    },
  },
  {
    method: 'DELETE',
    path: '/webhooks/:webhook',
    bucket: 'other',
    run: call => {
      const webhook = webhookOf(call.world, p(call, 'webhook'))
      const channel = call.world.channels.get(webhook.channelId)
      if (channel && !may(call.world, channel, 'MANAGE_WEBHOOKS')) throw refuse('missingPermissions')
      call.world.webhooks.delete(webhook.id)
      return done
    },
  },
]

/** A new message through a webhook, or a follow-up to an interaction. */
function speak(call: Call): Reply {
  const { world, body, files, query } = call
  if (p(call, 'webhook') === world.applicationId)
    return ok(showMessage(world, followUp(world, speaking(world, p(call, 'token')), body, files), true))
  const webhook = webhookOf(world, p(call, 'webhook'), p(call, 'token'))
  const wait = query.get('wait') === 'true'
  try {
    const message = execute(world, { webhook, threadId: query.get('thread_id'), body, files })
    return wait ? ok(showMessage(world, message, true)) : done
  } catch (refused) {
    // Without `wait` Discord does not tell whether the message was kept.
    if (wait || (refused as { status?: number }).status !== 400) throw refused
    world.faults.push('a webhook post without wait that was lost')
    return done
  }
}

function spokenBefore(call: Call, method: 'GET' | 'PATCH' | 'DELETE'): Reply {
  const { world, body, files, query } = call
  const id = p(call, 'message')
  if (p(call, 'webhook') === world.applicationId) {
    const it = speaking(world, p(call, 'token'))
    if (method === 'GET') return ok(showMessage(world, spoken(world, it, id), true))
    if (method === 'PATCH') return ok(showMessage(world, rewrite(world, it, { id, body, files }), true))
    unsay(world, it, id)
    return done
  }
  const webhook = webhookOf(world, p(call, 'webhook'), p(call, 'token'))
  const message = webhookMessage(world, webhook, id, query.get('thread_id'))
  if (method === 'GET') return ok(showMessage(world, message, true))
  if (method === 'PATCH') return ok(showMessage(world, editWebhookMessage(world, message, body, files), true))
  remove(world, message)
  return done
}

const compiled = [...identity, ...channels, ...commands, ...answers].map(route => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}))

/** The route of a method and path, or what is wrong with them. @throws Refused 404, 405 */
export function routeOf(method: string, path: string): { route: Route; params: Record<string, string> } {
  const fitting = compiled.flatMap(({ route, pattern }) => {
    const hit = pattern.exec(path)
    return hit ? [{ route, params: { ...hit.groups } as Record<string, string> }] : []
  })
  const found = fitting.find(one => one.route.method === method)
  if (!found) throw refuse(fitting.length ? 'wrongMethod' : 'notFound')
  return found
}
