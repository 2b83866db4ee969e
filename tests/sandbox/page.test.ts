/** The sandbox page over plain HTTP: who may drive it, what it tells, what it refuses; and how it reads two markups. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { play } from '#sandbox/chat/play.ts'
import { realClock } from '#sandbox/clock.ts'
import { type House, house } from '#sandbox/house.ts'
import { page } from '#sandbox/page/server.ts'
import type { Stage } from '#sandbox/page/stage.ts'

interface Shown {
  readonly url: string
  readonly stages: readonly (Stage & { readonly house: House })[]
}

/** The page on stand-ins without a program among them. */
async function shown(t: TestContext, port = 0): Promise<Shown> {
  const stages: Stage[] = []
  const stage = async (run: number) => {
    const stood = await house({ clock: realClock })
    const chat = play({ x: stood.x, clock: realClock })
    const close = async () => {
      chat.close()
      await stood.close()
    }
    stages.push({ house: stood, play: chat, run, close })
    return stages.at(-1) as Stage
  }
  const opened = await page({ host: '127.0.0.1', port, stage })
  t.after(() => opened.close())
  return { url: opened.url, stages }
}

interface Answered {
  readonly status: number
  readonly body: { readonly error?: string; readonly came?: unknown }
}

/** Asks as the page does, unless told otherwise. */
async function ask(
  url: string,
  deed: string,
  given: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const body = typeof given === 'string' ? given : JSON.stringify(given)
  const own = { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' }
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/do/${deed}`,
      { method: 'POST', headers: { ...own, ...headers } },
      answer => {
        let text = ''
        answer.on('data', chunk => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    asked.once('error', reject)
    asked.end(body)
  })
}

type Change = Readonly<Record<string, unknown>>

/** What the page tells, message by message. */
async function* told(url: string, signal: AbortSignal): AsyncGenerator<Change> {
  const answer = await fetch(`${url}/live`, { signal })
  let rest = ''
  for await (const chunk of answer.body ?? []) {
    rest += Buffer.from(chunk as Uint8Array).toString()
    const parts = rest.split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield JSON.parse(part.replace(/^data: /, '')) as Change
  }
}

const keys = (change: Change | undefined, prefix: string) =>
  Object.keys(change ?? {}).filter(key => key.startsWith(prefix))

test('another web page cannot make this one do anything', async t => {
  const { url, stages } = await shown(t)
  const post = { text: 'Not mine #hcsm' }
  for (const headers of [
    { origin: 'http://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'elsewhere.example' },
  ] as Record<string, string>[])
    assert.equal((await ask(url, 'x/post', post, headers)).status, 403, JSON.stringify(headers))
  assert.equal((await ask(url, 'x/post', post, { 'content-type': 'text/plain' })).status, 415)
  assert.deepEqual(stages[0]?.house.x.shown(), [])
  assert.equal((await ask(url, 'x/post', post)).status, 200)
  assert.deepEqual(stages[0]?.house.x.shown(), ['Not mine #hcsm'])
})

test('what cannot be read, is too long or unknown is refused in words, and changes nothing', async t => {
  const { url, stages } = await shown(t)
  const refusals = [
    ['x/post', '{"text":', 400],
    ['x/post', { text: '   ' }, 400],
    ['x/post', { text: 7 }, 400],
    ['x/post', { text: 'a'.repeat(281) }, 400],
    ['x/post', { text: 'a'.repeat(40_000) }, 413],
    ['x/edit', { id: '1', text: 'Mine now' }, 400],
    ['slack/say', { channel: 'C01HCSM', user: 'nobody', text: 'hello' }, 400],
    ['slack/say', { channel: 'C01HCSM', user: 'mary', text: '/remind me' }, 400],
    ['slack/press', { message: '1.2', action: 'send', user: 'mary' }, 400],
    ['discord/say', { channel: '400000000000000002', user: 'mary', text: '/cat' }, 400],
    ['discord/submit', { user: 'mary', values: {} }, 400],
    ['play/speed', { times: 1000 }, 400],
    ['constructor', {}, 404],
    ['x/everything', {}, 404],
  ] as const
  for (const [deed, given, status] of refusals) {
    const answer = await ask(url, deed, given)
    assert.equal(answer.status, status, `${deed} ${JSON.stringify(given).slice(0, 60)}`)
    assert.match(answer.body.error ?? '', /^[A-Z/].*[.!?]?$/s)
  }
  const { x, slack, discord } = (stages[0] as Stage).house
  assert.deepEqual([x.shown(), slack.shown('hcsm-live'), discord.shown('hcsm-live')], [[], [], []])
})

test('one edits and deletes one’s own posts on X, and nobody else’s', async t => {
  const { url, stages } = await shown(t)
  const { x } = (stages[0] as Stage).house
  const other = x.post({ by: 'ada_reads', text: 'Hers #hcsm' })
  assert.match((await ask(url, 'x/edit', { id: other.id, text: 'Mine' })).body.error ?? '', /your own/)
  assert.match((await ask(url, 'x/remove', { id: other.id })).body.error ?? '', /your own/)
  await ask(url, 'x/post', { text: 'An answer', replyTo: other.id })
  const own = x.posts().find(post => post.by.handle === 'you')
  assert.equal(own?.replyTo?.id, other.id)
  await ask(url, 'x/edit', { id: own?.id, text: 'A better answer' })
  assert.deepEqual(x.shown(), ['Hers #hcsm', 'A better answer'])
  await ask(url, 'x/remove', { id: own?.id })
  assert.deepEqual(x.shown(), ['Hers #hcsm'])
})

test('whoever looks sees everything at once, then only what has changed', async t => {
  const { url, stages } = await shown(t)
  const { x, slack } = (stages[0] as Stage).house
  x.post('First #hcsm')
  const leaving = new AbortController()
  const seen = told(url, leaving.signal)
  const all = (await seen.next()).value as Change
  assert.equal(keys(all, 'x/post/').length, 1)
  assert.equal(keys(all, 'slack/channels').length, 1)

  const post = x.post('Second #hcsm')
  slack.say('hcsm-live', 'tom', 'Did you see that?')
  const change = (await seen.next()).value as Change
  assert.deepEqual(keys(change, 'x/post/'), [`x/post/${post.id}`], 'together, and only what is new')
  assert.equal(keys(change, 'slack/message/').length, 1)
  x.remove(post.id)
  assert.deepEqual((await seen.next()).value, { [`x/post/${post.id}`]: null })
  leaving.abort()
})

test('starting over shows another stage to those who look, and the old one is closed', async t => {
  const { url, stages } = await shown(t)
  stages[0]?.house.x.post('Before #hcsm')
  const leaving = new AbortController()
  const seen = told(url, leaving.signal)
  const before = keys((await seen.next()).value as Change, 'x/post/')
  assert.equal((await ask(url, 'over', {})).status, 200)
  const change = (await seen.next()).value as Change
  assert.equal(change.run, 2)
  assert.equal(change[before[0] ?? ''], null)
  await assert.rejects(fetch(stages[0]?.house.x.url ?? ''))
  stages[1]?.house.x.post('After #hcsm')
  assert.equal(keys((await seen.next()).value as Change, 'x/post/').length, 1)
  leaving.abort()
})

test('pages and pictures of X are shown under the page’s own address, and nothing in them runs', async t => {
  const { url, stages } = await shown(t)
  const { x } = (stages[0] as Stage).house
  const post = x.post({ by: 'ada_reads', text: 'Look at <b>this</b> #hcsm' })
  const stands = await fetch(`${url}/ada_reads/status/${post.id}`)
  assert.match(await stands.text(), /Look at &lt;b&gt;this/)
  assert.match(stands.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  assert.equal(
    (await fetch(`${url}/pictures/people/ada_reads_normal.svg`)).headers.get('content-type'),
    'image/svg+xml',
  )
  const sent = await fetch(`${url}/intent/tweet`, {
    method: 'POST',
    body: new URLSearchParams({ text: 'By myself #hcsm', in_reply_to: post.id }),
    redirect: 'manual',
  })
  assert.match(sent.headers.get('location') ?? '', /^\/you\/status\/\d+$/)
  assert.ok(x.shown().includes('By myself #hcsm'))
  const front = await fetch(url)
  assert.match(front.headers.get('content-security-policy') ?? '', /^default-src 'self';/)
})

test('a port that is taken is told as such, and nothing is set up', async t => {
  const { url, stages } = await shown(t)
  await assert.rejects(
    page({ host: '127.0.0.1', port: Number(new URL(url).port), stage: async () => assert.fail('set up') }),
    {
      code: 'EADDRINUSE',
    },
  )
  assert.equal(stages.length, 1)
})

interface Piece {
  readonly kind: string
  readonly text?: string
  readonly url?: string
  readonly of?: readonly Piece[]
  readonly items?: readonly (readonly Piece[])[]
}
type Reads = (text: string, names?: unknown) => readonly Piece[]

/** Files of the browser, which the types do not cover. */
const browserFile = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(`${import.meta.dirname}/../../sandbox/page/public/${name}.js`).href)) as T
const { mrkdwn } = await browserFile<{ mrkdwn: Reads }>('mrkdwn')
const { markdown } = await browserFile<{ markdown: Reads }>('markdown')
const names = { user: (id: string) => id, channel: (id: string) => id }

const within = (pieces: readonly Piece[]): Piece[] =>
  pieces.flatMap(piece => [piece, ...within(piece.of ?? []), ...(piece.items ?? []).flatMap(within)])
const words = (pieces: readonly Piece[]) =>
  within(pieces)
    .map(({ kind, text }) => (kind === 'break' ? '\n' : (text ?? '')))
    .join('')
const kinds = (pieces: readonly Piece[]) => within(pieces).map(({ kind }) => kind)

test('Slack’s marks are read where Slack reads them', () => {
  assert.deepEqual(
    kinds(mrkdwn('*bold* and _it_ `code` ~gone~')).filter(kind => kind !== 'text'),
    ['bold', 'italic', 'code', 'strike'],
  )
  assert.deepEqual(kinds(mrkdwn('2*3*4 snake_case_word \u200b*no\u200b*')), ['text'])
  assert.equal(words(mrkdwn('&lt;!channel&gt; &amp;amp; done')), '<!channel> &amp; done')
  const [link] = mrkdwn('<https://example.org/a?b=1&amp;c=2|words>')
  assert.deepEqual([link?.url, words(link?.of ?? [])], ['https://example.org/a?b=1&c=2', 'words'])
  assert.equal(mrkdwn('<!date^1800000000^{time}|then>')[0]?.kind, 'time')
  assert.deepEqual(kinds(mrkdwn('before\n&gt; said\nafter')), ['text', 'quote', 'text', 'text'])
})

test('Discord’s markdown is read where Discord reads it', () => {
  const read = (text: string) => markdown(text, names)
  assert.deepEqual(
    kinds(read('**b** *i* __u__ ~~s~~ `c`')).filter(kind => kind !== 'text'),
    ['bold', 'italic', 'underline', 'strike', 'code'],
  )
  assert.equal(words(read('\\*not\\* @nurse\\_amara\\_k')), '*not* @nurse_amara_k')
  assert.deepEqual(kinds(read('snake_case_word')), ['text'])
  const [link] = read('[@nurse\\_amara\\_k](<https://example.org/x>)')
  assert.deepEqual([link?.kind, words(link?.of ?? [])], ['link', '@nurse_amara_k'])
  assert.equal(
    kinds(read('> said\n# Title\n- one\n- two')).filter(kind => ['quote', 'heading', 'list'].includes(kind))
      .length,
    3,
  )
  assert.equal(read('<t:1800000000:t>')[0]?.kind, 'time')
})

test('only addresses of the web become links, and only the stand-in’s own stay here', async () => {
  const { address } = await browserFile<{ address(url: unknown, web: string): string | undefined }>('dom')
  const web = 'http://127.0.0.1:4000'
  assert.equal(address(`${web}/pictures/a.svg`, web), '/pictures/a.svg')
  assert.equal(address('https://example.org/a', web), 'https://example.org/a')
  for (const url of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,hi',
    '//example.org',
    '',
    undefined,
  ])
    assert.equal(address(url, web), undefined, String(url))
  for (const sly of ['//example.org', '/\\\\example.org'])
    assert.ok(!address(`${web}${sly}`, web)?.startsWith('/'), sly)
  for (const text of ['[free](javascript:alert(1))', '[free](<data:text/html,hi>)', '<javascript:alert(1)>'])
    assert.ok(!kinds(markdown(text, names)).includes('link'), text)
})

test('whatever a text holds, its links lead to the web and reading it ends', () => {
  const rough = fc.string({
    unit: fc.constantFrom(
      ...'ab *_~`|<>[]()!@#\\\n^:&;',
      'javascript:',
      'https://a.b',
      '<t:1:f>',
      '&lt;',
      '```',
      '👩🏽‍⚕️',
    ),
    maxLength: 60,
  })
  fc.assert(
    fc.property(rough, text => {
      for (const piece of within(markdown(text, names)))
        if (piece.kind === 'link') assert.match(piece.url ?? '', /^https?:/)
      const plainly = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      assert.ok(
        !kinds(mrkdwn(plainly)).some(kind => kind === 'link' || kind === 'mention'),
        'escaped text links nothing',
      )
    }),
    { numRuns: 2000 },
  )
})
