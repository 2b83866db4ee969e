/** What Slack's refusals mean, and what may be done next (docs.slack.dev, errors of each method). */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { BridgeError, type BridgeNext } from '#core/errors.ts'

type Meaning = readonly [next: 'drop' | 'stop', says: string]

const uninvited = 'I am not in this channel: /invite @Backchannel.'
const keys = 'Slack does not accept our keys any more. Whoever runs Backchannel should check SLACK_BOT_TOKEN.'

const meanings: Readonly<Record<string, Meaning>> = {
  not_in_channel: ['stop', uninvited],
  channel_not_found: ['stop', `I cannot see this channel. If it is private: /invite @Backchannel.`],
  is_archived: ['stop', 'This channel is archived.'],
  restricted_action: [
    'stop',
    'This workspace does not let apps write in this channel. An admin can change that.',
  ],
  restricted_action_read_only_channel: [
    'stop',
    'Only some may write in this channel. An admin can let Backchannel.',
  ],
  restricted_action_non_threadable_channel: ['drop', 'This channel has no threads.'],
  restricted_action_thread_locked: ['drop', 'The thread is locked.'],
  missing_scope: [
    'stop',
    'Backchannel lacks a permission it needs here. Whoever runs it should install it again.',
  ],
  invalid_auth: ['stop', keys],
  token_revoked: ['stop', keys],
  token_expired: ['stop', keys],
  account_inactive: ['stop', keys],
  not_authed: ['stop', keys],
  thread_not_found: ['drop', 'The thread is gone.'],
  message_not_found: ['drop', 'The message is gone.'],
  cant_update_message: ['drop', 'Slack does not let this message be changed.'],
  cant_delete_message: ['drop', 'Slack does not let this message be removed.'],
  invalid_blocks: ['drop', 'Slack did not accept the form of the message.'],
  msg_too_long: ['drop', 'Slack says the message is too long.'],
  msg_blocks_too_long: ['drop', 'Slack says the message is too long.'],
  no_text: ['drop', 'Slack says the message is empty.'],
}

/** Slack's passing troubles: it did not do what was asked. */
const passing = [
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'service_unavailable',
  'team_added_to_org',
]
const unclear = ['internal_error', 'fatal_error', 'request_timeout']
const neverSent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Whatever a call fails with; what is no failure of Slack's passes. */
export function toBridgeError(error: unknown): unknown {
  if (error instanceof BridgeError) return error
  const told = meaning(error)
  return told ? new BridgeError(told.says, told.next, { cause: error }) : error
}

function meaning(error: unknown): { says: string; next: BridgeNext } | undefined {
  if (error instanceof WebAPIRateLimitedError)
    return {
      says: 'Slack is limiting us.',
      next: { next: 'retry', waitMs: error.retryAfter * 1000, holds: 'method' },
    }
  if (error instanceof WebAPIPlatformError) return refused(String(error.data.error))
  if (error instanceof WebAPIHTTPError)
    return { says: 'Slack has trouble of its own.', next: { next: 'unsure' } }
  if (!(error instanceof WebAPIRequestError)) return undefined
  const sent = !neverSent.includes(codeOf(error.cause) ?? '')
  return {
    says: 'Slack cannot be reached.',
    next: sent ? { next: 'unsure' } : { next: 'retry', waitMs: 5000, holds: 'workspace' },
  }
}

function refused(code: string): { says: string; next: BridgeNext } {
  if (passing.includes(code))
    return { says: 'Slack is limiting us.', next: { next: 'retry', waitMs: 5000, holds: 'channel' } }
  if (unclear.includes(code)) return { says: 'Slack has trouble of its own.', next: { next: 'unsure' } }
  const [next, says] = meanings[code] ?? ['drop', `Slack refused: ${code}.`]
  return { says, next: { next } }
}

const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause)
}

export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof WebAPIPlatformError && codes.includes(String(error.data.error))
