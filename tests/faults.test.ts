/** Whatever is wrong at start is said in one clear message, and nothing is left half-started. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { realClock } from '#sandbox/clock.ts'
import { house } from '#sandbox/house.ts'

const root = join(import.meta.dirname, '..')

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command line with only these settings; `ready` is told once it says so. */
async function run(
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
  ready?: (stop: () => void) => void,
): Promise<Ended> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings } as NodeJS.ProcessEnv
  const child = spawn(process.execPath, ['src/main.ts', ...words], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  let told = false
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
    if (told || !err.includes('"ready"')) return
    told = true
    ready?.(() => child.kill('SIGTERM'))
  })
  const code = await new Promise<number | null>(resolve => child.once('exit', resolve))
  return { code, out, err }
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'backchannel-faults-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function services(t: TestContext): Promise<Readonly<Record<string, string>>> {
  const pretend = await house({ clock: realClock })
  t.after(() => pretend.close())
  return { ...pretend.settings, STORE_URL: `sqlite:${join(folder(t), 'own.db')}`, PORT: '0' }
}

const refused = ({ code, err }: Ended, ...words: readonly RegExp[]) => {
  assert.equal(code, 1, err)
  for (const word of words) assert.match(err, word)
  assert.doesNotMatch(err, /^\s+at /m, 'no stack trace')
}

test('settings that are missing, malformed, half given and misspelt are all named at once', async () => {
  const ended = await run(['start'], {
    X_BEARER_TOKN: 'a',
    X_API_KEY: 'k',
    X_DAILY_USD: 'five',
    SLACK_BOT_TOKEN: 'xoxp-not-a-bot',
    PORT: '99999',
    LOG_LEVEL: 'loud',
  })
  refused(
    ended,
    /X_BEARER_TOKN is no setting of Backchannel; did you mean X_BEARER_TOKEN\?/,
    /X_API_SECRET and X_ACCESS_TOKEN and X_ACCESS_SECRET are not set/,
    /X_DAILY_USD is no amount in dollars/,
    /SLACK_BOT_TOKEN does not look right/,
    /PORT is no port number/,
    /LOG_LEVEL is none of/,
  )
})

test('start refuses without X, and without any platform', async () => {
  refused(await run(['start'], { DISCORD_TOKEN: 'a' }), /X_BEARER_TOKEN is not set/)
  refused(await run(['start'], { X_BEARER_TOKEN: 'a' }), /Neither Slack nor Discord is set up/)
})

test('with a setting of ours anywhere, a misspelt one too, it never falls back to the sandbox', async () => {
  for (const setting of ['SLACK_BOT_TOKEN', 'X_BEARER_TOKN', 'DISCORD_TOKEN']) {
    const ended = await run([], { [setting]: 'a' })
    refused(ended, /The settings are not right/)
    assert.doesNotMatch(ended.out, /sandbox/)
  }
})

test('a word that is no command gets the nearest one, a wrong option its usage', async () => {
  refused(await run(['strat'], {}), /Did you mean "start"\?/)
  refused(await run(['replay', '--sped', '1'], {}), /Usage: npm start -- replay FILE/)
  refused(await run(['replay', 'nowhere.jsonl'], {}), /nowhere\.jsonl is not there/)
  refused(await run(['erase', '--workspace', 'river'], {}), /Which workspace\?/)
  const { code, out } = await run(['help'], {})
  assert.equal(code, 0)
  assert.match(out, /npm start -- start/)
})

test('it runs on what it is given, says what is on and what is off, and ends cleanly when told to', async t => {
  const all = Object.entries(await services(t))
  const discordOnly = Object.fromEntries(all.filter(([name]) => !name.startsWith('SLACK_')))
  const { code, err } = await run(['start'], discordOnly, stop => stop())
  assert.equal(code, 0, err)
  assert.match(err, /"on":\["reading X","Discord","posting to X as the team"\]/)
  assert.match(err, /"off":"Slack","why":"SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set"/)
  for (const secret of [discordOnly.DISCORD_TOKEN, discordOnly.X_BEARER_TOKEN, discordOnly.X_ACCESS_SECRET])
    assert.ok(secret && !err.includes(secret), 'no token in the log')
})

test('a wrong token is said, one service at a time, and nothing is started', async t => {
  const right = await services(t)
  refused(
    await run(['start'], { ...right, X_BEARER_TOKEN: 'wrong' }),
    /X does not accept our keys.*X_BEARER_TOKEN/,
  )
  refused(await run(['start'], { ...right, SLACK_BOT_TOKEN: 'xoxb-wrong' }), /Slack refused SLACK_BOT_TOKEN/)
  refused(await run(['start'], { ...right, SLACK_APP_TOKEN: 'xapp-wrong' }), /Slack refused SLACK_APP_TOKEN/)
  refused(await run(['start'], { ...right, DISCORD_TOKEN: 'wrong' }), /DISCORD_TOKEN/)
})

test('a taken port is said, with what to do', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = String(typeof address === 'object' && address?.port)
  refused(
    await run(['start'], { ...(await services(t)), PORT: port }),
    new RegExp(`Port ${port} is taken`),
    /PORT/,
  )
  refused(await run(['sandbox'], { PORT: port }), new RegExp(`Port ${port} is taken`))
})

test('a database that cannot be used is said, with what to do', async t => {
  const right = await services(t)
  const place = folder(t)
  const at = (path: string) => ({ ...right, STORE_URL: `sqlite:${path}` })
  writeFileSync(
    join(place, 'corrupt.db'),
    'this is a letter to my aunt, and has never been a database, dear aunt '.repeat(100),
  )
  refused(await run(['start'], at(join(place, 'corrupt.db'))), /corrupt\.db is no database of Backchannel/)
  writeFileSync(join(place, 'file'), '')
  refused(await run(['start'], at(join(place, 'file', 'own.db'))), /cannot be made/)
  mkdirSync(join(place, 'folder.db'))
  refused(await run(['start'], at(join(place, 'folder.db'))), /folder\.db (cannot be opened|is )/)
})

test('a second start on the same database exits with a message', async t => {
  const settings = await services(t)
  let second: Promise<Ended> | undefined
  const first = await run(['start'], settings, stop => {
    second ??= run(['start'], settings).finally(stop)
  })
  assert.ok(second)
  refused(await second, /Another Backchannel runs on the database/)
  assert.equal(first.code, 0, first.err)
})
