/** The HTTP side: methods asked with a token, and the addresses that Slack gives for answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { respondTo } from './answers.ts'
import type { limits } from './limits.ts'
import { type Given, methods } from './methods.ts'
import { Refused } from './refusal.ts'
import type { World } from './world.ts'

const mostBytes = 4 * 1024 * 1024
const kept = 5000

export interface Misbehaviour {
  /** A method, such as `chat.postMessage`, or `response_url`. */
  readonly on: string
  readonly how: 'limit' | 'error' | 'refuse' | 'reset' | 'store-then-reset' | 'hang-then-store' | 'silence'
  readonly times?: number
  readonly waitMs?: number
  /** For `refuse`: the word. */
  readonly code?: string
}

export interface Arrived {
  readonly at: number
  readonly method: string
  readonly given: Given
  status: number
  answer?: unknown
}

export interface Front {
  readonly server: Server
  readonly requests: Arrived[]
  inFlight(): number
  misbehave(rule: Misbehaviour): () => void
}

interface Parts {
  readonly world: World
  readonly limited: ReturnType<typeof limits>
  readonly socketUrl: () => string
}

export function front({ world, limited, socketUrl }: Parts): Front {
  const requests: Arrived[] = []
  const wrongs: { rule: Misbehaviour; left: number }[] = []
  let inFlight = 0

  const wrong = (on: string): Misbehaviour | undefined => {
    const found = wrongs.find(one => one.rule.on === on && one.left > 0)
    if (found) found.left -= 1
    return found?.rule
  }

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://slack').pathname
    const body = await bodyOf(request, response)
    if (body === undefined) return
    if (path.startsWith('/respond/'))
      return void finish(response, 200, respondTo(world, path.slice('/respond/'.length), body))
    const method = path.replace(/^\/api\//, '')
    const arrived: Arrived = { at: world.clock.now(), method, given: body, status: 0 }
    requests.push(arrived)
    if (requests.length > kept) requests.shift()
    await answer(arrived, request, response)
  }

  const answer = async (arrived: Arrived, request: IncomingMessage, response: ServerResponse) => {
    const bad = wrong(arrived.method)
    const store = () => done(() => asked(arrived, request))
    if (bad?.how === 'reset') return void response.destroy()
    if (bad?.how === 'silence') return
    if (bad?.how === 'limit') return limit(response, Math.ceil((bad.waitMs ?? 30_000) / 1000), arrived)
    if (bad?.how === 'error') return void finish(response, 503, 'upstream connect error', arrived)
    if (bad?.how === 'refuse')
      return void finish(response, 200, { ok: false, error: bad.code ?? 'internal_error' }, arrived)
    if (bad?.how === 'hang-then-store') await idle(() => world.clock.sleep(bad.waitMs ?? 60_000))
    const wait = limited(arrived.method, String(arrived.given.channel ?? ''))
    if (wait > 0) return limit(response, wait, arrived)
    const outcome = store()
    if (bad?.how === 'store-then-reset') return void response.destroy()
    finish(response, 200, outcome, arrived)
  }

  /** Waiting on purpose is no work in hand: time could never go on. */
  const idle = async (wait: () => Promise<void>) => {
    inFlight -= 1
    await wait()
    inFlight += 1
  }

  const asked = ({ method, given }: Arrived, request: IncomingMessage) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? String(given.token ?? '')
    if (method === 'apps.connections.open') {
      if (token !== world.tokens.app) throw new Refused(token ? 'invalid_auth' : 'not_authed')
      return { url: socketUrl() }
    }
    const rule = methods[method]
    if (!rule) throw new Refused('unknown_method', { req_method: method })
    if (token !== world.tokens.bot) throw new Refused(token ? 'invalid_auth' : 'not_authed')
    const needed = rule.scopes.find(scope => !world.scopes.has(scope))
    if (needed) throw new Refused('missing_scope', { needed, provided: [...world.scopes].join(',') })
    return rule.run(world, given)
  }

  const done = (run: () => Readonly<Record<string, unknown>>) => {
    try {
      return { ok: true, ...run() }
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.code, ...error.more }
      world.faults.push(`the stand-in failed: ${error instanceof Error ? error.stack : error}`)
      return { ok: false, error: 'internal_error' }
    }
  }

  const server = createServer((request, response) => {
    inFlight += 1
    void take(request, response)
      .catch(error => {
        if (!response.destroyed) finish(response, 200, { ok: false, error: 'internal_error' })
        world.faults.push(`the stand-in failed: ${error}`)
      })
      .finally(() => {
        inFlight -= 1
      })
  })
  return {
    server,
    requests,
    inFlight: () => inFlight,
    misbehave(rule) {
      const told = { rule, left: rule.times ?? 1 }
      wrongs.push(told)
      return () => {
        told.left = 0
      }
    },
  }
}

function limit(response: ServerResponse, seconds: number, arrived: Arrived): void {
  arrived.status = 429
  response.writeHead(429, { 'retry-after': String(seconds), 'content-type': 'application/json' })
  response.end(JSON.stringify({ ok: false, error: 'ratelimited' }))
}

function finish(response: ServerResponse, status: number, body: unknown, arrived?: Arrived): void {
  if (arrived) Object.assign(arrived, { status, answer: body })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
  })
  response.end(text)
}

/** In forms only these are JSON; text is never. */
const nested = ['blocks', 'metadata', 'view', 'files', 'attachments']

async function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<Given | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  }
  if (size > mostBytes) {
    finish(response, 413, 'Payload Too Large')
    return undefined
  }
  const raw = Buffer.concat(chunks).toString('utf8')
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  try {
    if (isJson) return JSON.parse(raw || '{}')
    const form = Object.fromEntries(new URLSearchParams(raw))
    return Object.fromEntries(
      Object.entries(form).map(([name, value]) => [name, nested.includes(name) ? JSON.parse(value) : value]),
    )
  } catch {
    finish(response, 200, { ok: false, error: isJson ? 'invalid_json' : 'invalid_arguments' })
    return undefined
  }
}
