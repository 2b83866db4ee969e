/** An X stand-in with a held clock and the real client package pointed at it, for the tests of the stand-in. */
import http from 'node:http'
import type { TestContext } from 'node:test'
import { TwitterApi } from 'twitter-api-v2'
import { heldClock } from '#sandbox/clock.ts'
import { type XOptions, xStandIn } from '#sandbox/x/stand-in.ts'

export const noon = Date.UTC(2026, 8, 16, 12)

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Waits, turn by turn, until something is so. */
export async function until(so: () => boolean) {
  const late = Date.now() + 5000
  while (!so()) {
    if (Date.now() > late) throw new Error('It never came to be.')
    await turn()
  }
}

export interface Heard {
  status: number
  headers: http.IncomingHttpHeaders
  chunks: Buffer[]
  ended: boolean
  text(): string
  /** The objects that have come whole. */
  objects(): StreamObject[]
  close(): void
}

export interface StreamObject {
  data: Record<string, unknown> & { id: string; text: string }
  includes?: Record<string, Record<string, unknown>[]>
  matching_rules: { id: string; tag?: string }[]
  errors?: Record<string, unknown>[]
}

export async function house(t: TestContext, options: Partial<XOptions> = {}) {
  let busy = () => 0
  const settled = async () => {
    for (let calm = 0; calm < 20; ) {
      await turn()
      calm = busy() ? 0 : calm + 1
    }
  }
  const clock = heldClock(noon, settled)
  const x = await xStandIn({ clock, ...options })
  busy = x.busy
  t.after(() => x.close())
  const { keys } = x

  const hears: Heard[] = []
  /** Opens the stream with a plain socket reader and keeps all bytes as they come. */
  const hear = (query = '', headers: Record<string, string> = {}) =>
    new Promise<Heard>((resolve, reject) => {
      const address = `${x.url}/2/tweets/search/stream${query}`
      const authorization = `Bearer ${keys.bearerToken}`
      const request = http.get(
        address,
        { headers: { authorization, ...headers }, agent: false },
        response => {
          const heard: Heard = {
            status: response.statusCode ?? 0,
            headers: response.headers,
            chunks: [],
            ended: false,
            text: () => Buffer.concat(heard.chunks).toString(),
            objects: () =>
              heard
                .text()
                .split('\r\n')
                .slice(0, -1)
                .filter(Boolean)
                .map(line => JSON.parse(line)),
            close: () => request.destroy(),
          }
          response.on('data', chunk => heard.chunks.push(chunk))
          response.on('close', () => {
            heard.ended = true
          })
          response.on('error', () => undefined)
          hears.push(heard)
          resolve(heard)
        },
      )
      request.on('error', reject)
    })

  /** Asks with the app's token, or with another one. */
  const ask = async (endpoint: string, body?: unknown, authorization = `Bearer ${keys.bearerToken}`) => {
    const [method = 'GET', path = ''] = endpoint.split(' ')
    const response = await fetch(x.url + path, {
      method,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }

  const rewrite = ({ params }: { params: { url: string } }) => {
    params.url = params.url.replace('https://api.x.com', x.url)
  }
  const agent = new http.Agent() as unknown as import('node:https').Agent
  const client = (tokens: ConstructorParameters<typeof TwitterApi>[0]) => {
    const plugin = { onBeforeRequestConfig: rewrite, onBeforeStreamRequestConfig: rewrite }
    return new TwitterApi(
      tokens as never,
      { plugins: [plugin], httpAgent: agent, compression: false } as never,
    )
  }
  const app = client(keys.bearerToken as never)
  const { apiKey: appKey, apiSecret: appSecret, accessToken, accessSecret } = keys
  const team = client({ appKey, appSecret, accessToken, accessSecret } as never)

  const follow = async (...values: string[]) => {
    const answer = await ask('POST /2/tweets/search/stream/rules', {
      add: values.map((value, index) => ({ value, tag: `tag-${index}` })),
    })
    return (answer.body.data ?? []) as { id: string; value: string; tag: string }[]
  }
  return { x, clock, ask, hear, app, team, client, follow, keys, settled }
}

/** What a promise was refused with. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: number; data: Record<string, unknown> }> {
  try {
    await work
  } catch (error) {
    return error as { code: number; data: Record<string, unknown> }
  }
  throw new Error('It was not refused.')
}
