/** The reader of the stream, fed as the network feeds it: in pieces, with silences, cut off. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import fc from 'fast-check'
import { askings } from '#bridges/x/asking.ts'
import { queries } from '#bridges/x/search.ts'
import { split } from '#bridges/x/stream.ts'
import { house, room } from '#tests/house.ts'

async function* pieces(bytes: Buffer, cuts: readonly number[]) {
  let from = 0
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    const to = Math.min(bytes.length, cut)
    if (to > from) yield bytes.subarray(from, to)
    from = Math.max(from, to)
  }
  if (from < bytes.length) yield bytes.subarray(from)
}

test('lines come whole however the bytes are cut, with either line end, keep-alives left out', async () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map(text => JSON.stringify(text))
  await fc.assert(
    fc.asyncProperty(
      fc.array(word),
      fc.array(fc.nat(400)),
      fc.constantFrom('\r\n', '\n'),
      async (lines, cuts, end) => {
        const bytes = Buffer.from(lines.map(line => `${line}${end}${end}`).join(''))
        const got: string[] = []
        for await (const line of split(pieces(bytes, cuts), () => {})) got.push(line)
        assert.deepEqual(got, lines)
      },
    ),
  )
})

test('a last line that is cut off is no line', async () => {
  const got: string[] = []
  for await (const line of split(pieces(Buffer.from('{"a":1}\r\n{"b":'), [3]), () => {})) got.push(line)
  assert.deepEqual(got, ['{"a":1}'])
})

test('queries stay within what X takes, and ask for every hashtag', () => {
  const wanted = Array.from({ length: 60 }, (_, index) => ({
    hashtag: `hashtag_number_${index}`,
    reposts: index % 2 === 0,
  }))
  const all = queries(askings(wanted))
  assert.ok(all.every(query => query.length <= 512))
  for (const { hashtag } of wanted)
    assert.equal(
      all.filter(
        query =>
          query.includes(`#${hashtag} `) || query.endsWith(`#${hashtag}`) || query.includes(`#${hashtag})`),
      ).length,
      1,
      hashtag,
    )
})

const texts = (shown: readonly string[]) =>
  shown.flatMap(text => [...text.matchAll(/Post \d+/g)].map(([found]) => found))

test('whatever ends the connection, it comes back, and what was missed is read', async t => {
  for (const end of ['disconnect', 'reset'] as const) {
    const { x, slack, pass } = await house(t, { follows: '#hcsm' })
    x.post('Post 1 #hcsm')
    await pass(3000)
    x.stream[end]()
    x.post('Post 2 #hcsm')
    await pass(90_000)
    x.post('Post 3 #hcsm')
    await pass(5000)
    assert.deepEqual(texts(slack.shown(room)), ['Post 1', 'Post 2', 'Post 3'], end)
    assert.equal(x.stream.connections(), 1, 'one connection, no more')
  }
})

test('a stream that falls silent is noticed and replaced', async t => {
  const { x, slack, pass } = await house(t, { follows: '#hcsm' })
  x.stream.manner({ hush: true })
  x.post('Post 1 #hcsm')
  await pass(20_000)
  x.stream.manner({ hush: false })
  await pass(120_000)
  assert.deepEqual(texts(slack.shown(room)), ['Post 1'])
  assert.equal(x.stream.connections(), 1)
})

test('the only place on the stream, still held by a connection of before, is freed', async t => {
  const { x, slack, pass, restart } = await house(t, { follows: '#hcsm' })
  x.misbehave({
    on: 'GET /2/tweets/search/stream',
    as: 'refuse',
    status: 429,
    body: {
      title: 'ConnectionException',
      detail: 'This stream is currently at the maximum allowed connection limit.',
      connection_issue: 'TooManyConnections',
      type: 'https://api.x.com/2/problems/streaming-connection',
    },
  })
  await restart()
  await pass(10_000)
  x.post('Post 1 #hcsm')
  await pass(5000)
  assert.deepEqual(texts(slack.shown(room)), ['Post 1'])
  assert.ok(x.requests.some(({ method, path }) => method === 'DELETE' && path.startsWith('/2/connections')))
})

test('when X refuses to be read, every following channel is told once, in words, and when it is over', async t => {
  const { x, slack, pass } = await house(t, { follows: '#hcsm' })
  const end = x.misbehave({
    on: 'GET /2/tweets/search/stream',
    as: 'refuse',
    status: 402,
    body: {
      detail: 'credits depleted',
      status: 402,
      title: 'Payment Required',
      type: 'https://api.x.com/2/problems/credits-depleted',
    },
    times: 1000,
  })
  x.stream.reset()
  await pass(30 * 60_000)
  assert.equal(
    slack.shown(room).filter(text => text.includes('credits of our X account are used up')).length,
    1,
  )
  end()
  await pass(10 * 60_000)
  assert.match(slack.shown(room).at(-1) ?? '', /Reading X goes on/)
})
