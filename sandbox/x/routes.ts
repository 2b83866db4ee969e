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

const reading: Route[] = [
  {
    endpoint: 'GET /2/tweets/search/recent',
    as: 'either',
    allowance: { app: 450, user: 300 },
    query: [...bounds, 'max_results', 'sort_order', ...fieldNames],
    reads: true,
    answer(ask, world) {
      const asked = select(ask.query, world.terms.vocabulary)
      const found = search(world.posts.standing(), ask.query, world.clock.now(), matchIn(ask.query, world))
      const { data, includes } = shown(found.posts, asked, ask.caller, world)
      return ok({ ...(data.length && { data }), ...withIncludes(includes), meta: found.meta })
    },
  },
  {
    endpoint: 'GET /2/tweets/counts/recent',
    as: 'app',
    allowance: { app: 300 },
    query: [...bounds, 'granularity', 'search_count.fields'],
    answer(ask, world) {
      const found = counts(world.posts.standing(), ask.query, world.clock.now(), matchIn(ask.query, world))
      world.ledger.charge('counts', world.nextId(world.clock.now()))
      const names = world.terms.vocabulary === 'both' ? ['tweet', 'post'] : [world.terms.vocabulary]
      const each = (count: number, prefix = '') =>
        Object.fromEntries(names.map(name => [`${prefix}${name}_count`, count]))
      const data = found.buckets.map(({ start, end, count }) => ({ start, end, ...each(count) }))
      return ok({ data, meta: each(found.total, 'total_') })
    },
  },
  {
    endpoint: 'GET /2/tweets',
    as: 'either',
    allowance: { app: 3500, user: 5000 },
    query: ['ids', ...fieldNames],
    reads: true,
    answer(ask, world) {
      const ids = (ask.query.get('ids') ?? '').split(',').filter(Boolean)
      const { data, includes, errors } = lookUp(ids, 'ids', ask, world)
      return ok({ ...rest(data, errors), ...withIncludes(includes) })
    },
  },
  {
    endpoint: 'GET /2/tweets/:id',
    as: 'either',
    allowance: { app: 450, user: 900 },
    query: fieldNames,
    reads: true,
    answer(ask, world) {
      const { data, includes, errors } = lookUp([ask.params.id ?? ''], 'id', ask, world)
      return ok({
        ...(data[0] && { data: data[0] }),
        ...withIncludes(includes),
        ...(errors.length && { errors }),
      })
    },
  },
  {
    endpoint: 'GET /2/users/me',
    as: 'user',
    allowance: { user: 75 },
    query: fieldNames,
    answer(ask, world) {
      const asked = select(ask.query, world.terms.vocabulary)
      if (ask.caller.as !== 'user') throw new Refused(refusals.wrongKindOfToken)
      world.ledger.charge('owned read', ask.caller.person.id)
      return ok({ data: showPerson(ask.caller.person, asked.user, asked.words, 1) })
    },
  },
  {
    endpoint: 'GET /2/users/by',
    as: 'either',
    allowance: { app: 300, user: 900 },
    query: ['usernames', ...fieldNames],
    answer(ask, world) {
      const { data, errors } = findUsers(
        (ask.query.get('usernames') ?? '').split(',').filter(Boolean),
        'usernames',
        ask,
        world,
      )
      return ok(rest(data, errors))
    },
  },
  {
    endpoint: 'GET /2/users/by/username/:username',
    as: 'either',
    allowance: { app: 300, user: 900 },
    query: fieldNames,
    answer(ask, world) {
      const { data, errors } = findUsers([ask.params.username ?? ''], 'username', ask, world)
      return ok({ ...(data[0] && { data: data[0] }), ...(errors.length && { errors }) })
    },
  },
  {
    endpoint: 'GET /2/usage/tweets',
    as: 'app',
    allowance: { app: 50 },
    query: ['days', 'usage.fields'],
    answer(_, world) {
      const days = world.ledger.usage()
      const used = days.reduce((sum, day) => sum + day.usage, 0)
      const usage = days.map(day => ({ date: day.date, usage: String(day.usage) }))
      const daily = usage.length && { daily_project_usage: { project_id: '1', usage } }
      return ok({
        data: {
          cap_reset_day: 1,
          project_cap: '3000000',
          project_id: '1',
          project_usage: String(used),
          ...daily,
        },
      })
    },
  },
]

const streaming: Route[] = [
  {
    endpoint: 'GET /2/tweets/search/stream',
    as: 'app',
    allowance: { app: 50 },
    query: [
      'backfill_minutes',
      'start_time',
      'end_time',
      ...fieldNames.filter(name => name !== 'post.fields'),
    ],
    reads: true,
    answer(ask, world) {
      if (Number(ask.query.get('backfill_minutes') ?? 0) > 0 && world.terms.plan !== 'enterprise')
        throw invalid(
          'backfill_minutes',
          ask.query.get('backfill_minutes') ?? '',
          'This feature is not part of your plan',
        )
      if (!world.rules.live().length && !world.rules.list(new URLSearchParams()).data)
        throw new Refused(refusals.noRules)
      ask.openStream(select(ask.query, 'tweet'))
      return 'streaming'
    },
  },
  {
    endpoint: 'GET /2/tweets/search/stream/rules',
    as: 'app',
    allowance: { app: 450 },
    query: ['ids', 'max_results', 'pagination_token'],
    answer: (ask, world) => ok(world.rules.list(ask.query)),
  },
  {
    endpoint: 'POST /2/tweets/search/stream/rules',
    as: 'app',
    allowance: { app: 100 },
    query: ['dry_run', 'delete_all'],
    answer: (ask, world) => world.rules.change(ask.body, ask.query),
  },
  {
    endpoint: 'GET /2/tweets/search/stream/rules/counts',
    as: 'app',
    allowance: { app: 450 },
    query: ['rules_count.fields'],
    answer: (_, world) => ok(world.rules.counts()),
  },
  ...['all', 'filtered_stream'].map(
    (what): Route => ({
      endpoint: `DELETE /2/connections/${what}`,
      as: 'app',
      allowance: { app: 25 },
      answer: (_, world) => ok(killed(world.stream.kill())),
    }),
  ),
  {
    endpoint: 'DELETE /2/connections',
    as: 'app',
    allowance: { app: 25 },
    answer(ask, world) {
      const uuids = (ask.body as { uuids?: unknown } | undefined)?.uuids
      if (!Array.isArray(uuids)) throw invalid('uuids', '', '$.uuids: is missing but it is required')
      return ok(killed(world.stream.kill(uuids.map(String))))
    },
  },
]

const writing: Route[] = [
  {
    endpoint: 'POST /2/tweets',
    as: 'user',
    allowance: { user: 100, appDay: 10_000 },
    answer: (ask, world) => ({ status: 201, body: create(ask.caller, ask.body, world) }),
  },
  {
    endpoint: 'DELETE /2/tweets/:id',
    as: 'user',
    allowance: { user: 50 },
    answer: (ask, world) => ok(erase(ask.caller, ask.params.id ?? '', world)),
  },
]

const routes = [...reading, ...streaming, ...writing].map(route => {
  const [method = '', path = ''] = route.endpoint.split(' ')
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
  return { ...route, method, pattern }
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
