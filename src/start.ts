/** Runs on real services until the process is told to end. */
import { realClock } from '#core/clock.ts'
import { app } from './app.ts'
import { config, summary } from './config.ts'
import { pinoLog } from './log.ts'

export async function start(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = config(environment)
  const { x, slack, discord } = settings
  const tokens = [
    x.bearerToken,
    ...Object.values(x.account ?? {}),
    slack?.botToken,
    slack?.appToken,
    discord?.token,
  ]
  const log = pinoLog(
    settings.logLevel,
    tokens.filter(token => token !== undefined),
  )
  const { on, off } = summary(settings)
  log.info({ on }, 'starting')
  for (const { what, why } of off) log.info({ off: what, why }, 'not on')

  const running = await app(settings, { clock: realClock, log })
  log.info({ health: `${running.url}/healthz` }, 'ready')
  untilTold(async () => {
    log.info({}, 'stopping')
    await running.stop()
    log.info({}, 'stopped')
  })
  await running.ended
}

/** Runs `end` at the first signal to end; a second one ends at once. */
export function untilTold(end: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(1))
      void end()
    })
}
