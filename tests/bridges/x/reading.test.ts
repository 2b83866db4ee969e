/** How X is read: the stream through all that goes wrong on such a line, and the gaps it leaves. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Give, merge } from '#bridges/x/merge.ts'
import { house } from './house.ts'

const hcsm = [{ hashtag: 'hcsm', reposts: false }]
const minute = 60_000

test('posts arrive as they are made, with the hashtag whose rule matched', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  assert.deepEqual(await answered(source.want(hcsm)), [])
  const read = reads()
  await pass(1000)
  x.post({ by: 'mary_reads', text: 'Hello & welcome 👋 to #HCSM <tonight>' })
  x.post('Nothing to do with it')
  await pass(1000)

  assert.deepEqual(read.texts(), ['Hello & welcome 👋 to #HCSM <tonight>'])
  const [first] = read.readings.filter(reading => reading.kind === 'posts')
  assert.deepEqual(first?.sightings[0]?.matched, ['hcsm'])
  assert.equal(first?.sightings[0]?.post.author.handle, 'mary_reads')
  assert.equal(first?.sightings[0]?.post.network, 'x')
  assert.deepEqual(read.states(), ['live'])
})

test('a character that is cut between two chunks arrives whole', async t => {
  const { x, source, reads, pass, answered } = await house(t, { stream: { torn: true } })
  await answered(source.want(hcsm))
  const read = reads()
  await pass(1000)
  for (const text of ['🩺🩺 #hcsm', 'naïve café #hcsm', '医療 #hcsm']) x.post(text)
  await pass(1000)
  assert.deepEqual(read.texts(), ['🩺🩺 #hcsm', 'naïve café #hcsm', '医療 #hcsm'])
})

test('lines may end either way, and what is no post is counted and passed over', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  const read = reads()
  await pass(1000)
  const post = (id: string) => JSON.stringify({ data: { id, text: `Post ${id} #hcsm` }, matching_rules: [] })
  x.feedLine(`${post('1790000000000000001')}\n${post('1790000000000000002')}\r\n\r\n\n`)
  x.feedLine('{"data":{"id":\r\n{"hello":"you"}\n[]\r\nnull\r\n')
  x.feedLine(`${post('1790000000000000003')}\r\n`)
  await pass(1000)
  assert.deepEqual(
    read.posts().map(({ id }) => id),
    ['x:1790000000000000001', 'x:1790000000000000002', 'x:1790000000000000003'],
  )
  assert.equal(read.readings.filter(({ kind }) => kind === 'malformed').length, 4)
})

test('a line that is cut off is dropped, and what it held is found by search', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want(hcsm))
  const read = reads(clock.now())
  await pass(1000)
  x.stream.manner({ cutNext: true })
  x.post('Cut in the middle #hcsm')
  await pass(minute)
  assert.deepEqual(new Set(read.texts()), new Set(['Cut in the middle #hcsm']))
  assert.equal(read.readings.filter(({ kind }) => kind === 'malformed').length, 0)
})

for (const how of ['tells of its end', 'is reset', 'falls silent'] as const)
  test(`when the stream ${how}, it is opened again and what was missed comes, oldest first`, async t => {
    const { x, source, reads, pass, answered, clock } = await house(t)
    await answered(source.want(hcsm))
    const read = reads(clock.now())
    await pass(2 * minute)
    const connections = () => x.requests.filter(({ endpoint }) => endpoint.endsWith('search/stream')).length
    const before = connections()
    if (how === 'tells of its end') x.stream.disconnect('UpstreamOperationalDisconnect')
    else if (how === 'is reset') x.stream.reset()
    else x.stream.manner({ hush: true })
    x.post('First missed #hcsm')
    x.post('Second missed #hcsm')
    if (how === 'falls silent') {
      await pass(9000)
      assert.equal(connections(), before, 'nobody hurries')
      await pass(21_000)
      x.stream.manner({ hush: false })
    }
    await pass(minute)
    assert.ok(connections() > before)
    assert.deepEqual(read.texts().slice(0, 2), ['First missed #hcsm', 'Second missed #hcsm'])
    x.post('And on it goes #hcsm')
    await pass(1000)
    assert.equal(read.texts().at(-1), 'And on it goes #hcsm')
    assert.equal(read.states().at(-1), 'live')
  })

test('a server that accepts and says nothing is left after half a minute', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  x.misbehave({ on: 'GET /2/tweets/search/stream', as: 'silence' })
  const read = reads()
  await pass(29_000)
  assert.deepEqual(read.states(), [])
  await pass(2000)
  assert.deepEqual(read.states(), ['waiting', 'live'])
})

test('an end told in the stream again and again does not make us connect without pause', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  const read = reads()
  const seen = () => x.requests.filter(({ endpoint }) => endpoint.endsWith('search/stream')).length
  for (let times = 0; times < 12; times += 1) {
    await pass(250 * times)
    assert.equal(read.states().at(-1), 'live', `it is connected for the ${times + 1}. time`)
    x.stream.disconnect('InternalError')
    await pass(0)
  }
  const then = seen()
  await pass(1000)
  assert.equal(seen(), then, 'it waits longer each time')
  assert.equal(read.state().reason, 'X ended the connection.')
})

test('an end for want of money is believed before the next connection', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  const read = reads()
  await pass(1000)
  const problem = { title: 'UsageCapExceeded', type: 'https://api.twitter.com/2/problems/usage-capped' }
  x.feedLine(`${JSON.stringify({ errors: [problem] })}\r\n`)
  await pass(1000)
  assert.equal(read.state().state, 'refused')
  assert.match(read.state().reason ?? '', /monthly cap/)
  assert.equal(x.stream.connections(), 0)
})

test('who gives goes on only once what was given is taken', async () => {
  const done: string[] = []
  const produce = async (give: Give<string>) => {
    for (const item of ['one', 'two']) {
      await give(item)
      done.push(item)
    }
  }
  const all = merge([produce], new AbortController().signal)
  assert.equal((await all.next()).value, 'one')
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(done, [])
  assert.equal((await all.next()).value, 'two')
  assert.deepEqual(done, ['one'])
  assert.equal((await all.next()).done, true)
})

test('aborting closes the connection at once and for good', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  const read = reads()
  await pass(1000)
  assert.equal(x.stream.connections(), 1)
  await read.stop()
  await pass(0)
  assert.equal(x.stream.connections(), 0)
  await pass(10 * minute)
  assert.equal(x.stream.connections(), 0)
})

test('aborting while a gap is being filled does not wait for the answer', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want(hcsm))
  x.misbehave({ on: 'GET /2/tweets/search/recent', as: 'hang', waitMs: 10_000 })
  const read = reads(clock.now())
  await pass(1000)
  await read.stop()
  await pass(0)
  assert.equal(x.stream.connections(), 0)
})

test('nothing is read while what was read is not taken, and silence then is not the network’s', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  const read = reads()
  await pass(minute)
  read.hold()
  for (const number of [1, 2, 3]) x.post(`Post ${number} #hcsm`)
  await pass(5 * minute)
  assert.equal(read.posts().length, 1)
  read.go()
  await pass(1000)
  assert.deepEqual(read.texts(), ['Post 1 #hcsm', 'Post 2 #hcsm', 'Post 3 #hcsm'])
  assert.deepEqual(read.states(), ['live'])
})

test('told to wait, it waits until X’s limit has ended', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want(hcsm))
  const reset = Math.ceil(clock.now() / 1000) + 300
  x.misbehave({
    on: 'GET /2/tweets/search/stream',
    as: 'refuse',
    status: 429,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) },
  })
  const read = reads()
  await pass(299_000)
  assert.deepEqual(read.states(), ['waiting'])
  assert.equal(read.state().until, reset * 1000 + 1000)
  assert.match(read.state().reason ?? '', /^X is limiting us until 20:35 UTC\.$/)
  await pass(3000)
  assert.deepEqual(read.states(), ['waiting', 'live'])
})

test('X’s own trouble is waited out for 5 seconds, then 10, then 20', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want(hcsm))
  x.misbehave({ on: 'GET /2/tweets/search/stream', as: 'refuse', status: 503, times: 3 })
  const read = reads()
  const began = clock.now()
  await pass(minute)
  const until = read.readings.flatMap(one => (one.kind === 'state' && one.until ? [one.until - began] : []))
  assert.deepEqual(until, [5000, 15_000, 35_000])
  assert.equal(read.states().at(-1), 'live')
})

test('an earlier connection that still holds the slot is ended', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want(hcsm))
  const lost = await fetch(`${x.url}/2/tweets/search/stream`, {
    headers: { authorization: `Bearer ${x.keys.bearerToken}` },
  })
  const read = reads()
  await pass(5000)
  assert.deepEqual(read.states(), ['waiting', 'live'])
  assert.equal(x.stream.connections(), 1)
  assert.equal(clock.now() > 0 && (await lost.text()), '', 'the earlier one has ended')
})

for (const [status, body, words] of [
  [401, undefined, /keys/],
  [402, { title: 'Payment Required', type: 'https://api.x.com/2/problems/credits-depleted' }, /credits/],
  [403, { title: 'SpendCapReached', status: 403 }, /spending limit/],
  [
    429,
    { title: 'UsageCapExceeded', type: 'https://api.twitter.com/2/problems/usage-capped' },
    /monthly cap/,
  ],
  [403, { title: 'Forbidden', type: 'about:blank', detail: 'Something new' }, /permission/],
] as const)
  test(`what only the operator can mend is said in words: ${status} ${words.source}`, async t => {
    const { x, source, reads, pass, answered } = await house(t)
    await answered(source.want(hcsm))
    x.misbehave({ on: 'GET /2/tweets/search/stream', as: 'refuse', status, body: { ...(body ?? {}) } })
    const read = reads()
    await pass(1000)
    assert.equal(read.state().state, 'refused')
    assert.match(read.state().reason ?? '', words)
    await pass(6 * minute)
    assert.equal(read.state().state, 'live')
  })

test('rules that vanished at X are set again', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  await fetch(`${x.url}/2/tweets/search/stream/rules?delete_all=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${x.keys.bearerToken}`, 'content-type': 'application/json' },
    body: '{"add":[]}',
  })
  assert.deepEqual(x.rules(), [])
  const read = reads()
  await pass(10_000)
  assert.equal(x.rules().length, 1)
  assert.deepEqual(read.states(), ['waiting', 'live'])
})

test('where X took no rule, reading waits until one is added', async t => {
  const { x, source, reads, pass, answered, clock } = await house(t)
  await answered(source.want([]))
  const read = reads()
  await pass(1000)
  assert.deepEqual(read.states(), ['waiting'])
  const asked = clock.now()
  await answered(source.want(hcsm))
  await pass(0)
  assert.deepEqual(read.states(), ['waiting', 'live'])
  assert.equal(clock.now(), asked)
  assert.equal(x.stream.connections(), 1)
})
