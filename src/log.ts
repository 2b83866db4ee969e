/** The log: readable on a terminal, a line of JSON each elsewhere; tokens never in it. */
import pino from 'pino'
import pretty from 'pino-pretty'
import type { Log } from '#core/log.ts'

/** Names under which a token could come; none is meant to, and what comes is not shown. */
const secret = [
  'token',
  'botToken',
  'appToken',
  'bearerToken',
  'apiKey',
  'apiSecret',
  'accessToken',
  'accessSecret',
]
const redact = [
  ...secret,
  ...secret.map(name => `*.${name}`),
  'error.config',
  'error.request',
  'error.headers',
]

/** Writes to standard error, which leaves standard output to what was asked for. Tokens given are struck out wherever they stand. */
export function pinoLog(level: string, tokens: readonly string[] = []): Log {
  const terminal = process.stderr.isTTY
  const strike = (line: string) => tokens.reduce((text, token) => text.replaceAll(token, '[token]'), line)
  const end = terminal
    ? pretty({ destination: 2, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true })
    : pino.destination({ dest: 2, sync: true })
  const options = {
    level,
    base: null,
    redact: { paths: redact, censor: '[token]' },
    serializers: { error: pino.stdSerializers.err },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return pino(options, { write: (line: string) => void end.write(strike(line)) })
}
