/** What the service says when it refuses: one row each, with the public source of its words. */

export interface Refusal {
  status: number
  body: Record<string, unknown>
  source: string
}

const problem = (name: string) => `https://api.x.com/2/problems/${name}`
const row = (status: number, body: Record<string, unknown>, source: string): Refusal => ({
  status,
  body,
  source,
})
const blank = (status: number, title: string, detail: string, source: string) =>
  row(status, { title, type: 'about:blank', status, detail }, source)
const forbidden = (detail: string, source: string) => blank(403, 'Forbidden', detail, source)
const oauthError = (status: number, error: string, about: string) =>
  row(status, { error, error_description: about }, 'docs.x.com authentication/oauth-2-0')
const refusedConnection = (status: number, issue: string, detail: string) => {
  const body = {
    title: 'ConnectionException',
    detail,
    connection_issue: issue,
    type: problem('streaming-connection'),
  }
  return row(status, body, 'docs.x.com filtered-stream, handling disconnections')
}

export const refusals = {
  unauthorized: blank(401, 'Unauthorized', 'Unauthorized', 'docs.x.com response codes'),
  notFound: blank(404, 'Not Found', 'Not Found', 'docs.x.com response codes'),
  tooLarge: blank(413, 'Payload Too Large', 'Payload Too Large', 'HTTP'),
  tooManyRequests: blank(
    429,
    'Too Many Requests',
    'Too Many Requests',
    'docs.x.com fundamentals/rate-limits',
  ),
  unavailable: blank(503, 'Service Unavailable', 'Service Unavailable', 'docs.x.com response codes'),
  wrongKindOfToken: row(
    403,
    {
      title: 'Unsupported Authentication',
      detail: 'Authenticating with this kind of token is forbidden for this endpoint.',
      type: problem('unsupported-authentication'),
      status: 403,
    },
    'docs.x.com authentication mapping',
  ),
  creditsDepleted: row(
    402,
    { detail: 'credits depleted', status: 402, title: 'Payment Required', type: problem('credits-depleted') },
    'reported July 2026',
  ),
  spendCapReached: row(
    403,
    {
      title: 'SpendCapReached',
      detail: 'The spending limit of this cycle has been reached.',
      status: 403,
      type: problem('spend-cap-reached'),
    },
    'reported May 2026: the title; the rest unverified',
  ),
  usageCapped: row(
    429,
    {
      account_id: 1,
      product_name: 'standard-basic',
      title: 'UsageCapExceeded',
      period: 'Monthly',
      scope: 'Product',
      detail: 'Usage cap exceeded: Monthly product cap',
      type: 'https://api.twitter.com/2/problems/usage-capped',
    },
    'xdevplatform/xdk#25',
  ),
  tooManyConnections: refusedConnection(
    429,
    'TooManyConnections',
    'This stream is currently at the maximum allowed connection limit.',
  ),
  noRules: refusedConnection(
    409,
    'RuleConfigurationIssue',
    'You must define rules for your stream before connecting.',
  ),
  notEngaged: row(
    403,
    {
      detail: 'You can only reply to or quote posts where you are mentioned or are the author.',
      title: 'Authorization Error',
      type: problem('not-authorized-for-resource'),
      status: 403,
    },
    'gptme/gptme-contrib#1302, July to September 2026',
  ),
  notEngagedSinceFebruary: forbidden(
    'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    'docs.x.com changelog, 23 February 2026',
  ),
  repliesRestricted: forbidden(
    'The original Tweet author restricted who can reply to this Tweet.',
    'error code 433',
  ),
  duplicate: forbidden('You are not allowed to create a Tweet with duplicate content.', 'reported widely'),
  noAccess: forbidden('Your account is not permitted to access this feature.', 'reported 2026'),
  missingScope: forbidden('You are not permitted to perform this action.', 'docs.x.com response codes'),
  parentGone: forbidden(
    'You attempted to reply to a Tweet that is deleted or not visible to you.',
    'reported; wording unverified',
  ),
  tooLong: forbidden('Your Tweet text is too long.', 'error code 186; wording unverified'),
  tooManyCashtags: forbidden(
    'A post may contain at most one cashtag.',
    'docs.x.com changelog 2026; wording unverified',
  ),
  notYours: forbidden('You are not authorized to delete this Tweet.', 'docs.x.com manage-tweets'),
  mediaUnknown: row(
    400,
    { title: 'Invalid Request', detail: 'Your media IDs are invalid.', type: problem('invalid-request') },
    'reported widely',
  ),
  usedUp: oauthError(400, 'invalid_request', 'Value passed for the token was invalid.'),
  codeUsedUp: oauthError(400, 'invalid_request', 'Value passed for the authorization code was invalid.'),
  unknownClient: oauthError(401, 'unauthorized_client', 'Missing valid authorization header'),
} satisfies Record<string, Refusal>

/** A refusal on its way to whoever asked. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(JSON.stringify(refusal.body))
    this.refusal = refusal
  }
}

/** The 400 of a parameter or field that will not do, in the words of X's validator. */
export function invalid(parameter: string, value: string, message: string): Refused {
  return new Refused({
    status: 400,
    body: {
      errors: [{ parameters: { [parameter]: [value] }, message }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: 'https://api.twitter.com/2/problems/invalid-request',
    },
    source: 'xdevplatform OpenAPI 2.165, InvalidRequestProblem',
  })
}

/** What stands in `errors` of a lookup for something that is not there. */
export const missing = (kind: 'tweet' | 'user', parameter: string, value: string) => ({
  value,
  detail: `Could not find ${kind} with ${kind === 'tweet' ? 'id' : parameter}: [${value}].`,
  title: 'Not Found Error',
  resource_type: kind,
  parameter,
  resource_id: value,
  type: problem('resource-not-found'),
})

export const ruleProblem = (
  kind: 'duplicate-rules' | 'invalid-rules' | 'rule-cap',
  value: string,
  more: object,
) => ({
  value,
  title: {
    'duplicate-rules': 'DuplicateRule',
    'invalid-rules': 'Invalid Rule',
    'rule-cap': 'RulesCapExceeded',
  }[kind],
  type: problem(kind),
  ...more,
})

export const disconnected = (kind: string) => ({
  errors: [
    {
      title: 'operational-disconnect',
      disconnect_type: kind,
      detail: 'This stream has been disconnected upstream for operational reasons.',
      type: problem('operational-disconnect'),
    },
  ],
})
