/** The endpoints: who may ask, how often, and what is answered. */
import type { Caller } from './callers.ts'
import type { Allowance } from './limits.ts'
import type { Payload, Post } from './posts.ts'
import { create, erase } from './publishing.ts'
import { invalid, missing, Refused, refusals } from './refusals.ts'
import { counts, queryOf, search } from './search.ts'
import { joined, type Selection, select, showPerson, showPost } from './show.ts'
import { isId } from './snowflake.ts'
import type { World } from './world.ts'

export interface Ask {
  caller: Caller
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  /** Opens the stream on the response of this request. */
  openStream(selection: Selection): void
}

export interface Answer {
  status: number
  body: Payload
}

export interface Route {
  endpoint: string
  as: 'app' | 'user' | 'either'
  allowance: Allowance
  /** Query parameters besides those of fields and expansions; others are refused. */
  query?: string[]
  reads?: boolean
  answer(ask: Ask, world: World): Answer | Promise<Answer | 'streaming'> | 'streaming'
}

const fieldNames = [
  'tweet.fields',
  'post.fields',
  'user.fields',
  'media.fields',
  'poll.fields',
  'place.fields',
  'expansions',
]
const bounds = ['query', 'start_time', 'end_time', 'since_id', 'until_id', 'next_token', 'pagination_token']
const ok = (body: Payload): Answer => ({ status: 200, body })

/** Charges what an answer held, and joins it. */
export function shown(
  list: Post[],
  asked: Selection,
  caller: Caller | undefined,
  world: World,
): { data: Payload[]; includes: Payload } {
  const parts = list.map(post => showPost(post, asked, world.eyes))
  const own = (post: Post) =>
    caller?.as === 'user' && caller.person.id === post.by.id && post.by.handle === world.keys.teamHandle
  for (const post of list) world.ledger.charge(own(post) ? 'owned read' : 'post read', post.id)
  const includes = joined(parts.map(part => part.includes))
  if (world.terms.billIncludes) {
    const extra = (kind: string) => (includes[kind] ?? []) as { id: string }[]
    for (const { id } of extra('users')) world.ledger.charge('user read', id)
    for (const { id } of [...extra('tweets'), ...extra('posts')]) world.ledger.charge('post read', id)
  }
  return { data: parts.map(part => part.data), includes }
}

const withIncludes = (includes: Payload) => (Object.keys(includes).length ? { includes } : {})

function lookUp(ids: string[], parameter: string, ask: Ask, world: World) {
  const wrong = ids.find(id => !isId(id))
  if (!ids.length || ids.length > 100 || wrong !== undefined)
    throw invalid(
      parameter,
      wrong ?? '',
      `The \`${parameter}\` query parameter value [${wrong ?? ''}] is not valid`,
    )
  const asked = select(ask.query, world.terms.vocabulary)
  const found = ids.map(world.posts.find).filter(post => post !== undefined && !post.removed)
  const lost = ids.filter(id => !found.some(post => post?.id === id))
  const { data, includes } = shown(
    found.filter(post => post !== undefined),
    asked,
    ask.caller,
    world,
  )
  return { data, includes, errors: lost.map(id => missing('tweet', parameter, id)) }
}

function findUsers(names: string[], parameter: string, ask: Ask, world: World) {
  const asked = select(ask.query, world.terms.vocabulary)
  const found = names.map(world.people.named)
  const data = found
    .filter(person => person !== undefined)
    .map(person => {
      world.ledger.charge('user read', person.id)
      return showPerson(person, asked.user, asked.words, 1)
    })
  const errors = names.filter((_, index) => !found[index]).map(name => missing('user', parameter, name))
  return { data, errors }
}

const rest = <T>(data: T[], errors: object[]) => ({
  ...(data.length && { data }),
  ...(errors.length && { errors }),
})
const matchIn = (query: URLSearchParams, world: World) => {
  const matches = queryOf(query)
  return (post: Post) => matches(world.subjectOf(post))
}
const killed = (results: { uuid: string; success: boolean }[]) => ({
  data: {
    successful_kills: results.filter(result => result.success).length,
    failed_kills: results.filter(result => !result.success).length,
    results,
  },
})

type Reply = Route['answer']
const route = (
  endpoint: string,
  as: Route['as'],
  allowance: Allowance,
  answer: Reply,
  more: Partial<Route> = {},
): Route => ({
  endpoint,
  as,
  allowance,
  answer,
  ...more,
})
const posts = (...query: string[]) => ({ query: [...query, ...fieldNames], reads: true })

const recent: Reply = (ask, world) => {
  const asked = select(ask.query, world.terms.vocabulary)
  const found = search(world.posts.standing(), ask.query, world.clock.now(), matchIn(ask.query, world))
  const { data, includes } = shown(found.posts, asked, ask.caller, world)
  return ok({ ...rest(data, []), ...withIncludes(includes), meta: found.meta })
}

const recentCounts: Reply = (ask, world) => {
  const found = counts(world.posts.standing(), ask.query, world.clock.now(), matchIn(ask.query, world))
  world.ledger.charge('counts', world.nextId(world.clock.now()))
  const names = world.terms.vocabulary === 'both' ? ['tweet', 'post'] : [world.terms.vocabulary]
  const each = (count: number, prefix = '') =>
    Object.fromEntries(names.map(name => [`${prefix}${name}_count`, count]))
  const data = found.buckets.map(({ start, end, count }) => ({ start, end, ...each(count) }))
  return ok({ data, meta: each(found.total, 'total_') })
}

const several: Reply = (ask, world) => {
  const { data, includes, errors } = lookUp(
    (ask.query.get('ids') ?? '').split(',').filter(Boolean),
    'ids',
    ask,
    world,
  )
  return ok({ ...rest(data, errors), ...withIncludes(includes) })
}

const single: Reply = (ask, world) => {
  const { data, includes, errors } = lookUp([ask.params.id ?? ''], 'id', ask, world)
  return ok({ ...(data[0] && { data: data[0] }), ...withIncludes(includes), ...rest([], errors) })
}

const me: Reply = (ask, world) => {
  const asked = select(ask.query, world.terms.vocabulary)
  if (ask.caller.as !== 'user') throw new Refused(refusals.wrongKindOfToken)
  world.ledger.charge('owned read', ask.caller.person.id)
  return ok({ data: showPerson(ask.caller.person, asked.user, asked.words, 1) })
}

const usersBy: Reply = (ask, world) => {
  const names = (ask.query.get('usernames') ?? '').split(',').filter(Boolean)
  const { data, errors } = findUsers(names, 'usernames', ask, world)
  return ok(rest(data, errors))
}

const userBy: Reply = (ask, world) => {
  const { data, errors } = findUsers([ask.params.username ?? ''], 'username', ask, world)
  return ok({ ...(data[0] && { data: data[0] }), ...rest([], errors) })
}

const usage: Reply = (_, world) => {
  const days = world.ledger.usage()
  const used = String(days.reduce((sum, day) => sum + day.usage, 0))
  const each = days.map(day => ({ date: day.date, usage: String(day.usage) }))
  const daily = each.length && { daily_project_usage: { project_id: '1', usage: each } }
  return ok({
    data: { cap_reset_day: 1, project_cap: '3000000', project_id: '1', project_usage: used, ...daily },
  })
}

const connect: Reply = (ask, world) => {
  const backfill = ask.query.get('backfill_minutes') ?? '0'
  if (Number(backfill) > 0 && world.terms.plan !== 'enterprise')
    throw invalid('backfill_minutes', backfill, 'This feature is not part of your plan')
  if (!world.rules.list(new URLSearchParams()).data) throw new Refused(refusals.noRules)
  ask.openStream(select(ask.query, 'tweet'))
  return 'streaming'
}

const killSome: Reply = (ask, world) => {
  const uuids = (ask.body as { uuids?: unknown } | undefined)?.uuids
  if (!Array.isArray(uuids)) throw invalid('uuids', '', '$.uuids: is missing but it is required')
  return ok(killed(world.stream.kill(uuids.map(String))))
}
const killAll: Reply = (_, world) => ok(killed(world.stream.kill()))

const stream = 'GET /2/tweets/search/stream'
const table: Route[] = [
  route(
    'GET /2/tweets/search/recent',
    'either',
    { app: 450, user: 300 },
    recent,
    posts(...bounds, 'max_results', 'sort_order'),
  ),
  route('GET /2/tweets/counts/recent', 'app', { app: 300 }, recentCounts, {
    query: [...bounds, 'granularity', 'search_count.fields'],
  }),
  route('GET /2/tweets', 'either', { app: 3500, user: 5000 }, several, posts('ids')),
  route('GET /2/tweets/:id', 'either', { app: 450, user: 900 }, single, posts()),
  route('GET /2/users/me', 'user', { user: 75 }, me, { query: fieldNames }),
  route('GET /2/users/by', 'either', { app: 300, user: 900 }, usersBy, {
    query: ['usernames', ...fieldNames],
  }),
  route('GET /2/users/by/username/:username', 'either', { app: 300, user: 900 }, userBy, {
    query: fieldNames,
  }),
  route('GET /2/usage/tweets', 'app', { app: 50 }, usage, { query: ['days', 'usage.fields'] }),
  route(stream, 'app', { app: 50 }, connect, posts('backfill_minutes', 'start_time', 'end_time')),
  route(`${stream}/rules`, 'app', { app: 450 }, (ask, world) => ok(world.rules.list(ask.query)), {
    query: ['ids', 'max_results', 'pagination_token'],
  }),
  route(
    `${stream}/rules`.replace('GET', 'POST'),
    'app',
    { app: 100 },
    (ask, world) => world.rules.change(ask.body, ask.query),
    {
      query: ['dry_run', 'delete_all'],
    },
  ),
  route(`${stream}/rules/counts`, 'app', { app: 450 }, (_, world) => ok(world.rules.counts()), {
    query: ['rules_count.fields'],
  }),
  route('DELETE /2/connections/all', 'app', { app: 25 }, killAll),
  route('DELETE /2/connections/filtered_stream', 'app', { app: 25 }, killAll),
  route('DELETE /2/connections', 'app', { app: 25 }, killSome),
  route('POST /2/tweets', 'user', { user: 100, appDay: 10_000 }, (ask, world) => ({
    status: 201,
    body: create(ask.caller, ask.body, world),
  })),
  route('DELETE /2/tweets/:id', 'user', { user: 50 }, (ask, world) =>
    ok(erase(ask.caller, ask.params.id ?? '', world)),
  ),
]

const routes = table.map(row => {
  const [method = '', path = ''] = row.endpoint.split(' ')
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
  return { ...row, method, pattern }
})

export function find(
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null
    if (found) return { route, params: { ...found.groups } }
  }
  return undefined
}
