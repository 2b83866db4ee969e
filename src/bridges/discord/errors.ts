/** What Discord's refusals mean, and what may be done next (docs: topics/opcodes-and-status-codes). */
import { DiscordAPIError, HTTPError } from 'discord.js'
import { BridgeError, type BridgeNext } from '#core/errors.ts'

type Meaning = readonly [next: 'drop' | 'stop', says: string]

const invite = 'Ask who manages the server to let Backchannel'

const meanings: Readonly<Record<number, Meaning>> = {
  10003: ['stop', 'This channel is gone.'],
  10004: ['stop', 'Backchannel is not on this server any more.'],
  10008: ['drop', 'The message is gone.'],
  50001: ['stop', `Backchannel may not see this channel. ${invite} view it (permission View Channel).`],
  50013: [
    'stop',
    `Backchannel may not write in this channel. ${invite} write here (permissions Send Messages, Embed Links, Create Public Threads, Send Messages in Threads).`,
  ],
  50035: ['drop', 'Discord did not accept the form of the message.'],
  50006: ['drop', 'Discord says the message is empty.'],
  160005: ['drop', 'The thread is locked.'],
  160006: ['drop', 'Discord allows no more open threads on this server.'],
  50083: ['drop', 'The thread is archived and cannot be opened again.'],
}

const neverSent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Whatever a request of ours fails with; what is no failure of Discord's passes. */
export function toBridgeError(error: unknown): unknown {
  if (error instanceof BridgeError) return error
  if (error instanceof DiscordAPIError) return refused(error)
  if (error instanceof HTTPError)
    return new BridgeError('Discord has trouble of its own.', { next: 'unsure' }, { cause: error })
  if (error instanceof Error && codeOf(error)) {
    const next: BridgeNext = neverSent.includes(codeOf(error) ?? '')
      ? { next: 'retry', waitMs: 5000, holds: 'bot' }
      : { next: 'unsure' }
    return new BridgeError('Discord cannot be reached.', next, { cause: error })
  }
  return error
}

function refused(error: DiscordAPIError): BridgeError {
  const [next, says] =
    meanings[Number(error.code)] ??
    (error.status === 401
      ? ([
          'stop',
          'Discord does not accept our token any more. Whoever runs Backchannel should check DISCORD_TOKEN.',
        ] as const)
      : (['drop', `Discord refused: ${error.message}.`] as const))
  return new BridgeError(says, { next }, { cause: error })
}

/** The code of a socket's error, or that the request was given up. */
function codeOf(error: Error): string | undefined {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'ABORTED'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? codeOf(error.cause) : undefined
}

export const isCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.includes(Number(error.code))
