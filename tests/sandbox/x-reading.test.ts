/** Search, counts and look-ups of the stand-in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house, noon } from './x-house.ts'

const query = encodeURIComponent('#hcsm')
const search = (more = '') => `GET /2/tweets/search/recent?query=${query}${more}`
const texts = (body: { data?: { text: string }[] }) => (body.data ?? []).map(({ text }) => text)

test('search without bounds misses the newest 30 seconds, with one it does not', async t => {
  const { x, ask, clock } = await house(t)
  const old = x.post('One #hcsm')
  await clock.advance(29_000)
  x.post('Two #hcsm')
  assert.deepEqual(texts((await ask(search())).body), [])
  assert.deepEqual(texts((await ask(search(`&since_id=${old.id}`))).body), ['Two #hcsm'])
  await clock.advance(2000)
  assert.deepEqual(texts((await ask(search())).body), ['One #hcsm'])
  assert.deepEqual((await ask(search())).body.meta, { newest_id: old.id, oldest_id: old.id, result_count: 1 })
})

test('search pages from new to old, in the latest versions, without reposts and removed posts', async t => {
  const { x, app, clock } = await house(t)
  const posts = Array.from({ length: 25 }, (_, n) => x.post(`Post ${n} #hcsm`))
  x.repost(posts[0]?.id ?? '')
  x.edit(posts[1]?.id ?? '', 'Post 1, mended #hcsm')
  x.remove(posts[2]?.id ?? '')
  await clock.advance(31_000)
  const pages = await app.v2.search('#hcsm', { max_results: 10 })
  assert.equal(pages.tweets.length, 10)
  await pages.fetchLast(100)
  const found = pages.tweets.map(({ text }) => text)
  assert.equal(found.length, 24)
  assert.deepEqual([found[0], found.at(-1)], ['Post 1, mended #hcsm', 'Post 0 #hcsm'])
  assert.equal(new Set(found).size, 24)
})

test('bounds by id and time hold, and those beyond seven days are refused', async t => {
  const { x, ask, clock } = await house(t)
  const [a, b, c] = [60, 50, 40].map(ago => x.post({ text: `${ago} #hcsm`, at: noon - ago * 60_000 }))
  const iso = (at: number) => new Date(at).toISOString()
  assert.deepEqual(texts((await ask(search(`&until_id=${b?.id}`))).body), ['60 #hcsm'])
  assert.deepEqual(texts((await ask(search(`&since_id=${a?.id}&until_id=${c?.id}`))).body), ['50 #hcsm'])
  assert.deepEqual(texts((await ask(search(`&start_time=${iso(noon - 55 * 60_000)}`))).body), [
    '40 #hcsm',
    '50 #hcsm',
  ])
  assert.deepEqual(texts((await ask(search(`&end_time=${iso(noon - 55 * 60_000)}`))).body), ['60 #hcsm'])
  assert.equal((await ask(search(`&end_time=${iso(noon)}`))).status, 400)
  await clock.advance(8 * 86_400_000)
  assert.equal((await ask(search(`&since_id=${a?.id}`))).status, 400)
  assert.equal((await ask(search(`&start_time=${iso(noon)}`))).status, 400)
  assert.deepEqual((await ask(search())).body, { meta: { result_count: 0 } })
})

test('parameters that X would refuse are refused', async t => {
  const { ask } = await house(t)
  const wrong = [
    '&max_results=9',
    '&max_results=101',
    '&next_token=what',
    '&since_id=abc',
    '&start_time=now',
    '&odd=1',
    '&tweet.fields=shoe_size',
    '&expansions=nobody',
  ]
  for (const more of wrong) {
    const { status, body } = await ask(search(more))
    assert.equal(status, 400, more)
    assert.match(body.type, /\/invalid-request$/)
    assert.ok(body.errors[0].message)
  }
  assert.equal((await ask(`GET /2/tweets/search/recent?query=${'x'.repeat(513)}`)).status, 400)
  assert.equal((await ask('GET /2/tweets/search/recent?query=is:retweet')).status, 400)
})

test('each vocabulary answers in its own words, and 400 to the other when only one is spoken', async t => {
  const { x, ask } = await house(t)
  const parent = x.post({ by: 'mary_b', text: 'Question #hcsm' })
  const reply = x.post({ by: 'jon_k', text: 'Answer #hcsm', replyTo: parent.id })
  const older = `GET /2/tweets?ids=${reply.id}&tweet.fields=referenced_tweets,public_metrics&expansions=referenced_tweets.id`
  const newer = `GET /2/tweets?ids=${reply.id}&post.fields=public_metrics&expansions=referenced_posts`
  const one = (await ask(older)).body
  assert.equal(one.data[0].public_metrics.retweet_count, 0)
  assert.equal(one.includes.tweets[0].id, parent.id)
  const two = (await ask(newer)).body
  assert.equal(two.data[0].public_metrics.repost_count, 0)
  assert.deepEqual(two.data[0].edit_history_post_ids, [reply.id])
  assert.deepEqual(two.data[0].referenced_posts, [{ type: 'replied_to', id: parent.id }])
  assert.equal(two.includes.posts[0].id, parent.id)
  x.terms({ vocabulary: 'post' })
  assert.equal((await ask(older)).status, 400)
  assert.equal((await ask(newer)).status, 200)
  x.terms({ vocabulary: 'tweet' })
  assert.equal((await ask(older)).status, 200)
  assert.equal((await ask(newer)).status, 400)
})

test('look-ups tell which posts and people are missing', async t => {
  const { x, app, ask, team } = await house(t)
  const post = x.post({ by: 'mary_b', text: 'Here #hcsm' })
  const { data, errors } = await app.v2.tweets([post.id, '456'])
  assert.deepEqual(
    data.map(({ id }) => id),
    [post.id],
  )
  assert.equal(errors?.[0]?.detail, 'Could not find tweet with id: [456].')
  assert.equal(errors?.[0]?.resource_type, 'tweet')
  assert.deepEqual((await ask('GET /2/tweets/456')).body.data, undefined)
  assert.equal((await team.v2.me()).data.username, 'BackchannelHQ')
  assert.equal((await app.v2.userByUsername('Mary_B')).data.username, 'mary_b')
  const people = (await ask('GET /2/users/by?usernames=mary_b,nobody_here')).body
  assert.equal(people.data.length, 1)
  assert.equal(people.errors[0].value, 'nobody_here')
  assert.equal((await ask('GET /2/tweets?ids=abc')).status, 400)
  assert.equal((await ask('GET /2/nowhere')).status, 404)
})

test('counts come in buckets and as a total', async t => {
  const { x, app } = await house(t)
  for (const ago of [5, 70, 71]) x.post({ text: `${ago} #hcsm`, at: noon - ago * 60_000 })
  const { data, meta } = await app.v2.tweetCountRecent('#hcsm', { granularity: 'hour' })
  assert.equal(meta.total_tweet_count, 3)
  assert.deepEqual(
    data.slice(-2).map(({ tweet_count }) => tweet_count),
    [2, 1],
  )
  assert.equal(data.length, 168)
})

test('a post costs once in a UTC day, with its author, and again after midnight', async t => {
  const { x, ask, clock } = await house(t)
  const post = x.post({ by: 'mary_b', text: 'Dear #hcsm' })
  const look = () => ask(`GET /2/tweets?ids=${post.id}&expansions=author_id`)
  await look()
  await look()
  assert.equal(x.bill().usd, 0.015)
  await clock.advance(12 * 3_600_000)
  await look()
  assert.equal(x.bill().usd, 0.03)
  assert.deepEqual(x.bill().lines, [
    { item: 'post read', count: 2, usd: 0.01 },
    { item: 'user read', count: 2, usd: 0.02 },
  ])
  await ask(`GET /2/tweets?ids=1`)
  await ask(search('&max_results=1'))
  assert.equal(x.bill().usd, 0.03, 'misses and refusals cost nothing')
  const usage = (await ask('GET /2/usage/tweets?days=7')).body.data
  assert.equal(usage.project_usage, '2')
  assert.deepEqual(usage.daily_project_usage.usage[0], { date: '2026-09-16T00:00:00.000Z', usage: '1' })
})

test('without credits, at the spending limit and at the monthly cap, everybody is told so', async t => {
  const { x, ask } = await house(t)
  x.spend({ credits: 0 })
  const broke = await ask(search())
  assert.deepEqual(
    [broke.status, broke.body.title, broke.body.detail],
    [402, 'Payment Required', 'credits depleted'],
  )
  x.spend({ credits: 5, spendCap: 0 })
  const capped = await ask(search())
  assert.deepEqual([capped.status, capped.body.title], [403, 'SpendCapReached'])
  x.spend({ spendCap: 5, postCap: 0 })
  const used = await ask(search())
  assert.deepEqual([used.status, used.body.title], [429, 'UsageCapExceeded'])
  assert.ok(Number(used.headers.get('x-rate-limit-remaining')) > 0, 'with healthy headers')
})

test('limits are told in headers, kept, and forgotten after 15 minutes', async t => {
  const { ask, clock, x } = await house(t)
  const first = await ask('GET /2/usage/tweets')
  assert.equal(first.headers.get('x-rate-limit-limit'), '50')
  assert.equal(first.headers.get('x-rate-limit-remaining'), '49')
  assert.equal(first.headers.get('x-rate-limit-reset'), String((noon + 15 * 60_000) / 1000))
  for (let i = 0; i < 49; i++) await ask('GET /2/usage/tweets')
  const over = await ask('GET /2/usage/tweets')
  assert.deepEqual([over.status, over.headers.get('x-rate-limit-remaining')], [429, '0'])
  await clock.advance(15 * 60_000)
  assert.equal((await ask('GET /2/usage/tweets')).status, 200)
  assert.equal(x.requests.filter(({ status }) => status === 429).length, 1)
})

test('without a known token nobody gets in, and not with the wrong kind of token', async t => {
  const { ask, team, app } = await house(t)
  assert.equal((await ask(search(), undefined, '')).status, 401)
  assert.equal((await ask(search(), undefined, 'Bearer wrong')).status, 401)
  await assert.rejects(team.v2.streamRules(), { code: 403 })
  await assert.rejects(app.v2.me(), { code: 403 })
})
