/** What Discord says no to: one row each, with status, code, words and where that is written down. */

export class Refused extends Error {
  readonly status: number
  readonly body: object | string
  readonly headers: Record<string, string>

  constructor(status: number, body: object | string, headers: Record<string, string> = {}) {
    super(typeof body === 'string' ? body : JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

const codes = 'topics/opcodes-and-status-codes'
const webhooks = 'resources/webhook'
const answering = 'interactions/receiving-and-responding'

interface Row {
  status: number
  code: number
  message: string
  source: string
}

export const refusals = {
  unauthorized: { status: 401, code: 0, message: '401: Unauthorized', source: codes },
  notFound: { status: 404, code: 0, message: '404: Not Found', source: codes },
  wrongMethod: { status: 405, code: 0, message: '405: Method Not Allowed', source: codes },
  broken: { status: 500, code: 0, message: '500: Internal Server Error', source: codes },
  malformed: { status: 400, code: 50109, message: 'The request body contains invalid JSON.', source: codes },
  tooLarge: { status: 413, code: 40005, message: 'Request entity too large', source: codes },
  unknownApplication: { status: 404, code: 10002, message: 'Unknown Application', source: codes },
  unknownChannel: { status: 404, code: 10003, message: 'Unknown Channel', source: codes },
  unknownGuild: { status: 404, code: 10004, message: 'Unknown Guild', source: codes },
  unknownMember: { status: 404, code: 10007, message: 'Unknown Member', source: codes },
  unknownMessage: { status: 404, code: 10008, message: 'Unknown Message', source: codes },
  unknownUser: { status: 404, code: 10013, message: 'Unknown User', source: codes },
  unknownWebhook: { status: 404, code: 10015, message: 'Unknown Webhook', source: codes },
  unknownInteraction: { status: 404, code: 10062, message: 'Unknown interaction', source: answering },
  unknownCommand: { status: 404, code: 10063, message: 'Unknown application command', source: codes },
  tooManyWebhooks: {
    status: 400,
    code: 30007,
    message: 'Maximum number of webhooks reached (15)',
    source: codes,
  },
  tooManyCommands: {
    status: 400,
    code: 30032,
    message: 'Maximum number of application commands reached',
    source: codes,
  },
  tooManyCommandsToday: {
    status: 400,
    code: 30034,
    message: 'Max number of daily application command creates has been reached (200)',
    source: codes,
  },
  alreadyAcknowledged: {
    status: 400,
    code: 40060,
    message: 'Interaction has already been acknowledged.',
    source: codes,
  },
  missingAccess: { status: 403, code: 50001, message: 'Missing Access', source: codes },
  notYours: {
    status: 403,
    code: 50005,
    message: 'Cannot edit a message authored by another user',
    source: codes,
  },
  empty: { status: 400, code: 50006, message: 'Cannot send an empty message', source: codes },
  notText: { status: 400, code: 50008, message: 'Cannot send messages in a non-text channel', source: codes },
  missingPermissions: { status: 403, code: 50013, message: 'Missing Permissions', source: codes },
  system: { status: 403, code: 50021, message: 'Cannot execute action on a system message', source: codes },
  wrongChannelType: {
    status: 400,
    code: 50024,
    message: 'Cannot execute action on this channel type',
    source: codes,
  },
  invalidWebhookToken: { status: 401, code: 50027, message: 'Invalid Webhook Token', source: codes },
  archived: { status: 400, code: 50083, message: 'Thread is archived', source: codes },
  noHistory: {
    status: 400,
    code: 160002,
    message: 'You cannot reply without permission to read message history',
    source: codes,
  },
  hasThread: {
    status: 400,
    code: 160004,
    message: 'A thread has already been created for this message',
    source: codes,
  },
  locked: { status: 400, code: 160005, message: 'Thread is locked', source: codes },
  tooManyThreads: {
    status: 400,
    code: 160006,
    message: 'Maximum number of active threads reached',
    source: codes,
  },
  forumNeedsThread: {
    status: 400,
    code: 220001,
    message: 'Webhooks posted to forum channels must have a thread_name or thread_id',
    source: webhooks,
  },
  forumOneThread: {
    status: 400,
    code: 220002,
    message: 'Webhooks posted to forum channels cannot have both a thread_name and thread_id',
    source: webhooks,
  },
  notForum: {
    status: 400,
    code: 220003,
    message: 'Webhooks can only create threads in forum channels',
    source: webhooks,
  },
} satisfies Record<string, Row>

export function refuse(name: keyof typeof refusals): Refused {
  const { status, code, message } = refusals[name]
  return new Refused(status, { message, code })
}

export interface Fault {
  path: (string | number)[]
  code: string
  message: string
}

/** Code 50035, its faults nested by field as Discord nests them. */
export function invalidForm(faults: Fault[]): Refused {
  const errors: Record<string, unknown> = {}
  for (const { path, code, message } of faults) {
    let place = errors
    for (const step of path) {
      place[step] ??= {}
      place = place[step] as Record<string, unknown>
    }
    place._errors ??= []
    ;(place._errors as object[]).push({ code, message })
  }
  return new Refused(400, { message: 'Invalid Form Body', code: 50035, errors })
}
