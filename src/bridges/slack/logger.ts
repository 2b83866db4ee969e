/** The package's own talk, as debug lines of our log: it knows nothing that is news to us. */
import { type Logger, LogLevel } from '@slack/web-api'
import type { Log } from '#core/log.ts'

export function logger(log: Log): Logger {
  const told = (...words: unknown[]) =>
    log.debug(
      {
        said: words
          .map(word => (word instanceof Error ? word.message : String(word)))
          .join(' ')
          .slice(0, 500),
      },
      'Slack package',
    )
  return {
    debug: () => {},
    info: told,
    warn: told,
    error: told,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
