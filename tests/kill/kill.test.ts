/** Killed at random points while posts flow, and started again: nothing is lost, nothing comes twice. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { realClock } from '#sandbox/clock.ts'
import { house } from '#sandbox/house.ts'
import { room } from '#tests/house.ts'

const kills = 30
const postEveryMs = 150
/** After the last post everything must be there within this. */
const patienceMs = 120_000

/** The posts that messages show, by their Reply controls, in the order they stand. */
const shownIn = (messages: readonly object[]): string[] =>
  messages.flatMap(message => [
    ...new Set([...JSON.stringify(message).matchAll(/reply:x:(\d+)/g)].map(([, id]) => id ?? '')),
  ])

test(`${kills} times SIGKILL while posts flow: every post once in each channel, in order`, {
  timeout: 600_000,
}, async t => {
  const { x, slack, discord, settings, close } = await house({ clock: realClock, limits: 'lifted' })
  const folder = mkdtempSync(join(tmpdir(), 'backchannel-kill-'))
  const own = { STORE_URL: `sqlite:${join(folder, 'kill.db')}`, PORT: '0', X_DAILY_USD: '100000' }
  const env = { PATH: process.env.PATH, ...settings, ...own } as NodeJS.ProcessEnv
  let child: ChildProcess | undefined
  const start = async () => {
    child = fork(join(import.meta.dirname, 'child.ts'), { env, execPath: process.execPath })
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    assert.equal(first, 'ready')
  }
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  t.after(async () => {
    await kill()
    await close()
    rmSync(folder, { recursive: true, force: true })
  })

  await start()
  await slack.command(room, 'mary', '/chat follow #hcsm')
  await discord.command(room, 'mary', 'follow', { hashtag: '#hcsm' })

  const flowing = new AbortController()
  const said: string[] = []
  const replies = new Map<string, string>()
  const flow = (async () => {
    for (let number = 1; !flowing.signal.aborted; number += 1) {
      const replyTo = number % 4 === 0 ? said.at(-1 - Math.floor(Math.random() * 3)) : undefined
      const text = `Post number ${number} #hcsm`
      const { id } = x.post({ by: `person_${number % 7}`, text, ...(replyTo && { replyTo }) })
      if (replyTo) replies.set(id, replyTo)
      said.push(id)
      await realClock.sleep(postEveryMs)
    }
  })()
  for (let killed = 0; killed < kills; killed += 1) {
    await realClock.sleep(100 + Math.random() * 900)
    await kill()
    await start()
  }
  flowing.abort()
  await flow

  const views = [
    { name: 'slack', all: () => shownIn(slack.everything(room)), top: () => shownIn(slack.messages(room)) },
    {
      name: 'discord',
      all: () => shownIn(discord.everything(room)),
      top: () => shownIn(discord.messages(room)),
    },
  ]
  const until = Date.now() + patienceMs
  while (Date.now() < until && views.some(({ all }) => new Set(all()).size < said.length))
    await realClock.sleep(200)
  for (const { name, all, top } of views) {
    const shown = all()
    const missing = said.filter(id => !shown.includes(id))
    const twice = shown.filter((id, index) => shown.indexOf(id) !== index)
    assert.deepEqual({ missing, twice }, { missing: [], twice: [] }, `${name}, of ${said.length} posts`)
    const order = top()
    const asMade = said.filter(id => order.includes(id))
    assert.deepEqual(order, asMade, `${name}: in the order they were made`)
    const threaded = [...replies.keys()].filter(id => !order.includes(id))
    assert.ok(threaded.length > replies.size * 0.9, `${name}: answers are in threads`)
  }
  t.diagnostic(`${said.length} posts, ${kills} kills: 0 lost, 0 repeated, in order, on both platforms`)
  assert.deepEqual([...slack.faults, ...discord.faults], [])
})
