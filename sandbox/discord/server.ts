/** The HTTP side: reads a request, counts it, answers it by its route, and misbehaves when told to. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { cloudflare, limited, type RateLimits } from './limits.ts'
import type { File } from './messages.ts'
import type { Misbehaviour, Mischief } from './mischief.ts'
import { Refused, refuse } from './refusals.ts'
import type { Reply, Route } from './route.ts'
import { routeOf } from './routes.ts'
import type { World } from './world.ts'

const MOST_BYTES = 10 * 1024 * 1024
const REQUESTS_KEPT = 5_000

export interface Arrived {
  at: number
  method: string
  path: string
  /** The route it met, such as `POST /channels/:channel/messages`. */
  route: string
  body: unknown
  /** 0 when it got no answer. */
  status: number
  /** What was answered. */
  reply?: unknown
}

export interface Front {
  server: Server
  requests: Arrived[]
  inFlight(): number
}

export interface Parts {
  world: World
  limits: RateLimits
  mischief: Mischief
  identifiesLeft(): number
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  if (size > MOST_BYTES) throw refuse('tooLarge')
  return Buffer.concat(chunks)
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('malformed')
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ body: unknown; files: File[] }> {
  const raw = await bytes(request)
  const type = request.headers['content-type'] ?? ''
  if (!raw.length) return { body: undefined, files: [] }
  if (!type.startsWith('multipart/form-data')) return { body: json(raw.toString('utf8')), files: [] }
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } })
    .formData()
    .catch(() => Promise.reject(refuse('malformed')))
  const files = [...form].flatMap(([field, part]) =>
    typeof part === 'string'
      ? []
      : [{ field, filename: part.name, size: part.size, type: part.type || 'application/octet-stream' }],
  )
  const payload = form.get('payload_json')
  return { body: typeof payload === 'string' ? json(payload) : {}, files }
}

function authorize(world: World, route: Route, request: IncomingMessage) {
  if (!route.open && request.headers.authorization !== `Bot ${world.token}`) throw refuse('unauthorized')
}

/** The channel, webhook or server whose bucket a request draws on. */
function drawOn(world: World, route: Route, params: Record<string, string>) {
  const interaction = params.webhook === world.applicationId
  const place =
    params.channel ??
    params.guild ??
    (interaction ? params.token : params.webhook) ??
    params.interaction ??
    ''
  const posts = route.line === 'POST /webhooks/:webhook/:token' && !interaction
  const hidden = posts ? world.webhooks.get(params.webhook ?? '')?.channelId : undefined
  const global = !route.line.includes(' /interactions') && !interaction
  return { bucket: route.bucket, place, hidden, global }
}

/** Answers instead of the service. @throws Refused */
function pretend(rule: Misbehaviour) {
  const waitMs = rule.waitMs ?? 1_000
  if (rule.how === 'limit') throw limited(waitMs, 'user')
  if (rule.how === 'cloudflare') throw cloudflare()
  if (rule.how === 'odd-limit')
    throw new Refused(429, { message: 'You are being rate limited.', global: false })
  if (rule.how === 'error') throw new Refused(rule.status ?? 500, refuse('broken').body)
}

export function front(parts: Parts): Front {
  const { world, limits, mischief } = parts
  const requests: Arrived[] = []
  let inFlight = 0

  /** Not in flight while it sleeps on purpose, else time could never move on. */
  async function sleep(ms: number) {
    inFlight -= 1
    await world.clock.sleep(ms, world.closing)
    inFlight += 1
  }

  function send(response: ServerResponse, reply: Reply, headers: Record<string, string>) {
    const text =
      reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
    response.writeHead(reply.status, {
      date: new Date().toUTCString(),
      ...(text && { 'content-type': 'application/json' }),
      ...headers,
    })
    response.end(text)
  }

  async function answer(request: IncomingMessage, response: ServerResponse, arrived: Arrived) {
    const { method, path } = arrived
    const { body, files } = await bodyOf(request)
    arrived.body = body
    if (limits.banned()) throw cloudflare()
    const { route, params } = routeOf(method, path)
    arrived.route = route.line
    const rule = mischief.next(arrived.route, `${method} ${path}`)
    if (rule?.how === 'reset') return request.socket.destroy()
    if (rule?.how === 'silence') return
    if (rule) pretend(rule)
    authorize(world, route, request)
    const headers = limits.take(drawOn(world, route, params))
    if (rule?.how === 'hang-then-store') await sleep(rule.waitMs ?? 60_000)
    const query = new URL(request.url ?? '/', world.origin).searchParams
    const reply = run(
      route,
      { world, params, query, body, files, identifiesLeft: parts.identifiesLeft() },
      headers,
    )
    arrived.reply = reply.body
    if (rule?.how === 'store-then-reset') return request.socket.destroy()
    if (rule?.how === 'store-then-error') throw new Refused(rule.status ?? 502, refuse('broken').body)
    arrived.status = reply.status
    send(response, rule?.how === 'wrong-json' ? { status: 200, body: '{"id":' } : reply, headers)
  }

  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
      .replace(/^\/api(\/v10)?/, '')
      .replaceAll('%40', '@')
    const arrived: Arrived = {
      at: world.clock.now(),
      method: request.method ?? 'GET',
      path,
      route: '',
      body: undefined,
      status: 0,
    }
    requests.push(arrived)
    if (requests.length > REQUESTS_KEPT) requests.shift()
    inFlight += 1
    try {
      await answer(request, response, arrived)
    } catch (problem) {
      const refused = problem instanceof Refused ? problem : bug(world, problem)
      arrived.status = refused.status
      arrived.reply = refused.body
      limits.note(refused.status, refused.headers['x-ratelimit-scope'])
      if (!response.destroyed) send(response, { status: refused.status, body: refused.body }, refused.headers)
    } finally {
      inFlight -= 1
    }
  })
  return { server, requests, inFlight: () => inFlight }
}

/** Refusals of the service carry the bucket's headers too. */
function run(route: Route, call: Parameters<Route['run']>[0], headers: Record<string, string>): Reply {
  try {
    return route.run(call)
  } catch (problem) {
    if (problem instanceof Refused)
      throw new Refused(problem.status, problem.body, { ...headers, ...problem.headers })
    throw problem
  }
}

function bug(world: World, problem: unknown): Refused {
  world.faults.push(`the stand-in broke: ${problem instanceof Error ? problem.stack : String(problem)}`)
  return refuse('broken')
}
