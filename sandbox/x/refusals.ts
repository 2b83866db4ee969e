/** What the service says when it refuses: one row each, with the public source of its words. */

export interface Refusal {
  status: number
  body: Record<string, unknown>
  source: string
}

const problem = (name: string) => `https://api.x.com/2/problems/${name}`
const forbidden = { type: 'about:blank', title: 'Forbidden', status: 403 }

export const refusals = {
  unauthorized: {
    status: 401,
    body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
    source: 'docs.x.com response codes',
  },
  wrongKindOfToken: {
    status: 403,
    body: {
      title: 'Unsupported Authentication',
      detail: 'Authenticating with this kind of token is forbidden for this endpoint.',
      type: problem('unsupported-authentication'),
      status: 403,
    },
    source: 'docs.x.com authentication mapping',
  },
  missingScope: {
    status: 403,
    body: { ...forbidden, detail: 'You are not permitted to perform this action.' },
    source: 'docs.x.com response codes',
  },
  notFound: {
    status: 404,
    body: { title: 'Not Found', type: 'about:blank', status: 404, detail: 'Not Found' },
    source: 'docs.x.com response codes',
  },
  tooLarge: {
    status: 413,
    body: { title: 'Payload Too Large', type: 'about:blank', status: 413, detail: 'Payload Too Large' },
    source: 'HTTP',
  },
  tooManyRequests: {
    status: 429,
    body: { title: 'Too Many Requests', type: 'about:blank', status: 429, detail: 'Too Many Requests' },
    source: 'docs.x.com fundamentals/rate-limits',
  },
  creditsDepleted: {
    status: 402,
    body: {
      detail: 'credits depleted',
      status: 402,
      title: 'Payment Required',
      type: problem('credits-depleted'),
    },
    source: 'reported July 2026',
  },
  spendCapReached: {
    status: 403,
    body: {
      title: 'SpendCapReached',
      detail: 'The spending limit of this billing cycle has been reached.',
      status: 403,
      type: problem('spend-cap-reached'),
    },
    source: 'reported May 2026 (title); the rest unverified',
  },
  usageCapped: {
    status: 429,
    body: {
      account_id: 1,
      product_name: 'standard-basic',
      title: 'UsageCapExceeded',
      period: 'Monthly',
      scope: 'Product',
      detail: 'Usage cap exceeded: Monthly product cap',
      type: 'https://api.twitter.com/2/problems/usage-capped',
    },
    source: 'xdevplatform/xdk#25',
  },
  tooManyConnections: {
    status: 429,
    body: {
      title: 'ConnectionException',
      detail: 'This stream is currently at the maximum allowed connection limit.',
      connection_issue: 'TooManyConnections',
      type: problem('streaming-connection'),
    },
    source: 'docs.x.com filtered-stream, handling disconnections',
  },
  noRules: {
    status: 409,
    body: {
      title: 'ConnectionException',
      detail: 'You must define rules for your stream before connecting.',
      connection_issue: 'RuleConfigurationIssue',
      type: problem('streaming-connection'),
    },
    source: 'docs.x.com filtered-stream',
  },
  notEngaged: {
    status: 403,
    body: {
      detail: 'You can only reply to or quote posts where you are mentioned or are the author.',
      title: 'Authorization Error',
      type: problem('not-authorized-for-resource'),
      status: 403,
    },
    source: 'gptme/gptme-contrib#1302, July to September 2026',
  },
  notEngagedSinceFebruary: {
    status: 403,
    body: {
      ...forbidden,
      detail:
        'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    },
    source: 'docs.x.com changelog, 23 February 2026',
  },
  repliesRestricted: {
    status: 403,
    body: { ...forbidden, detail: 'The original Tweet author restricted who can reply to this Tweet.' },
    source: 'error code 433',
  },
  duplicate: {
    status: 403,
    body: { ...forbidden, detail: 'You are not allowed to create a Tweet with duplicate content.' },
    source: 'reported widely',
  },
  noAccess: {
    status: 403,
    body: { ...forbidden, detail: 'Your account is not permitted to access this feature.' },
    source: 'reported 2026',
  },
  parentGone: {
    status: 403,
    body: {
      ...forbidden,
      detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.',
    },
    source: 'reported; wording unverified',
  },
  tooLong: {
    status: 403,
    body: { ...forbidden, detail: 'Your Tweet text is too long.' },
    source: 'error code 186; wording unverified',
  },
  tooManyCashtags: {
    status: 403,
    body: { ...forbidden, detail: 'A post may contain at most one cashtag.' },
    source: 'docs.x.com changelog 2026; wording unverified',
  },
  notYours: {
    status: 403,
    body: { ...forbidden, detail: 'You are not authorized to delete this Tweet.' },
    source: 'docs.x.com manage-tweets',
  },
  mediaUnknown: {
    status: 400,
    body: {
      title: 'Invalid Request',
      detail: 'Your media IDs are invalid.',
      type: problem('invalid-request'),
    },
    source: 'reported widely',
  },
  usedUp: {
    status: 400,
    body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
    source: 'raycast/extensions#30776; OAuth 2.0',
  },
  codeUsedUp: {
    status: 400,
    body: {
      error: 'invalid_request',
      error_description: 'Value passed for the authorization code was invalid.',
    },
    source: 'docs.x.com authentication/oauth-2-0',
  },
  unknownClient: {
    status: 401,
    body: { error: 'unauthorized_client', error_description: 'Missing valid authorization header' },
    source: 'docs.x.com authentication/oauth-2-0',
  },
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
