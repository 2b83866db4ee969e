/** What Discord's refusals mean, and what may be done next (docs: topics/opcodes-and-status-codes). */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { BridgeError, type BridgeNext } from '#core/errors.ts'

/** What a refusal is about, and who can say what is missing. */
export interface Trouble {
  /** The permissions that we need in a channel and do not have, as far as is known, in Discord's words. */
  missing(channel: string): readonly string[]
}

export interface About {
  readonly channel: string
  readonly threaded: boolean
  readonly trouble: Trouble
}

const minute = 60_000

/** Refused for good, this one only; the channel may be well. */
const dropped: Readonly<Record<number, string>> = {
  10008: 'The message is gone.',
  20009: 'Discord’s filter does not accept this text.',
  50006: 'Discord says the message is empty.',
  50024: 'Discord has no threads here.',
  50035: 'Discord did not accept the form of the message.',
  50083: 'The thread is archived and cannot be opened again.',
  160005: 'The thread is locked.',
  160006: 'Discord allows no more open threads on this server.',
  200000: 'A rule of this server’s AutoMod does not accept this text.',
  200001: 'A rule of this server’s AutoMod does not accept this name.',
}

/** Refused until something is mended. */
const stopped: Readonly<Record<number, string>> = {
  10003: 'This channel is gone.',
  10004: 'Backchannel is not on this server any more. Add it again, then /chat resume.',
  50008: 'Messages cannot be written in this kind of channel. Follow the chat in a text channel.',
}

const unknownToken =
  'Discord does not know DISCORD_TOKEN. Whoever runs Backchannel should copy the bot token anew from the developer portal.'

/** Whatever a request of ours fails with; what is no failure of Discord's passes. */
export function toBridgeError(error: unknown, about?: About): unknown {
  if (error instanceof BridgeError) return error
  const as = (says: string, next: BridgeNext) => new BridgeError(says, next, { cause: error })
  if (error instanceof DiscordAPIError) return as(...meaning(error, about))
  if (error instanceof RateLimitError)
    return as('Discord is limiting us.', {
      next: 'retry',
      waitMs: Math.max(1, error.retryAfter),
      holds: 'bot',
    })
  if (error instanceof HTTPError) return as('Discord has trouble of its own.', { next: 'unsure' })
  // The answer of a request that was taken could not be read.
  if (error instanceof SyntaxError) return as('Discord answered with what is no answer.', { next: 'unsure' })
  if (!(error instanceof Error)) return error
  if (/Expected token to be set/.test(error.message)) return as(unknownToken, waits)
  const code = codeOf(error)
  if (code === undefined) return error
  return as('Discord cannot be reached.', neverSent.includes(code) ? again : { next: 'unsure' })
}

const again: BridgeNext = { next: 'retry', waitMs: 5000, holds: 'bot' }
/** The gateway refuses the token too, and that ends the program; until then no channel is to be blamed for it. */
const waits: BridgeNext = { next: 'retry', waitMs: minute, holds: 'bot' }

function meaning({ code, status, message }: DiscordAPIError, about?: About): [string, BridgeNext] {
  const number = Number(code)
  if (status === 401) return [unknownToken, waits]
  if (number === 50001 || number === 50013) return forbidden(number, about)
  // Too many edits of messages older than an hour: they may be edited later.
  if (number === 30046)
    return ['Discord limits edits of old messages.', { next: 'retry', waitMs: 10 * minute, holds: 'channel' }]
  const stop = stopped[number]
  if (stop !== undefined) return [stop, { next: 'stop' }]
  const drop = dropped[number]
  if (drop !== undefined) return [drop, { next: 'drop' }]
  return [`Discord refused: ${message}.`, { next: status === 403 ? 'stop' : 'drop' }]
}

const inThreads = ['Create Public Threads', 'Send Messages in Threads']

/** What only threads need does not stop the channel: then answers stand in the channel itself. */
function forbidden(code: number, about?: About): [string, BridgeNext] {
  const missing = about?.trouble.missing(about.channel) ?? []
  const inTheWay = missing.filter(name => !inThreads.includes(name))
  const threadsOnly = about?.threaded === true && inTheWay.length === 0
  const named = (threadsOnly ? missing : inTheWay).join(', ') || 'View Channel, Send Messages, Embed Links'
  const may = code === 50001 ? 'see this channel' : threadsOnly ? 'answer in threads here' : 'write here'
  return [
    `Discord does not let Backchannel ${may}. In this channel’s settings, under Permissions, give Backchannel: ${named}.`,
    { next: threadsOnly ? 'drop' : 'stop' },
  ]
}

const neverSent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** The code of a socket's error, or that the request was given up. */
function codeOf(error: Error): string | undefined {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'ABORTED'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? codeOf(error.cause) : undefined
}

export const isCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.includes(Number(error.code))
