/** X's rules, kept in step with what is followed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { xSource } from '#bridges/x/source.ts'
import { reads } from '#tests/contracts/reads.ts'
import { type House, house, listener } from './house.ts'

const path = '/2/tweets/search/stream/rules'
const one = (hashtag: string, reposts = false) => ({ hashtag, reposts })
const values = ({ x }: House) =>
  x
    .rules()
    .map(({ value }) => value)
    .sort()
const changes = ({ x }: House) => x.requests.filter(({ endpoint }) => endpoint === `POST ${path}`).length

const byOthers = ({ x }: House, ...add: { value: string; tag?: string }[]) =>
  fetch(x.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${x.keys.bearerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ add }),
  })

test('there is one rule a hashtag, without reposts unless they are asked for', async t => {
  const built = await house(t)
  await built.answered(built.source.want([one('hcsm'), one('meded', true)]))
  assert.deepEqual(values(built), ['#hcsm -is:retweet', '#meded'])
  const tags = built.x.rules().map(({ tag }) => tag ?? '')
  assert.equal(new Set(tags).size, 2)
  assert.ok(tags.every(tag => tag.startsWith('backchannel:') && !/hcsm|meded/.test(tag)))
})

test('only what differs is changed, and rules of others are left alone', async t => {
  const built = await house(t)
  const { source, answered } = built
  await byOthers(built, { value: 'cats has:images', tag: 'cats' }, { value: '#dogs' })
  await answered(source.want([one('hcsm'), one('meded')]))
  assert.equal(changes(built), 2)
  await answered(source.want([one('meded'), one('hcsm')]))
  assert.equal(changes(built), 2, 'the same again changes nothing')
  await answered(source.want([one('meded'), one('nephjc')]))
  assert.deepEqual(values(built), ['#dogs', '#meded -is:retweet', '#nephjc -is:retweet', 'cats has:images'])
  await answered(source.want([]))
  assert.deepEqual(values(built), ['#dogs', 'cats has:images'])
})

test('a rule of others that says the same is enough, and stays theirs', async t => {
  const built = await house(t)
  const { x, source, answered, pass } = built
  await byOthers(built, { value: '#hcsm -is:retweet', tag: 'theirs' })
  assert.deepEqual(await answered(source.want([one('hcsm')])), [])
  const read = built.reads()
  await pass(1000)
  const quoted = x.post('Quoted #hcsm')
  x.post({ text: 'Without the hashtag', quotes: quoted.id })
  await pass(1000)
  const matched = read.readings.flatMap(got => (got.kind === 'posts' ? got.sightings : []))
  assert.deepEqual(
    matched.map(sighting => sighting.matched),
    [['hcsm'], ['hcsm']],
  )
  await answered(source.want([]))
  assert.deepEqual(values(built), ['#hcsm -is:retweet'])
})

test('a rule that X has already, though it did not list it, is as good as a new one', async t => {
  const built = await house(t)
  await built.answered(built.source.want([one('hcsm')]))
  built.x.misbehave({ on: `GET ${path}`, as: 'refuse', status: 200, body: { meta: { result_count: 0 } } })
  assert.deepEqual(await built.answered(built.source.want([one('hcsm')])), [])
  assert.deepEqual(values(built), ['#hcsm -is:retweet'])
})

test('what X refuses is told with the reason, and costs the others nothing', async t => {
  const built = await house(t)
  const refused = await built.answered(built.source.want([one('hcsm'), one('!?'), one('meded')]))
  assert.deepEqual(
    refused.map(({ hashtag }) => hashtag),
    ['!?'],
  )
  assert.match(refused[0]?.reason ?? '', /^X cannot read it as a hashtag/)
  assert.deepEqual(values(built), ['#hcsm -is:retweet', '#meded -is:retweet'])

  const alone = await built.answered(built.source.want([one('hcsm'), one('!?'), one('meded')]))
  assert.match(alone[0]?.reason ?? '', /^X cannot read it as a hashtag/)
})

test('where X refuses a whole request for one rule, the others are asked for by themselves', async t => {
  const built = await house(t)
  built.x.misbehave({ on: `POST ${path}`, as: 'refuse', status: 400, body: { title: 'Invalid Request' } })
  assert.deepEqual(await built.answered(built.source.want([one('hcsm'), one('meded')])), [])
  assert.deepEqual(values(built), ['#hcsm -is:retweet', '#meded -is:retweet'])
})

test('at X’s limit of rules old ones make room for new ones, and what is too much is told', async t => {
  const built = await house(t)
  const { source, answered } = built
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => one(`chat${from + index}`))
  assert.deepEqual(await answered(source.want(many(0, 1000))), [])
  assert.deepEqual(await answered(source.want(many(10, 1000))), [])
  assert.equal(built.x.rules().length, 1000)
  const [refused] = await answered(source.want(many(10, 1001)))
  assert.equal(refused?.hashtag, 'chat1010')
  assert.match(refused?.reason ?? '', /as many rules/)
})

test('after a restart the rules that stand are known again', async t => {
  const built = await house(t)
  const { x, source, answered, pass, clock } = built
  await answered(source.want([one('hcsm')]))
  const next = xSource({
    apiUrl: x.url,
    webUrl: x.webUrl,
    bearerToken: x.keys.bearerToken,
    clock,
    log: listener([]),
  })
  await answered(next.want([one('hcsm')]))
  assert.equal(changes(built), 1)
  const read = reads(next, async () => undefined, t)
  await pass(1000)
  const [rule] = x.rules()
  const line = (matching: object) =>
    `${JSON.stringify({ data: { id: '1790000000000000001', text: 'No hashtag shown' }, matching_rules: [matching] })}\r\n`
  x.feedLine(line({ id: Number(rule?.id), tag: rule?.tag }))
  x.feedLine(line({ id: rule?.id, tag: null }))
  x.feedLine(line({ id: '1', tag: 'somebody else’s' }))
  await pass(1000)
  const matched = read.readings.flatMap(got => (got.kind === 'posts' ? got.sightings : []))
  assert.deepEqual(
    matched.map(sighting => sighting.matched),
    [['hcsm'], ['hcsm'], []],
  )
})

test('when X cannot be asked, wanting fails with what may be done next', async t => {
  const { x, source, answered } = await house(t)
  x.misbehave({ on: `GET ${path}`, as: 'refuse', status: 503 })
  await assert.rejects(answered(source.want([one('hcsm')])), { next: { next: 'retry', waitMs: 5000 } })
  x.misbehave({ on: `GET ${path}`, as: 'reset' })
  await assert.rejects(answered(source.want([one('hcsm')])), { message: 'X cannot be reached.' })
  assert.deepEqual(await answered(source.want([one('hcsm')])), [])
})
