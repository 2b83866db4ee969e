/** What X's refusals mean, in words a member understands and with what may be done next. */
import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2'
import { z } from 'zod'
import { NetworkError, type NetworkNext } from '#core/errors.ts'
import type { Instant } from '#core/ids.ts'

/** An answer that refuses: problem JSON, or the older list of errors. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
}

const problem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  type: z.string().catch(''),
  connection_issue: z.string().catch(''),
  errors: z.array(z.object({ code: z.number().catch(0), message: z.string().catch('') })).catch([]),
})
type Problem = z.output<typeof problem>

type Doing = 'read' | 'write'

interface Meaning {
  readonly when: (problem: Problem, status: number, doing: Doing) => boolean
  readonly says: string
  readonly next: NetworkNext['next']
  readonly waitMs?: number
}

const minute = 60_000
const says =
  (words: RegExp) =>
  ({ title, detail, type, errors }: Problem) =>
    words.test([title, detail, type, ...errors.map(({ message }) => message)].join('\n'))
const ends =
  (...names: string[]) =>
  ({ type }: Problem) =>
    names.some(name => type.endsWith(`/${name}`))

/** X lets us answer only who turned to us. */
const isWall = says(
  /only reply to or quote posts where you are mentioned|have not been mentioned or otherwise engaged|Authorization Error/i,
)

/** What the app as a whole lacks, not what this one post does. */
const isAccess = (p: Problem): boolean =>
  ends('unsupported-authentication', 'client-forbidden', 'oauth1-permissions')(p) ||
  says(/permitted to perform this action|app permissions/i)(p)

/** The first that fits. Suffixes and titles, never whole addresses: the host has changed before. */
const meanings: readonly Meaning[] = [
  {
    when: (p, status) =>
      status === 402 || ends('credits-depleted', 'credits')(p) || says(/CreditsDepleted/)(p),
    says: 'The credits of our X account are used up. Whoever runs Backchannel can buy more in X’s developer console.',
    next: 'stop',
  },
  {
    when: says(/SpendCapReached/),
    says: 'The spending limit set in X’s developer console is reached. Whoever runs Backchannel can raise it there.',
    next: 'stop',
  },
  {
    when: p => ends('usage-capped')(p) || says(/UsageCapExceeded/)(p),
    says: 'X’s monthly cap on reading is reached. It begins anew with the billing month.',
    next: 'stop',
  },
  {
    when: (_, status) => status === 401,
    says: 'X does not accept our keys. Whoever runs Backchannel should check X_BEARER_TOKEN and the other X_ settings.',
    next: 'stop',
  },
  {
    when: says(/duplicate content/i),
    says: 'X says this account has posted exactly this before.',
    next: 'drop',
  },
  {
    when: (p, _, doing) => doing === 'write' && isWall(p),
    says: 'X lets us answer only people who mentioned or quoted us, and this author has not.',
    next: 'drop',
  },
  {
    when: says(/restricted who can reply/i),
    says: 'The author of that post has limited who may answer it.',
    next: 'drop',
  },
  {
    when: says(/deleted or not visible|could not find tweet/i),
    says: 'The post you answer is gone, or not visible to our account.',
    next: 'drop',
  },
  { when: says(/text is too long/i), says: 'X says the text is too long.', next: 'drop' },
  { when: says(/cashtag/i), says: 'X allows one cashtag ($…) in a post.', next: 'drop' },
  {
    when: says(/not permitted to access this feature/i),
    says: 'X does not let our account post just now: it is limited, or has lost that permission.',
    next: 'drop',
  },
  { when: (_, status) => status === 429, says: 'X is limiting us', next: 'retry', waitMs: minute },
  {
    when: (p, status, doing) => status === 403 && (doing === 'read' || isAccess(p)),
    says: 'X does not allow this for our account. Whoever runs Backchannel should check that the X app has read and write permission.',
    next: 'stop',
  },
  { when: (_, status) => status >= 500, says: 'X has trouble of its own', next: 'retry', waitMs: 5000 },
  { when: (_, status) => status === 404, says: 'X does not find what we asked for.', next: 'drop' },
]

/** What a refusing answer means; `now` tells how long a limit still lasts. */
export function meaning(
  { status, body, headers }: Answer,
  now: Instant,
  doing: Doing = 'read',
): NetworkError {
  const told = toProblem(body)
  const found = meanings.find(({ when }) => when(told, status, doing))
  if (!found) {
    const why = told.errors[0]?.message || told.detail || told.title || `status ${status}`
    return new NetworkError(`X refused: ${why.replace(/\.$/, '')}.`, { next: 'drop' })
  }
  if (found.next !== 'retry') return new NetworkError(found.says, { next: found.next })
  const reset = untilReset(headers, now)
  const until = reset === undefined ? '' : ` until ${new Date(now + reset).toISOString().slice(11, 16)} UTC`
  return new NetworkError(`${found.says}${until}.`, {
    next: 'retry',
    waitMs: reset ?? found.waitMs ?? minute,
  })
}

const toProblem = (body: unknown): Problem => problem.safeParse(body).data ?? problem.parse({})

/** X gives the end of each limit that is used up in Unix seconds; a second is added for clocks that differ. */
function untilReset(headers: Answer['headers'], now: Instant): number | undefined {
  const resets = ['x-rate-limit', 'x-app-limit-24hour', 'x-user-limit-24hour']
    .filter(name => headers[`${name}-remaining`] !== undefined && Number(headers[`${name}-remaining`]) === 0)
    .map(name => Number(headers[`${name}-reset`] ?? Number.NaN))
    .filter(Number.isFinite)
  return resets.length === 0 ? undefined : Math.max(1000, Math.max(...resets) * 1000 - now + 1000)
}

export const isTooManyConnections = ({ body }: Answer): boolean =>
  toProblem(body).connection_issue === 'TooManyConnections'

/** The app as it is enrolled has no filtered stream (`client-forbidden`, reason `client-not-enrolled`). */
export const isWithoutStream = ({ status, body }: Answer): boolean =>
  status === 403 && ends('client-forbidden')(toProblem(body))

/** Errors of the client package. Reading may always be tried again; a post that got no answer may be there. */
export function toNetworkError(error: unknown, doing: Doing, now: Instant): unknown {
  if (error instanceof ApiResponseError) {
    if (doing === 'write' && error.code >= 500) return unsure(error)
    const answer = { status: error.code, body: error.data, headers: error.headers }
    return Object.assign(meaning(answer, now, doing), { cause: error })
  }
  if (error instanceof ApiRequestError || error instanceof ApiPartialResponseError) {
    if (doing === 'write' && !wasNeverSent(error)) return unsure(error)
    return new NetworkError('X cannot be reached.', { next: 'retry', waitMs: 5000 }, { cause: error })
  }
  return error
}

const unsure = (cause: Error) =>
  new NetworkError('X did not answer; it may have been posted.', { next: 'unsure' }, { cause })

/** X said yes, in words that nobody understands. */
export const garbled = (doing: Doing, cause: Error): NetworkError =>
  doing === 'write'
    ? unsure(cause)
    : new NetworkError('X’s answer cannot be read.', { next: 'retry', waitMs: 5000 }, { cause })

/** The status X answered with, where an error comes of an answer. */
export const statusOf = ({ cause }: NetworkError): number | undefined =>
  cause instanceof ApiResponseError ? cause.code : undefined

/** What X answered, where an error comes of an answer. */
export const bodyOf = ({ cause }: NetworkError): unknown =>
  cause instanceof ApiResponseError ? cause.data : undefined

/** The package keeps the error of the socket in its options only. */
function wasNeverSent(error: object): boolean {
  const options = '_options' in error ? error._options : undefined
  const inner =
    typeof options === 'object' && options !== null && 'error' in options ? options.error : undefined
  const code = typeof inner === 'object' && inner !== null && 'code' in inner ? String(inner.code) : ''
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
}
