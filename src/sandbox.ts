/** Runs the whole program against local stand-ins of X, Slack and Discord, with a page to play on; needs nothing. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '#core/clock.ts'
import type { Log } from '#core/log.ts'
import { play } from '#sandbox/chat/play.ts'
import { house } from '#sandbox/house.ts'
import { lastWeek } from '#sandbox/page/last-week.ts'
import { page } from '#sandbox/page/server.ts'
import { openWhenFollowed, type Stage } from '#sandbox/page/stage.ts'
import { cannotListen } from '#web/server.ts'
import { app } from './app.ts'
import { config, machineSettings } from './config.ts'
import { pinoLog } from './log.ts'
import { untilTold } from './start.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** @throws Fault when a setting of the machine is wrong or its port is taken, with nothing left running. */
export async function sandbox(environment: Environment): Promise<void> {
  const { host, port, logLevel } = machineSettings(environment)
  const log = pinoLog(environment.LOG_LEVEL ? logLevel : 'warn')
  const over = Promise.withResolvers<void>()
  // It may fail before it is waited for.
  over.promise.catch(() => {})
  const stage = (run: number) => setUp(run, { log, failed: over.reject })
  const shown = await page({ host, port, stage }).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === 'listen' || error.syscall === 'getaddrinfo'
      ? cannotListen(error, host, port)
      : error
  })
  process.stdout.write(`\nOpen this page; Ctrl+C ends it.\n\n  ${shown.url}\n\n`)
  untilTold(async () => over.resolve())
  await over.promise.finally(() => shown.close())
}

interface Around {
  readonly log: Log
  /** Told when a part of the program fails for good. */
  failed(error: unknown): void
}

/** All of it anew: the stand-ins, an empty store, the program, and the sample chat ready to begin. */
async function setUp(run: number, { log, failed }: Around): Promise<Stage> {
  const stood = await house({ clock: realClock })
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-sandbox-'))
  const clear = async () => {
    await stood.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    lastWeek(stood.x, realClock.now())
    const settings = { ...stood.settings, STORE_URL: `sqlite:${join(folder, 'sandbox.db')}`, PORT: '0' }
    const running = await app(config(settings), { clock: realClock, log })
    running.ended.catch(failed)
    const chat = play({ x: stood.x, clock: realClock })
    const ending = new AbortController()
    const built = { house: stood, play: chat }
    void openWhenFollowed(built, realClock, ending.signal)
    return {
      ...built,
      run,
      async close() {
        ending.abort()
        chat.close()
        await running.stop()
        await clear()
      },
    }
  } catch (error) {
    await clear()
    throw error
  }
}
