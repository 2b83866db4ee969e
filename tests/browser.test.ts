/** What a newcomer does on the sandbox page, in a real browser, against the program started as they would start it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
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
const patient = { timeout: 40_000 }

interface Started {
  readonly address: string
  end(): Promise<void>
}

/** Starts the program with nothing set, and resolves with the address it prints. */
async function started(): Promise<Started> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { PATH, HOME, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  const end = async () => {
    child.kill('SIGTERM')
    assert.equal(await ended, 0, 'it ends cleanly when told to')
  }
  const said = await new Promise<string>((resolve, reject) => {
    let all = ''
    child.stdout.on('data', chunk => {
      all += chunk
      if (/^\s*http:\/\/\S+$/m.test(all)) resolve(all)
    })
    void ended.then(() => reject(new Error(`it ended without an address: ${all}`)))
  })
  assert.match(said.split('\n')[0] ?? '', /sandbox/, 'the first line says what this is')
  return { address: /^\s*(http:\/\/\S+)$/m.exec(said)?.[1] ?? '', end }
}

interface Room {
  readonly page: Page
  readonly x: Locator
  readonly slack: Locator
  readonly discord: Locator
}

async function opened(t: TestContext, viewport = { width: 1500, height: 920 }): Promise<Room> {
  const { address, end } = await started()
  const browser = await chromium.launch({ executablePath: browserPath, args: quiet })
  const page = await browser.newPage({
    viewport,
    colorScheme: process.env.SCHEME === 'dark' ? 'dark' : 'light',
  })
  const faults: string[] = []
  const strangers: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => {
    // What was asked in vain is told on the page; the browser notes it too.
    const isRefusal = /status of 400/.test(message.text())
    if (message.type() === 'error' && !isRefusal) faults.push(message.text())
  })
  page.on('request', request => {
    if (!request.url().startsWith(address)) strangers.push(request.url())
  })
  t.after(async () => {
    await browser.close()
    await end()
    assert.deepEqual(faults, [], 'the page has no errors')
    assert.deepEqual(strangers, [], 'nothing is fetched from elsewhere')
  })
  await page.goto(address)
  return { page, x: page.locator('#x'), slack: page.locator('#slack'), discord: page.locator('#discord') }
}

const type = async (pane: Locator, words: string) => {
  await pane.locator('.composer textarea').fill(words)
  await pane.locator('.composer textarea').press('Enter')
}
const says = (pane: Locator, words: string) =>
  pane.getByText(words, { exact: false }).first().waitFor(patient)

/** Where SHOTS names a folder, what stands on the screen is kept there to be looked at. */
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) })
}

/** How the sample chat begins; replies stand in threads. */
const opening = [
  'Welcome to #hcsm!',
  'We use T1, T2, T3 for topics',
  'Amara here, ward nurse',
  'Jonas, plain language editor',
  'Hello everyone, Fiona here',
  'Good evening from Brno',
  'T1: What is the one thing people should know',
]

test('a newcomer asks for help, follows on both platforms, and sees the chat from its first word, in order', {
  skip: missing,
}, async t => {
  const { page, x, slack, discord } = await opened(t, { width: 1024, height: 720 })
  await type(slack, '/chat help')
  await says(slack, 'Mirror a chat in this channel')
  await type(slack, '/chat folow #hcsm')
  await says(slack, 'Did you mean')
  await type(discord, '/chat folow #hcsm')
  await says(discord, 'Did you mean /chat follow #hcsm?')
  await type(discord, '/chat help')
  await says(discord, 'Mirror a chat in this channel')
  await shot(page, '1-help')

  await type(slack, '/chat follow #hcsm')
  await type(discord, '/chat follow #hcsm')
  for (const pane of [slack, discord]) await says(pane, 'made this channel follow')
  for (const pane of [x, slack, discord]) await says(pane, 'What is the one thing people should know')
  for (const pane of [x, slack, discord]) {
    const posts = await pane
      .locator('.feed')
      .first()
      .locator('.post .text, .rich, .embed .text')
      .allInnerTexts()
    const all = posts.join('\n')
    const places = opening.map(words => all.indexOf(words))
    assert.ok(!places.includes(-1), `everything is there: ${places}`)
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
      'in order',
    )
    for (const words of opening) assert.equal(all.split(words).length, 2, `once: ${words}`)
  }
  for (const pane of [x, slack, discord]) {
    const away = await pane
      .locator('.feed')
      .first()
      .evaluate(list => list.scrollHeight - list.scrollTop - list.clientHeight)
    assert.ok(away < 100, `it follows the live end: ${away} px away`)
  }
  for (const pane of [slack, discord]) {
    await pane.locator('.message', { hasText: 'Fiona here' }).locator('.replies').click(patient)
    for (const words of ['Librarians are the best of us', 'So glad you came'])
      await says(pane.locator('.thread'), words)
  }
  await shot(page, '2-following')
  assert.doesNotMatch(await page.locator('main').innerText(), /\b(false|undefined|null|NaN)\b|\[object/)
})

test('an answer is seen whole before it is posted: text, count, account, price; then it stands on X and is answered', {
  skip: missing,
}, async t => {
  const { page, x, slack, discord } = await opened(t)
  for (const pane of [slack, discord]) {
    await type(pane, '/chat follow #hcsm')
    await says(pane, 'made this channel follow')
  }
  for (const pane of [slack, discord]) await says(pane, 'Amara here')
  await page.getByRole('button', { name: 'Pause' }).click()

  for (const [pane, words] of [
    [slack, 'We tell them who is before them.'],
    [discord, 'A smile helps.'],
  ] as const) {
    await pane.getByRole('button', { name: 'Reply on X', exact: true }).first().click()
    const form = pane.getByRole('dialog', { name: 'Reply on X' })
    await form.locator('textarea').fill(words)
    await shot(page, `3-form-${await pane.getAttribute('id')}`)
    await form.locator('button[type=submit]').click()
    await says(pane, `${words} #hcsm`)
    await says(pane, `${words.length + 6} of 280 characters`)
    assert.equal(await x.getByText(words).count(), 0, 'nothing is posted before it is confirmed')
    await shot(page, `4-preview-${await pane.getAttribute('id')}`)
    await pane.getByRole('button', { name: 'Post as @BackchannelHQ ($0.015)' }).click()
    await says(x, `${words} #hcsm`)
  }
  await x.getByText('Replying to @BackchannelHQ').nth(3).waitFor(patient)
  const threads = { slack: '3 replies', discord: '3 messages' } as const
  for (const [pane, words, replies] of [
    [slack, 'We tell them who is before them.', threads.slack],
    [discord, 'A smile helps.', threads.discord],
  ] as const) {
    await pane.locator('.replies', { hasText: replies }).first().click(patient)
    const thread = await pane.locator('.thread').innerText()
    const [said = -1, answered = -1] = [words, '@BackchannelHQ '].map(part => thread.lastIndexOf(part))
    assert.ok(said > 0 && answered > said, `its answers come under it, in the same thread: ${thread}`)
  }
  await page.locator('#steps [data-step=answers].done').waitFor(patient)
  await shot(page, '5-answered')
})

test('what stands on X is text, whatever it says, and its author edits and deletes it there', {
  skip: missing,
}, async t => {
  const { page, x, slack, discord } = await opened(t)
  for (const pane of [slack, discord]) {
    await type(pane, '/chat follow #hcsm')
    await says(pane, 'made this channel follow')
  }
  await page.getByRole('button', { name: 'Pause' }).click()
  const hostile =
    '<img src=x onerror="window.owned=1"><script>window.owned=1</script> [free](javascript:window.owned=1) <!channel> @everyone #hcsm'
  await type(x, hostile)
  for (const pane of [x, slack, discord]) await says(pane, '<img src=x onerror="window.owned=1">')
  assert.equal(await page.evaluate(() => 'owned' in window), false)
  assert.equal(await page.locator('a[href^="javascript:"]').count(), 0)
  assert.equal(await page.locator('main .mention').count(), 0, 'nobody would be pinged')

  await x.getByRole('button', { name: 'Edit your post' }).first().click()
  await type(x, 'Sorry, once more with feeling #hcsm')
  for (const pane of [x, slack, discord]) await says(pane, 'Sorry, once more with feeling')
  assert.equal(await page.locator('main').getByText('onerror').count(), 0)
  await x.getByRole('button', { name: 'Delete your post' }).first().click()
  await x
    .getByText('Sorry, once more with feeling')
    .first()
    .waitFor({ state: 'detached', ...patient })
})

test('Discord helps to type a command, by keyboard alone', { skip: missing }, async t => {
  const { discord } = await opened(t)
  const box = discord.locator('.composer textarea')
  await box.pressSequentially('/fol')
  await discord.getByRole('option', { name: '/chat follow' }).waitFor(patient)
  await box.press('Tab')
  await discord.getByRole('option', { name: 'hashtag:' }).waitFor(patient)
  await box.pressSequentially('#hcsm')
  await box.press('Escape')
  await box.press('Enter')
  await says(discord, 'made this channel follow')
  await box.pressSequentially('/chat unfollow ')
  await discord.locator('[role=option] b').getByText('#hcsm', { exact: true }).waitFor(patient)
})

test('whoever starts over has everything as it was at first', { skip: missing }, async t => {
  const { page, x, slack } = await opened(t)
  await type(slack, '/chat follow #hcsm')
  for (const pane of [x, slack]) await says(pane, 'Welcome to #hcsm!')
  await page.getByRole('button', { name: 'Start over' }).click()
  await says(slack, 'It is quiet in here.')
  assert.equal(await x.getByText('Welcome to #hcsm!').count(), 0)
  await type(slack, '/chat follow #hcsm')
  for (const pane of [x, slack]) await says(pane, 'Welcome to #hcsm!')
})

test('on a phone the page fits, and shows one of the three at a time', { skip: missing }, async t => {
  const { page, x, slack, discord } = await opened(t, { width: 390, height: 844 })
  await type(slack, '/chat follow #hcsm')
  await says(slack, 'Welcome to #hcsm!')
  const fits = async () => {
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll('html, .feed')].filter(one => one.scrollWidth > one.clientWidth).length,
    )
    assert.equal(wide, 0, 'nothing is wider than the screen')
  }
  await shot(page, '6-phone')
  await fits()
  await page.locator('#tabs').getByRole('button', { name: 'X' }).click()
  await says(x, 'Welcome to #hcsm!')
  assert.equal(await slack.isVisible(), false)
  await fits()
  await page.locator('#tabs').getByRole('button', { name: 'Discord' }).click()
  await type(discord, '/chat follow #hcsm')
  await says(discord, 'made this channel follow')
  await says(discord, 'Jonas, plain language editor')
  await fits()
  await shot(page, '7-phone-discord')
})
