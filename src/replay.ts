/** Plays a recording of an X stream through the whole program, into a Slack and a Discord channel of the sandbox. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '#core/errors.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Hashtag, Instant } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import { atRest, type Clock, fastClock, type HeldClock, heldClock } from '#sandbox/clock.ts'
import { type House, house } from '#sandbox/house.ts'
import { type App, app } from './app.ts'
import { config } from './config.ts'
import { followed, isPost, type Recorded, type Recording, recording } from './recording.ts'
import { deliveredLine, placedLines, type Totals, tally } from './tally.ts'

export interface Asked {
  readonly file?: string | undefined
  readonly follow?: string
  readonly speed?: string
  readonly store?: string
  readonly json: boolean
}

/** The channel of either platform that mirrors the recording. */
const channel = 'hcsm-live'
/** Before the first post: time to set everything up. */
const leadMs = 60_000
/** A silence longer than this is cut short when time is virtual: nothing is owed any more by then. */
const silenceMs = 120_000
/** How long channels may take to catch up after the last line, in the recording's time. */
const patienceMs = 6 * 3_600_000

export async function replay(asked: Asked): Promise<void> {
  if (!asked.file) throw new Fault('Which recording? npm start -- replay FILE')
  const recorded = await recording(asked.file)
  const hashtags = asked.follow === undefined ? followed(recorded) : [chosen(asked.follow)]
  for (const { number, why } of recorded.malformed) say(`line ${number} skipped: ${why}`)

  const began = Date.now()
  const stage = await setUp(recorded, asked)
  try {
    await follow(hashtags, stage)
    const sent = await play(recorded, { hashtags, chosen: asked.follow !== undefined }, stage)
    await drain(stage)
    if (asked.json)
      for (const placed of await placedLines(sent, stage))
        process.stdout.write(`${JSON.stringify({ placed })}\n`)
    const totals = await tally({ recorded, sent, ...stage, seconds: (Date.now() - began) / 1000 })
    conclude(totals, asked.json)
  } finally {
    await stage.close()
  }
}

interface Stage {
  readonly house: House
  readonly app: App
  readonly clock: Clock
  /** Lets time pass until the recording's own clock shows `at`. */
  until(at: Instant): Promise<void>
  close(): Promise<void>
}

async function setUp(recorded: Recording, { speed = 'max', store, json }: Asked): Promise<Stage> {
  const first = Math.min(...recorded.lines.filter(isPost).map(({ at }) => at)) - leadMs
  let busy = () => 0
  const held = speed === 'max' ? heldClock(first, () => atRest(() => busy())) : undefined
  const clock = held ?? fastClock(first, pace(speed))
  const sandbox = await house({ clock })
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-replay-'))
  const settings = {
    ...sandbox.settings,
    STORE_URL: store ?? `sqlite:${join(folder, 'replay.db')}`,
    X_DAILY_USD: '1000000',
    PORT: '0',
  }
  const close = async () => {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const running = await app(config(settings), { clock, log: witness(json) })
    busy = () => sandbox.busy() + running.parts.work.inHand()
    const stop = async () => {
      await running.stop()
      await close()
    }
    return { house: sandbox, app: running, clock, until: at => pass(at, clock, held), close: stop }
  } catch (error) {
    await close()
    throw error
  }
}

function pace(speed: string): number {
  const times = Number(speed)
  if (!(times > 0)) throw new Fault(`--speed is a number above 0, or max; it was ${speed}.`)
  return times
}

async function pass(at: Instant, clock: Clock, held: HeldClock | undefined): Promise<void> {
  const ms = at - clock.now()
  if (ms <= 0) return
  if (!held) return clock.sleep(ms)
  await held.advance(Math.min(ms, silenceMs))
  if (ms > silenceMs) held.leap(ms - silenceMs)
}

function chosen(follow: string): Hashtag {
  const hashtag = toHashtag(follow)
  if (!hashtag) throw new Fault(`--follow takes a hashtag, such as '#hcsm'; it was ${follow}.`)
  return hashtag
}

/** As a member would, by the command; reposts too, for they are in the recording. */
async function follow(
  hashtags: readonly Hashtag[],
  { house: { slack, discord }, clock, until }: Stage,
): Promise<void> {
  for (const hashtag of hashtags) {
    const asking = Promise.all([
      slack.command(channel, 'mary', `/chat follow #${hashtag} reposts`),
      discord.command(channel, 'mary', 'follow', { hashtag: `#${hashtag}`, reposts: true }),
    ])
    let asked = false
    void asking.finally(() => {
      asked = true
    })
    while (!asked) await until(clock.now() + 100)
    await asking
  }
}

interface Followed {
  readonly hashtags: readonly Hashtag[]
  /** The hashtag was chosen by hand: what does not belong to it is not sent. */
  readonly chosen: boolean
}

/** Resolves with the posts that the stream brought. */
async function play(
  { lines }: Recording,
  what: Followed,
  { house: { x }, until, clock }: Stage,
): Promise<string[]> {
  const sent: string[] = []
  for (const line of lines) {
    if (!isPost(line)) {
      x.feedLine(`${line.text}\r\n`)
      await until(clock.now() + 1000)
      continue
    }
    await until(line.at)
    const tags = rules(line, what)
    if (x.feed({ ...line.object, matching_rules: tags.map(tag => ({ id: '0', tag })) })) sent.push(line.id)
    else if (tags.length > 0) say(`line ${line.number} was not sent: no rule of X took it`)
  }
  return sent
}

/** The rules a line meets here: those it met when it was recorded; a nameless one was the only one there was. */
const rules = ({ matched, hashtags }: Recorded, what: Followed): readonly Hashtag[] =>
  what.chosen
    ? what.hashtags.filter(hashtag => matched.includes(hashtag) || hashtags.includes(hashtag))
    : matched.length > 0
      ? matched
      : what.hashtags

/** Until no channel has anything to do any more. */
async function drain({ app: { parts }, clock, until }: Stage): Promise<void> {
  const end = clock.now() + patienceMs
  do await until(clock.now() + 1000)
  while (clock.now() < end && (await parts.store.lanes.awake()).length > 0)
}

/** A log that tells what was delivered on standard output, and what went wrong on standard error. */
function witness(json: boolean): Log {
  return {
    debug() {},
    info(facts, happened) {
      if (happened !== 'delivered' || !('posts' in facts)) return
      const line = deliveredLine(facts)
      process.stdout.write(
        json ? `${JSON.stringify({ delivered: line })}\n` : `${line.platform} ${line.posts.join(' ')}\n`,
      )
    },
    warn: (facts, happened) => say(`${happened} ${JSON.stringify(facts)}`),
    error: ({ error, ...facts }, happened) =>
      say(`${happened} ${JSON.stringify(facts)} ${error instanceof Error ? error.stack : error}`),
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

function conclude(totals: Totals, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify({ totals })}\n` : '')
  const where = Object.entries(totals.delivered).map(([to, count]) => `${count} to ${to}`)
  say(
    `${totals.read} read, ${totals.admitted} admitted, ${where.join(', ')}; ` +
      `${totals.lost} lost, ${totals.duplicates} doubled, ${totals.malformed} malformed; ${totals.seconds} s`,
  )
  if (totals.lost > 0 || totals.duplicates > 0) process.exitCode = 1
}
