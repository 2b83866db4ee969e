/** REST: who the bot is and where it is a member. */

import { refuse } from './refusals.ts'
import { asBot, byToken, type Call, guildOf, ok, part, type Route } from './route.ts'
import { showChannel, showGuild, showMember, threadMember, threadsOf } from './show.ts'
import type { Guild } from './world.ts'

const gatewayUrl = ({ world }: Call) => `${world.origin.replace('http', 'ws')}/gateway`

function gatewayForBots(call: Call) {
  const limit = { total: 1000, remaining: call.identifiesLeft, reset_after: 86_400_000, max_concurrency: 1 }
  return ok({ url: gatewayUrl(call), shards: 1, session_start_limit: limit })
}

function application({ world }: Call) {
  const [first] = world.guilds.values()
  const flags = world.mayReadContent ? 1 << 19 : 0
  return ok({
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: world.publicKey,
    flags,
    flags_new: String(flags),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: world.users.get(first?.ownerId ?? '') ?? world.bot,
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  })
}

function channelsOf(call: Call) {
  const { id } = guildOf(call)
  const here = [...call.world.channels.values()].filter(one => one.guildId === id && !one.thread)
  return ok(here.map(one => showChannel(call.world, one)))
}

function memberOf(call: Call) {
  const member = guildOf(call).members.get(part(call, 'user'))
  if (!member) throw refuse('unknownMember')
  return ok(showMember(member))
}

function activeThreads(call: Call) {
  const { world } = call
  const threads = threadsOf(world, guildOf(call).id)
  const mine = threads.filter(one => one.thread?.members.has(world.bot.id))
  return ok({
    threads: threads.map(one => showChannel(world, one)),
    members: mine.map(one => threadMember(world, one)),
    has_more: false,
  })
}

function person(call: Call) {
  const found = call.world.users.get(part(call, 'user'))
  if (!found) throw refuse('unknownUser')
  return ok(found)
}

const brief = ({ id, name }: Guild) => ({
  id,
  name,
  icon: null,
  banner: null,
  owner: false,
  permissions: '0',
  features: [],
})

export const identity: Route[] = [
  byToken('GET /gateway', 'other', call => ok({ url: gatewayUrl(call) })),
  asBot('GET /gateway/bot', 'other', gatewayForBots),
  asBot('GET /users/@me', 'other', ({ world }) =>
    ok({ ...world.bot, mfa_enabled: false, locale: 'en-US', email: null, verified: true }),
  ),
  asBot('GET /users/@me/guilds', 'other', ({ world }) =>
    ok([...world.guilds.values()].filter(one => one.joined).map(brief)),
  ),
  asBot('GET /users/:user', 'other', person),
  asBot('GET /oauth2/applications/@me', 'other', application),
  asBot('GET /applications/@me', 'other', application),
  asBot('GET /guilds/:guild', 'other', call => ok(showGuild(guildOf(call)))),
  asBot('GET /guilds/:guild/roles', 'other', call => ok(guildOf(call).roles)),
  asBot('GET /guilds/:guild/channels', 'other', channelsOf),
  asBot('GET /guilds/:guild/members/:user', 'other', memberOf),
  asBot('GET /guilds/:guild/threads/active', 'other', activeThreads),
]
