/** What reading X goes by, from one connection to the next. */
import { type Bell, bell } from '#core/bell.ts'
import type { Clock } from '#core/clock.ts'
import type { Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import type { Wanted } from '#core/source.ts'
import { type Client, client } from './client.ts'
import { type Rules, rules } from './rules.ts'
import { type Search, search } from './search.ts'

export interface XReading {
  readonly apiUrl: string
  readonly webUrl: string
  readonly bearerToken: string
  readonly clock: Clock
  readonly log: Log
}

/** Hashtags that X was asked for, and when. */
export interface Addition {
  readonly wanted: readonly Wanted[]
  readonly at: Instant
}

export interface Reader extends XReading {
  readonly client: Client
  readonly search: Search
  readonly rules: Rules
  /** What X has rules for. */
  wanted: readonly Wanted[]
  /** Not yet seen by whoever fills gaps. */
  additions: readonly Addition[]
  /** Rings when there are additions. */
  readonly added: Bell
}

export function reader(options: XReading): Reader {
  const { apiUrl, webUrl, bearerToken, clock } = options
  const asking = client(apiUrl, bearerToken, clock.now)
  return {
    ...options,
    client: asking,
    search: search(asking, webUrl),
    rules: rules(asking),
    wanted: [],
    additions: [],
    added: bell(),
  }
}

/** Brings the rules in step, and remembers what is new among them. @throws NetworkError */
export async function want(reader: Reader, next: readonly Wanted[]) {
  const at = reader.clock.now()
  const { refused, added } = await reader.rules.want(next)
  reader.wanted = next.filter(({ hashtag }) => !refused.some(one => one.hashtag === hashtag))
  if (added.length > 0) {
    reader.additions = [...reader.additions, { wanted: added, at }]
    reader.added.ring()
  }
  return refused
}
