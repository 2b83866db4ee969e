/** twitter-api-v2 for requests that end: at the address we were given, and not for ever. */
import http from 'node:http'
import type https from 'node:https'
import { type ITwitterApiClientPlugin, TwitterApi, type TwitterApiTokens } from 'twitter-api-v2'
import type { z } from 'zod'
import type { Instant } from '#core/ids.ts'
import { garbled, toNetworkError } from './errors.ts'

/** What the package wants of an agent is satisfied by a plain one, which a server without TLS needs. */
const plain = new http.Agent() as unknown as https.Agent

/** The package has no time-out of its own. */
const timeoutMs = 15_000

export interface Credentials {
  readonly apiKey: string
  readonly apiSecret: string
  readonly accessToken: string
  readonly accessSecret: string
}

/** Each resolves with an answer that was understood. @throws NetworkError for whatever X refuses or garbles. */
export interface Client {
  get<T extends z.ZodType>(
    path: string,
    answer: T,
    query?: Readonly<Record<string, string>>,
  ): Promise<z.output<T>>
  post<T extends z.ZodType>(path: string, answer: T, body: object): Promise<z.output<T>>
  delete(path: string): Promise<unknown>
}

export function client(apiUrl: string, credentials: string | Credentials, now: () => Instant): Client {
  const { v2 } = new TwitterApi(tokens(credentials) as TwitterApiTokens, {
    plugins: [elsewhere(apiUrl)],
    ...(apiUrl.startsWith('http:') && { httpAgent: plain }),
  })
  const asked = async (doing: 'read' | 'write', request: Promise<unknown>) => {
    try {
      return await request
    } catch (error) {
      throw toNetworkError(error, doing, now())
    }
  }
  const understood = <T extends z.ZodType>(schema: T, answer: unknown, doing: 'read' | 'write') => {
    const { success, data, error } = schema.safeParse(answer)
    if (!success) throw garbled(doing, error)
    return data
  }
  return {
    get: async (path, answer, query = {}) =>
      understood(answer, await asked('read', v2.get(path, { ...query })), 'read'),
    async post(path, answer, body) {
      const doing = path === 'tweets' ? 'write' : 'read'
      return understood(answer, await asked(doing, v2.post(path, { ...body })), doing)
    },
    delete: path => asked('read', v2.delete(path)),
  }
}

/** A bearer token is handed over as a bare string, which the package's first overload does not show. */
const tokens = (credentials: string | Credentials): string | TwitterApiTokens =>
  typeof credentials === 'string'
    ? credentials
    : {
        appKey: credentials.apiKey,
        appSecret: credentials.apiSecret,
        accessToken: credentials.accessToken,
        accessSecret: credentials.accessSecret,
      }

/** The package knows only api.x.com; its requests are turned to the address we were given. */
function elsewhere(apiUrl: string): ITwitterApiClientPlugin {
  return {
    onBeforeRequestConfig({ params }) {
      params.url = params.url.replace(/^https:\/\/api\.(x|twitter)\.com/, apiUrl)
    },
    onBeforeRequest({ requestOptions }) {
      requestOptions.timeout = timeoutMs
    },
  }
}
