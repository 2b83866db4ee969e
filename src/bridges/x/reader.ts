/** What reading X goes by, from one connection to the next. */
import { type Bell, bell } from '#core/bell.ts'
import type { Clock } from '#core/clock.ts'
import type { Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import type { Wanted } from '#core/source.ts'
import { type Asking, askings } from './asking.ts'
import { type Client, client } from './client.ts'
import { type Heard, heard } from './heard.ts'
import { type Rules, rules } from './rules.ts'
import { type Search, search } from './search.ts'

export interface XReading {
  readonly apiUrl: string
  readonly webUrl: string
  readonly bearerToken: string
  readonly clock: Clock
  readonly log: Log
  /** Read by search alone; found out by itself unless set. */
  readonly polls?: boolean
}

/** What X was asked for, and when. */
export interface Addition {
  readonly asked: readonly Asking[]
  readonly at: Instant
}

export interface Reader extends XReading {
  readonly client: Client
  readonly search: Search
  readonly rules: Rules
  /** What X has rules for. */
  asked: readonly Asking[]
  /** The last posts that the stream brought: what search finds beside them, the stream has missed. */
  readonly heard: Heard
  /** Whether search is all that X lets us read by. */
  polls: boolean
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
    asked: [],
    heard: heard(clock.now),
    polls: options.polls ?? false,
    additions: [],
    added: bell(),
  }
}

/** Brings the rules in step, and remembers what is new among them. @throws NetworkError */
export async function want(reader: Reader, next: readonly Wanted[]) {
  const at = reader.clock.now()
  const asked = askings(next)
  // Without a stream there are no rules; search shows what is no hashtag soon enough.
  if (reader.polls) {
    reader.asked = asked
    return []
  }
  const { refused, added } = await reader.rules.want(asked)
  reader.asked = asked.filter(({ hashtag }) => !refused.some(one => one.hashtag === hashtag))
  if (added.length > 0) {
    reader.additions = [...reader.additions, { asked: added, at }]
    reader.added.ring()
  }
  return refused
}
