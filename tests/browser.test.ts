/** What a newcomer does on the sandbox page, in a real browser, against the program started as they would start it. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { chromium, type Locator, type Page } from 'playwright-core'

const browserPath = '/usr/bin/chromium'
const missing =
  !existsSync(browserPath) && process.env.CI !== 'true' ? 'there is no Chromium on this machine' : false
const root = join(import.meta.dirname, '..')
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the sandbox with nothing set, and resolves with the address it prints. */
async function started(t: TestContext): Promise<string> {
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0' }
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await new Promise(resolve => child.once('exit', resolve))
    assert.equal(child.exitCode, 0, 'it ends cleanly when told to')
  })
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += chunk
    const address = /http:\/\/\S+/.exec(said)?.[0]
    if (address) return address
  }
  throw new Error(`it ended without an address: ${said}`)
}

async function opened(
  t: TestContext,
  address: string,
  viewport = { width: 1500, height: 920 },
): Promise<Page & { leave(): Promise<void> }> {
  const browser = await chromium.launch({ executablePath: browserPath, args: quiet })
  t.after(() => browser.close())
  const page = await browser.newPage({ viewport, colorScheme: (process.env.SCHEME as 'dark') ?? 'light' })
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(address)
  return Object.assign(page, {
    /** Looks back at how the page fared, before the program is told to end. */
    async leave() {
      assert.deepEqual(faults, [], 'the page has no errors')
      await browser.close()
    },
  })
}

const type = async (pane: Locator, words: string) => {
  await pane.locator('.box textarea').fill(words)
  await pane.locator('.box button').click()
}

/** Where SHOTS names a folder, what stands on the screen is kept there to be looked at. */
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) })
}

test('a newcomer follows a chat on both platforms, answers from each, and sees the answers', {
  skip: missing,
}, async t => {
  const page = await opened(t, await started(t))
  const [x, slack, discord] = ['#x', '#slack', '#discord'].map(id => page.locator(id))
  assert.ok(x && slack && discord)

  await type(slack, '/chat help')
  await slack.getByText('Mirror a chat in this channel', { exact: false }).first().waitFor()
  await type(slack, '/chat folow #hcsm')
  await slack.getByText('Did you mean', { exact: false }).waitFor()
  await shot(page, '1-help')

  await type(slack, '/chat follow #hcsm')
  await slack.getByText('made this channel follow', { exact: false }).waitFor()
  await type(discord, '/chat follow #hcsm')
  await discord.getByText('made this channel follow', { exact: false }).waitFor()
  for (const pane of [x, slack, discord])
    await pane
      .getByText('What is the one thing people should know', { exact: false })
      .first()
      .waitFor({ timeout: 40_000 })
  await shot(page, '2-following')

  for (const [pane, words] of [
    [slack, 'We tell them who is before them.'],
    [discord, 'A smile helps.'],
  ] as const) {
    await pane.getByRole('button', { name: 'Reply on X', exact: true }).last().click()
    await pane.getByRole('dialog').locator('textarea').fill(words)
    await shot(page, `3-form-${await pane.getAttribute('id')}`)
    await pane.getByRole('dialog').locator('button[type=submit]').click()
    const send = pane.getByRole('button', { name: 'Post as @BackchannelHQ ($0.015)' })
    await send.waitFor()
    await pane.getByText(`${words} #hcsm`).first().waitFor()
    await pane.getByText('of 280 characters', { exact: false }).waitFor()
    await shot(page, `4-preview-${await pane.getAttribute('id')}`)
    await send.click()
    await x.getByText(words, { exact: false }).first().waitFor()
  }
  await x.getByText('answers @BackchannelHQ').first().waitFor({ timeout: 20_000 })
  await slack.getByRole('button', { name: /repl/ }).first().waitFor({ timeout: 20_000 })
  await page.locator('#try li.done').nth(3).waitFor()
  assert.doesNotMatch(await page.locator('main').innerText(), /\b(false|undefined|null|\[object)\b/)
  await shot(page, '5-answered')
  await page.leave()
})

test('on a phone the page fits, and shows one service at a time', { skip: missing }, async t => {
  const page = await opened(t, await started(t), { width: 390, height: 844 })
  const slack = page.locator('#slack')
  await type(slack, '/chat follow #hcsm')
  await slack.getByText('made this channel follow', { exact: false }).waitFor()
  await slack.getByText('Welcome to #hcsm', { exact: false }).waitFor({ timeout: 20_000 })
  await shot(page, '6-phone')
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  assert.equal(wide, false, 'nothing is wider than the screen')
  await page.getByRole('button', { name: 'X', exact: true }).click()
  await page.locator('#x').getByText('Welcome to #hcsm', { exact: false }).waitFor()
  assert.equal(await slack.isVisible(), false)
  await page.leave()
})
