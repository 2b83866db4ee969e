/** OAuth 2.0: codes of 30 seconds, access tokens of two hours, and refresh tokens that work once. */
import { createHash, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'
import type { Person } from './people.ts'
import type { Payload } from './posts.ts'
import { Refused, refusals } from './refusals.ts'

const codeMs = 30_000
const tokenMs = 2 * 3_600_000

export interface Grant {
  person: Person
  scopes: Set<string>
}

export interface Grants {
  bearer(token: string): Grant | undefined
  /** A code for an approved request of authorization. */
  code(person: Person, asked: URLSearchParams): string
  /** What is wrong with a request of authorization, if anything. */
  fault(asked: URLSearchParams): string | undefined
  token(form: URLSearchParams, authorization: string): Payload
  revoke(form: URLSearchParams, authorization: string): Payload
  /** Ends all that a person has granted, as from the settings page of the network. */
  withdraw(person: Person): void
}

interface Code extends Grant {
  until: number
  challenge: string
  method: string
  redirect: string
}
interface Pair extends Grant {
  access: string
  refresh: string | undefined
  until: number
}

export function grants(keys: Keys, now: () => number): Grants {
  const codes = new Map<string, Code>()
  let pairs: Pair[] = []
  const secret = () => randomBytes(24).toString('base64url')

  const authenticate = (form: URLSearchParams, authorization: string) => {
    const basic = `Basic ${Buffer.from(`${keys.clientId}:${keys.clientSecret}`).toString('base64')}`
    if (authorization !== basic) throw new Refused(refusals.unknownClient)
    if (form.has('client_id') && form.get('client_id') !== keys.clientId)
      throw new Refused(refusals.unknownClient)
  }
  const issue = ({ person, scopes }: Grant): Payload => {
    const refresh = scopes.has('offline.access') ? secret() : undefined
    const pair: Pair = { person, scopes, access: secret(), refresh, until: now() + tokenMs }
    pairs.push(pair)
    return {
      token_type: 'bearer',
      expires_in: tokenMs / 1000,
      access_token: pair.access,
      scope: [...scopes].join(' '),
      ...(refresh && { refresh_token: refresh }),
    }
  }
  const redeem = (form: URLSearchParams) => {
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const verifier = form.get('code_verifier') ?? ''
    const hashed =
      code?.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
    if (
      !code ||
      code.until <= now() ||
      hashed !== code.challenge ||
      form.get('redirect_uri') !== code.redirect
    )
      throw new Refused(refusals.codeUsedUp)
    return issue(code)
  }
  const refresh = (form: URLSearchParams) => {
    const pair = pairs.find(({ refresh: kept }) => kept !== undefined && kept === form.get('refresh_token'))
    if (!pair) throw new Refused(refusals.usedUp)
    pairs = pairs.filter(other => other !== pair)
    return issue(pair)
  }

  return {
    bearer: token => pairs.find(pair => pair.access === token && pair.until > now()),
    fault(asked) {
      if (asked.get('response_type') !== 'code') return 'response_type must be code'
      if (asked.get('client_id') !== keys.clientId) return 'client_id is not known'
      if (!/^https?:$/.test(URL.parse(asked.get('redirect_uri') ?? '')?.protocol ?? ''))
        return 'redirect_uri is missing'
      if (!asked.get('scope')) return 'scope is missing'
      const state = asked.get('state') ?? ''
      if (!state || state.length > 500) return 'state must have 1 to 500 characters'
      if (!asked.get('code_challenge')) return 'code_challenge is missing'
      return undefined
    },
    code(person, asked) {
      const code = secret()
      codes.set(code, {
        person,
        scopes: new Set((asked.get('scope') ?? '').split(/[ +]/).filter(Boolean)),
        until: now() + codeMs,
        challenge: asked.get('code_challenge') ?? '',
        method: asked.get('code_challenge_method')?.toUpperCase() === 'S256' ? 'S256' : 'plain',
        redirect: asked.get('redirect_uri') ?? '',
      })
      return code
    },
    token(form, authorization) {
      authenticate(form, authorization)
      const kind = form.get('grant_type')
      if (kind === 'authorization_code') return redeem(form)
      if (kind === 'refresh_token') return refresh(form)
      throw new Refused(refusals.usedUp)
    },
    revoke(form, authorization) {
      authenticate(form, authorization)
      const token = form.get('token')
      pairs = pairs.filter(pair => pair.access !== token && pair.refresh !== token)
      return { revoked: true }
    },
    withdraw(person) {
      pairs = pairs.filter(pair => pair.person !== person)
    },
  }
}
