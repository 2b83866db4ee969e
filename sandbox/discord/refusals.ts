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

type Row = [status: number, code: number, message: string, source: string]

export const refusals = {
  unauthorized: [401, 0, '401: Unauthorized', codes],
  notFound: [404, 0, '404: Not Found', codes],
  wrongMethod: [405, 0, '405: Method Not Allowed', codes],
  broken: [500, 0, '500: Internal Server Error', codes],
  malformed: [400, 50109, 'The request body contains invalid JSON.', codes],
  tooLarge: [413, 40005, 'Request entity too large', codes],
  unknownApplication: [404, 10002, 'Unknown Application', codes],
  unknownChannel: [404, 10003, 'Unknown Channel', codes],
  unknownGuild: [404, 10004, 'Unknown Guild', codes],
  unknownMember: [404, 10007, 'Unknown Member', codes],
  unknownMessage: [404, 10008, 'Unknown Message', codes],
  unknownUser: [404, 10013, 'Unknown User', codes],
  unknownWebhook: [404, 10015, 'Unknown Webhook', codes],
  unknownInteraction: [404, 10062, 'Unknown interaction', answering],
  unknownCommand: [404, 10063, 'Unknown application command', codes],
  tooManyWebhooks: [400, 30007, 'Maximum number of webhooks reached (15)', codes],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached', codes],
  tooManyCommandsToday: [
    400,
    30034,
    'Max number of daily application command creates has been reached (200)',
    codes,
  ],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.', codes],
  missingAccess: [403, 50001, 'Missing Access', codes],
  notYours: [403, 50005, 'Cannot edit a message authored by another user', codes],
  empty: [400, 50006, 'Cannot send an empty message', codes],
  notText: [400, 50008, 'Cannot send messages in a non-text channel', codes],
  missingPermissions: [403, 50013, 'Missing Permissions', codes],
  system: [403, 50021, 'Cannot execute action on a system message', codes],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type', codes],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token', codes],
  archived: [400, 50083, 'Thread is archived', codes],
  noHistory: [400, 160002, 'You cannot reply without permission to read message history', codes],
  hasThread: [400, 160004, 'A thread has already been created for this message', codes],
  locked: [400, 160005, 'Thread is locked', codes],
  tooManyThreads: [400, 160006, 'Maximum number of active threads reached', codes],
  forumNeedsThread: [
    400,
    220001,
    'Webhooks posted to forum channels must have a thread_name or thread_id',
    webhooks,
  ],
  forumOneThread: [
    400,
    220002,
    'Webhooks posted to forum channels cannot have both a thread_name and thread_id',
    webhooks,
  ],
  notForum: [400, 220003, 'Webhooks can only create threads in forum channels', webhooks],
} satisfies Record<string, Row>

export function refuse(name: keyof typeof refusals): Refused {
  const [status, code, message] = refusals[name]
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
