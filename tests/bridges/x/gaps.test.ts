/** What a stream misses, and how it is found again: by search, as cheaply as may be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reads as readsFrom } from '#tests/contracts/reads.ts'
import { evening, type House, house } from './house.ts'

const hcsm = [{ hashtag: 'hcsm', reposts: false }]
const minute = 60_000
const searches = ({ x }: House) => x.requests.filter(({ endpoint }) => endpoint.endsWith('search/recent'))

test('when nothing is known, nothing of the past is bought', async t => {
  const built = await house(t)
  const { x, source, reads, pass, answered } = built
  x.post({ text: 'Long before #hcsm', at: evening - 10 * minute })
  await answered(source.want(hcsm))
  const read = reads()
  await pass(5 * minute)
  assert.deepEqual(read.texts(), [])
})

test('from what is known on all is read, with two minutes of overlap, oldest first and page by page', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  x.post({ text: 'Too old #hcsm', at: evening - 63 * minute })
  x.post({ text: 'Overlap #hcsm', at: evening - 61 * minute })
  for (let number = 1; number <= 250; number += 1)
    x.post({ text: `Missed ${number} #hcsm`, at: evening - 50 * minute + number * 1000 })
  await answered(source.want(hcsm))
  const read = reads(evening - 60 * minute)
  await pass(5000)
  const expected = [
    'Overlap #hcsm',
    ...Array.from({ length: 250 }, (_, index) => `Missed ${index + 1} #hcsm`),
  ]
  assert.deepEqual(read.texts(), expected)
  const [author] = read.posts().map(post => post.author.id)
  assert.equal(read.charges().get(`author:${author}`), 10_000)
  assert.equal(read.charges().size, 252)
})

test('nothing older than seven days is asked for', async t => {
  const { x, source, reads, pass, answered, complaints } = await house(t)
  x.post({ text: 'Six days ago #hcsm', at: evening - 6 * 86_400_000 })
  await answered(source.want(hcsm))
  const read = reads(evening - 30 * 86_400_000)
  await pass(5000)
  assert.deepEqual(read.texts(), ['Six days ago #hcsm'])
  assert.deepEqual(complaints, [])
})

test('search lags: what it did not show at first is asked for again', async t => {
  const built = await house(t)
  const { source, reads, pass, answered } = built
  await answered(source.want(hcsm))
  reads(evening - minute)
  await pass(1000)
  assert.equal(searches(built).length, 1)
  await pass(33_000)
  assert.equal(searches(built).length, 1)
  await pass(2000)
  assert.equal(searches(built).length, 2)
})

test('what is posted before a new rule is live is found', async t => {
  const { x, source, reads, pass, answered } = await house(t, { ruleLagMs: 20_000 })
  await answered(source.want(hcsm))
  const read = reads()
  await pass(2 * minute)
  await answered(source.want([...hcsm, { hashtag: 'meded', reposts: false }]))
  await pass(5000)
  x.post('Before the rule was live #meded')
  await pass(30_000)
  assert.deepEqual(read.texts(), [])
  await pass(30_000)
  assert.deepEqual(read.texts(), ['Before the rule was live #meded'])
})

test('a gap that cannot be filled is filled later, though the stream has gone on', async t => {
  const { x, source, reads, pass, answered, complaints } = await house(t)
  await answered(source.want(hcsm))
  x.post({ text: 'Missed #hcsm', at: evening - 10 * minute })
  x.misbehave({ on: 'GET /2/tweets/search/recent', as: 'refuse', status: 503, times: 2 })
  const read = reads(evening - 20 * minute)
  await pass(1000)
  x.post('Meanwhile #hcsm')
  await pass(1000)
  assert.deepEqual(read.texts(), ['Meanwhile #hcsm'])
  await pass(minute)
  assert.ok(read.texts().includes('Missed #hcsm'))
  assert.equal(complaints.filter(one => one.startsWith('gap not filled yet')).length, 2)
})

test('a gap that could not be filled is filled by the next connection', async t => {
  const { x, source, answered, pass } = await house(t)
  await answered(source.want(hcsm))
  x.post({ text: 'Missed #hcsm', at: evening - 10 * minute })
  let known = evening - 20 * minute
  const stop = x.misbehave({
    on: 'GET /2/tweets/search/recent',
    as: 'refuse',
    status: 429,
    times: Number.POSITIVE_INFINITY,
  })
  const read = readsFrom(source, async () => known, t)
  await pass(10_000)
  known = evening
  stop()
  x.stream.reset()
  await pass(10_000)
  assert.deepEqual(read.texts(), ['Missed #hcsm'])
})

test('what was missed comes before what the stream brings meanwhile', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  x.post({ text: 'Missed #hcsm', at: evening - 10 * minute })
  x.misbehave({ on: 'GET /2/tweets/search/recent', as: 'hang', waitMs: 3000 })
  const read = reads(evening - 20 * minute)
  await pass(1000)
  x.post('Meanwhile #hcsm')
  await pass(1000)
  assert.deepEqual(read.texts(), [])
  await pass(5000)
  assert.equal(read.texts()[0], 'Missed #hcsm')
  assert.ok(read.texts().includes('Meanwhile #hcsm'))
})

test('hashtags too many for one query are asked for in several, and still come in order', async t => {
  const built = await house(t)
  const { x, source, reads, pass, answered } = built
  const many = Array.from({ length: 40 }, (_, index) => ({ hashtag: `chat${index}`, reposts: index === 0 }))
  await answered(source.want(many))
  const texts = Array.from({ length: 40 }, (_, index) => `Post ${index} #chat${(index * 7) % 40}`)
  for (const [index, text] of texts.entries()) x.post({ text, at: evening - 10 * minute + index * 1000 })
  const read = reads(evening - 20 * minute)
  await pass(5000)
  assert.ok(searches(built).length >= 2)
  assert.deepEqual(read.texts(), texts)
})

test('an answer of search that nobody understands is asked for again', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want(hcsm))
  x.post({ text: 'Missed #hcsm', at: evening - 10 * minute })
  x.misbehave({ on: 'GET /2/tweets/search/recent', as: 'garble' })
  const read = reads(evening - 20 * minute)
  await pass(minute)
  assert.ok(read.texts().includes('Missed #hcsm'))
})

for (const vocabulary of ['tweet', 'post', 'both'] as const)
  test(`search is understood in X’s vocabulary '${vocabulary}', and asked in the one it takes`, async t => {
    const built = await house(t, { terms: { vocabulary } })
    const { x, source, answered, pass } = built
    const parent = x.post({ by: 'mary_reads', text: 'Welcome! #hcsm', at: evening - 5 * minute })
    x.post({ by: 'ana_answers', text: 'Thanks #hcsm', replyTo: parent.id, at: evening - 4 * minute })
    const long = x.post({ text: `${'A long one. '.repeat(40)}#hcsm`, at: evening - 3 * minute })
    x.edit(long.id, `${'A longer one. '.repeat(40)}#HCSM`)
    await pass(minute)
    const { sightings } = await answered(source.recent('hcsm', 10))
    assert.deepEqual(
      sightings.map(({ post }) => [post.author.handle, post.version, post.hashtags, post.answers ?? '']),
      [
        ['mary_reads', 0, ['hcsm'], ''],
        ['ana_answers', 0, ['hcsm'], `x:${parent.id}`],
        ['ada_reads', 1, ['hcsm'], ''],
      ],
    )
    assert.equal(sightings[1]?.post.answersTo, 'mary_reads')
    const before = searches(built).length
    await answered(source.recent('hcsm', 10))
    assert.equal(searches(built).length, before + 1, 'it remembers which words were taken')
    assert.equal(sightings[2]?.post.id, `x:${long.id}`)
    assert.match(sightings[2]?.post.text.map(({ text }) => text).join('') ?? '', /A longer one. #HCSM$/)
  })

test('an hour of a chat costs no more than the ledger says, and is billed once a day', async t => {
  const { x, source, reads, pass, answered } = await house(t)
  await answered(source.want([{ hashtag: 'hcsm', reposts: true }]))
  const read = reads(evening)
  await pass(1000)
  const first = x.post({ by: 'mary_reads', text: 'One #hcsm' })
  x.post({ by: 'ana_answers', text: 'Two #hcsm', replyTo: first.id })
  x.post({ by: 'ben_writes', text: 'Three #hcsm', quotes: first.id })
  x.repost(first.id, 'cleo_shares')
  const aside = x.post({ by: 'dan_asks', text: 'Said elsewhere' })
  x.post({ by: 'ana_answers', text: 'Four #hcsm', replyTo: aside.id })
  await pass(2 * minute)
  x.stream.reset()
  await pass(2 * minute)
  const spent = [...read.charges().values()].reduce((sum, micros) => sum + micros, 0)
  assert.equal(spent, Math.round(x.bill().usd * 1e6))
  assert.equal(spent, 6 * 5000 + 5 * 10_000)
})

test('how alive a chat was is counted by the hour, each asking billed for itself', async t => {
  const { x, source, answered } = await house(t)
  x.post({ text: 'One #hcsm', at: evening - 3 * 3_600_000 })
  x.post({ text: 'Two #hcsm', at: evening - 2.9 * 3_600_000 })
  const one = await answered(source.activity('hcsm', false))
  const other = await answered(source.activity('hcsm', false))
  assert.equal(one.posts, 2)
  assert.ok(Math.abs((one.last ?? 0) - (evening - 2.5 * 3_600_000)) <= 3_600_000)
  assert.deepEqual(
    one.charges.map(({ micros }) => micros),
    [5000],
  )
  assert.notEqual(one.charges[0]?.resource, other.charges[0]?.resource)
  assert.equal((await answered(source.activity('nobodyhere', false))).last, undefined)
})

test('what its author has removed is told as gone', async t => {
  const { x, source, answered } = await house(t)
  const [stays, goes] = [x.post('Stays #hcsm'), x.post('Goes #hcsm')]
  x.remove(goes.id)
  const { gone, charges } = await answered(source.gone([`x:${stays.id}`, `x:${goes.id}`]))
  assert.deepEqual(gone, [`x:${goes.id}`])
  assert.deepEqual(charges, [{ resource: `post:x:${stays.id}`, micros: 5000, on: ['kind:post'] }])
})
