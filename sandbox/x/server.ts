/** The HTTP side: one socket for API and pages; bounded bodies, credentials, limits, money and told misbehaviour. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Callers } from './callers.ts'
import type { Misbehaviour, Misbehaviours } from './faults.ts'
import { type Limits, RateLimited } from './limits.ts'
import { invalid, Refused, refusals } from './refusals.ts'
import { type Answer, find, type Route } from './routes.ts'
import { visit } from './web.ts'
import type { World } from './world.ts'

export interface Request {
  method: string
  path: string
  endpoint: string
  at: number
  /** What it was answered with; 0 when it was not. */
  status: number
}

export interface Served {
  server: Server
  requests: Request[]
  busy(): number
}

interface Doors {
  world: World
  callers: Callers
  limits: Limits
  misbehaviours: Misbehaviours
}

interface Exchange {
  method: string
  url: URL
  raw: Buffer
  contentType: string
  authorization: string
  incoming: IncomingMessage
  response: ServerResponse
}

interface Reply extends Answer {
  headers: Record<string, string>
}

const mostRequests = 5000
const longestBody = 1_000_000

export function serve(doors: Doors): Served {
  const requests: Request[] = []
  let working = 0
  const rest = async (ms: number) => {
    working--
    await doors.world.clock.sleep(ms)
    working++
  }

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    working++
    try {
      await attend(incoming, response, { ...doors, requests, rest })
    } catch (error) {
      // Whoever asked may have gone in the middle of asking; anything else is a mistake of the stand-in.
      if (!incoming.socket.destroyed) doors.world.faults.push(`the stand-in failed: ${error}`)
      response.destroy()
    } finally {
      working--
    }
  }
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (incoming, response) => void handle(incoming, response),
  )
  return { server, requests, busy: () => working + doors.world.stream.pending() }
}

type Attending = Doors & { requests: Request[]; rest(ms: number): Promise<void> }

async function attend(incoming: IncomingMessage, response: ServerResponse, doors: Attending) {
  const url = URL.parse(incoming.url ?? '/', 'http://local') ?? new URL('http://local/')
  const method = incoming.method ?? 'GET'
  const found = find(method, url.pathname)
  const endpoint = found?.route.endpoint ?? `${method} ${url.pathname}`
  const entry = { method, path: url.pathname, endpoint, at: doors.world.clock.now(), status: 0 }
  doors.requests.push(entry)
  if (doors.requests.length > mostRequests) doors.requests.shift()

  const misbehaviour = doors.misbehaviours.take(endpoint)
  const raw = await bodyOf(incoming)
  if (misbehaviour?.as === 'silence') return
  if (misbehaviour?.as === 'reset') return incoming.socket.resetAndDestroy()
  if (misbehaviour?.as === 'hang') await doors.rest(misbehaviour.waitMs ?? 60_000)
  const exchange: Exchange = {
    method,
    url,
    raw: raw ?? Buffer.alloc(0),
    contentType: incoming.headers['content-type'] ?? '',
    authorization: incoming.headers.authorization ?? '',
    incoming,
    response,
  }
  if (!url.pathname.startsWith('/2/')) return showPage(exchange, doors.world, entry)
  const answered = raw
    ? await answer(exchange, found, misbehaviour, doors)
    : { ...refusals.tooLarge, headers: {} }
  if (answered === 'streaming') {
    entry.status = 200
    return
  }
  if (misbehaviour?.as === 'accept-then-reset') return incoming.socket.resetAndDestroy()
  if (misbehaviour?.as === 'late') await doors.rest(misbehaviour.waitMs ?? 60_000)
  entry.status = answered.status
  const text = JSON.stringify(answered.body)
  const type = answered.status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(answered.status, { 'content-type': `${type}; charset=utf-8`, ...answered.headers })
  response.end(misbehaviour?.as === 'garble' ? text.slice(0, Math.ceil(text.length / 2)) : text)
}

/** The whole body, or nothing when it is longer than allowed. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    size += part.length
    if (size <= longestBody) parts.push(part)
  }
  return size > longestBody ? undefined : Buffer.concat(parts)
}

type Found = ReturnType<typeof find>

async function answer(
  exchange: Exchange,
  found: Found,
  misbehaviour: Misbehaviour | undefined,
  doors: Doors,
): Promise<Reply | 'streaming'> {
  const headers: Record<string, string> = {}
  try {
    if (misbehaviour?.as === 'refuse') {
      const { status = 503, body = {}, headers: told = {} } = misbehaviour
      return { status, body: Object.keys(body).length ? body : plain(status), headers: told }
    }
    const done = await (found ? enter(exchange, found, headers, doors) : oauth(exchange, doors.world))
    return done === 'streaming' ? done : { ...done, headers }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { ...error.refusal, headers: { ...headers, ...(error instanceof RateLimited && error.headers) } }
  }
}

const plain = (status: number) =>
  status === 429 ? refusals.tooManyRequests.body : { ...refusals.unavailable.body, status }

function oauth({ method, url, raw, contentType, authorization }: Exchange, world: World): Answer {
  const form = formOf(raw, contentType)
  if (method === 'POST' && url.pathname === '/2/oauth2/token')
    return { status: 200, body: world.grants.token(form, authorization) }
  if (method === 'POST' && url.pathname === '/2/oauth2/revoke')
    return { status: 200, body: world.grants.revoke(form, authorization) }
  throw new Refused(refusals.notFound)
}

function formOf(raw: Buffer, contentType: string): URLSearchParams {
  if (!contentType.includes('json')) return new URLSearchParams(raw.toString())
  const fields = Object.entries(parsed(raw) ?? {}).map(([name, value]) => [name, String(value)])
  return new URLSearchParams(fields)
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString())
  } catch {
    throw invalid('body', '', 'The request body is not valid JSON')
  }
}

async function enter(
  exchange: Exchange,
  { route, params }: NonNullable<Found>,
  headers: Record<string, string>,
  doors: Doors,
) {
  const { method, url, raw, contentType, authorization, incoming, response } = exchange
  const { world, limits, callers } = doors
  const formed = contentType.includes('x-www-form-urlencoded')
  const hosts = [
    `http://${incoming.headers.host}`,
    world.webUrl(),
    'https://api.x.com',
    'https://api.twitter.com',
  ]
  const caller = callers.identify({
    method,
    addresses: hosts.map(host => host + url.pathname),
    query: url.searchParams,
    form: formed ? new URLSearchParams(raw.toString()) : undefined,
    authorization,
  })
  if (route.as !== 'either' && route.as !== caller.as) throw new Refused(refusals.wrongKindOfToken)
  const who = caller.as === 'app' ? 'app' : caller.person.id
  Object.assign(headers, limits.take(route.endpoint, who, route.allowance))
  world.ledger.allow(route.reads ?? false)
  knownQuery(route, url.searchParams)
  const json = contentType.includes('json') && raw.length > 0
  return route.answer(
    {
      caller,
      params,
      query: url.searchParams,
      body: json ? parsed(raw) : undefined,
      openStream: selection =>
        world.stream.open(
          response,
          selection,
          /\bgzip\b/.test(String(incoming.headers['accept-encoding'])),
          headers,
        ),
    },
    world,
  )
}

function knownQuery(route: Route, query: URLSearchParams) {
  const allowed = route.query ?? []
  for (const name of query.keys())
    if (!allowed.includes(name))
      throw invalid(name, query.get(name) ?? '', `The query parameter [${name}] is not one of [${allowed}]`)
}

function showPage({ method, url, raw, response }: Exchange, world: World, entry: Request) {
  const form = method === 'POST' ? new URLSearchParams(raw.toString()) : undefined
  const page = visit(method, url.pathname, url.searchParams, form, world)
  entry.status = page.status
  response.writeHead(page.status, {
    'content-type': page.type,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    ...(page.location && { location: page.location }),
  })
  response.end(page.body)
}
