/** Runs everything on this machine: stand-ins of X, Slack and Discord, the real program between them, and a page to play on. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '#core/clock.ts'
import { play } from '#sandbox/chat/play.ts'
import { type House, house } from '#sandbox/house.ts'
import { page } from '#sandbox/page/server.ts'
import { cannotListen } from '#web/server.ts'
import { app } from './app.ts'
import { config, machineSettings } from './config.ts'
import { pinoLog } from './log.ts'
import { untilTold } from './start.ts'

type Environment = Readonly<Record<string, string | undefined>>

export async function sandbox(environment: Environment): Promise<void> {
  const { host, port, logLevel } = machineSettings(environment)
  const log = pinoLog(environment.LOG_LEVEL ? logLevel : 'warn')
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-sandbox-'))
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  const end = async () => {
    for (const one of ends.splice(0).toReversed()) await one()
  }
  try {
    const pretend = await house({ clock: realClock, host })
    ends.push(() => pretend.close())
    const chat = play({ x: pretend.x, clock: realClock })
    const shown = await page({ host, port, house: pretend, chat }).catch(error =>
      Promise.reject(cannotListen(error, host, port)),
    )
    ends.push(() => shown.close())
    const settings = { ...pretend.settings, STORE_URL: `sqlite:${join(folder, 'sandbox.db')}`, PORT: '0' }
    const running = await app(config(settings), { clock: realClock, log })
    ends.push(() => running.stop())
    ends.push(async () => chat.close())
    beginWithFollow(pretend, () => chat.start())
    process.stdout.write(
      `\n  Open ${shown.url}\n\n  Type /chat follow #hcsm there, in Slack and in Discord. Ctrl+C ends it.\n\n`,
    )
    untilTold(end)
    await running.ended
  } catch (error) {
    await end()
    throw error
  }
}

/** The sample chat begins as soon as somebody follows it, so that nobody misses the welcome. */
function beginWithFollow({ x, slack, discord }: House, start: () => void): void {
  let begun = false
  const look = () => {
    if (begun || !x.rules().some(({ value }) => /#hcsm\b/i.test(value))) return
    begun = true
    start()
  }
  for (const service of [x, slack, discord]) service.onChange(look)
}
