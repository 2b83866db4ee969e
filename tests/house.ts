/** A whole Backchannel in its sandbox, on a clock that the test holds: real packages, real sockets, no waiting. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Log } from '#core/log.ts'
import { atRest, heldClock } from '#sandbox/clock.ts'
import { type House as Sandbox, house as sandboxHouse } from '#sandbox/house.ts'
import { type App, app } from '#src/app.ts'
import { config } from '#src/config.ts'

/** A Wednesday evening. */
export const evening = Date.parse('2026-11-04T20:30:00Z')

export interface House extends Sandbox {
  readonly app: App
  /** Lets this much time pass; everything that was set going has come to rest afterwards. */
  pass(ms: number): Promise<void>
  now(): number
  /** Lets time pass, a little at a time, until what was asked is answered. */
  answered<T>(asked: Promise<T>): Promise<T>
  /** Stops the program and starts it again on the same database. */
  restart(): Promise<void>
  /** What the program logged as warning or error. */
  readonly complaints: string[]
}

export interface Wishes {
  /** Followed in #hcsm-live of both platforms before the test begins. */
  readonly follows?: string
  readonly limits?: 'real' | 'lifted'
  readonly settings?: Readonly<Record<string, string>>
}

export async function house(t: TestContext, wishes: Wishes = {}): Promise<House> {
  let inHand = () => 0
  const clock = heldClock(evening, () => atRest(() => sandbox.busy() + inHand()))
  const sandbox = await sandboxHouse({ clock, limits: wishes.limits ?? 'real' })
  const folder = mkdtempSync(join(tmpdir(), 'backchannel-test-'))
  const complaints: string[] = []
  const settings = config({
    ...sandbox.settings,
    STORE_URL: `sqlite:${join(folder, 'test.db')}`,
    PORT: '0',
    ...wishes.settings,
  })
  const begin = async () => {
    const started = await app(settings, { clock, log: listener(complaints) })
    inHand = () => started.parts.work.inHand()
    return started
  }
  let running = await begin()
  t.after(async () => {
    await running.stop()
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const pass = (ms: number) => clock.advance(ms)
  const answered = async <T>(asked: Promise<T>): Promise<T> => {
    let waiting = true
    const done = () => {
      waiting = false
    }
    asked.then(done, done)
    while (waiting) await pass(50)
    return asked
  }
  const built: House = {
    ...sandbox,
    get app() {
      return running
    },
    pass,
    now: () => clock.now(),
    answered,
    async restart() {
      await running.stop()
      running = await begin()
      await pass(0)
    },
    complaints,
  }
  if (wishes.follows) await follow(wishes.follows, built)
  return built
}

export const room = 'hcsm-live'

/** As mary would, on both platforms; then what the announcement took is waited for. */
export async function follow(hashtag: string, { slack, discord, answered, pass }: House): Promise<void> {
  await answered(slack.command(room, 'mary', `/chat follow ${hashtag}`))
  await answered(discord.command(room, 'mary', 'follow', { hashtag }))
  await pass(10_000)
}

function listener(complaints: string[]): Log {
  const complain = (facts: Readonly<Record<string, unknown>>, happened: string) => {
    const error = facts.error instanceof Error ? ` ${facts.error.stack}` : ''
    complaints.push(`${happened} ${JSON.stringify(facts)}${error}`)
    if (process.env.TELL) process.stderr.write(`${complaints.at(-1)}\n`)
  }
  return { debug() {}, info() {}, warn: complain, error: complain }
}
