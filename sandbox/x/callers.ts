/** Who is asking: the app by its bearer token, or a person by OAuth 1.0a signature or OAuth 2.0 token. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Grants } from './grants.ts'
import type { Keys } from './keys.ts'
import type { People, Person } from './people.ts'
import { Refused, refusals } from './refusals.ts'

export type Caller = { as: 'app' } | { as: 'user'; person: Person; scopes: Set<string> | 'all' }

export interface Signed {
  method: string
  /** The addresses the client may have signed: its own and those of the real service. */
  addresses: string[]
  query: URLSearchParams
  form: URLSearchParams | undefined
  authorization: string
}

export interface Callers {
  /** @throws Refused when the credentials are missing, wrong, expired or used twice. */
  identify(request: Signed): Caller
}

export function callers(keys: Keys, persons: People, grants: Grants): Callers {
  const nonces = new Set<string>()
  return {
    identify(request) {
      const [scheme, rest] = request.authorization.split(/ (.*)/s)
      if (scheme?.toLowerCase() === 'bearer') {
        if (rest === keys.bearerToken) return { as: 'app' }
        const grant = grants.bearer(rest ?? '')
        if (grant) return { as: 'user', person: grant.person, scopes: grant.scopes }
      }
      if (scheme?.toLowerCase() === 'oauth') {
        const fields = oauthFields(rest ?? '')
        const nonce = fields.get('oauth_nonce') ?? ''
        const person = persons.named(keys.teamHandle)
        if (person && nonce && !nonces.has(nonce) && signed(request, fields, keys)) {
          nonces.add(nonce)
          return { as: 'user', person, scopes: 'all' }
        }
      }
      throw new Refused(refusals.unauthorized)
    },
  }
}

function oauthFields(text: string): Map<string, string> {
  const pairs = text.matchAll(/([a-z_]+)="([^"]*)"/g)
  return new Map(Array.from(pairs, ([, name, value]) => [name ?? '', decoded(value ?? '')]))
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refused(refusals.unauthorized)
  }
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** Whether the HMAC-SHA1 signature is that of this request under the known keys (RFC 5849, 3.4). */
function signed(
  { method, addresses, query, form }: Signed,
  fields: Map<string, string>,
  keys: Keys,
): boolean {
  if (fields.get('oauth_consumer_key') !== keys.apiKey || fields.get('oauth_token') !== keys.accessToken)
    return false
  if (fields.get('oauth_signature_method') !== 'HMAC-SHA1') return false
  const pairs = [...query, ...(form ?? []), ...[...fields].filter(([name]) => name !== 'oauth_signature')]
  const parameters = pairs
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
  const given = Buffer.from(fields.get('oauth_signature') ?? '', 'base64')
  return addresses.some(address => {
    const base = [method, encoded(address), encoded(parameters)].join('&')
    const wanted = createHmac('sha1', `${encoded(keys.apiSecret)}&${encoded(keys.accessSecret)}`)
      .update(base)
      .digest()
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}
