/** The filtered stream of the stand-in, heard by a plain socket and by the real client package. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constants, gunzipSync } from 'node:zlib'
import { ETwitterStreamEvent } from 'twitter-api-v2'
import { house, noon, until } from './x-house.ts'

test('a post that matches a live rule arrives on the stream once, with that rule', async t => {
  const { x, hear, follow } = await house(t)
  const [rule] = await follow('#hcsm -is:retweet')
  const heard = await hear()
  x.post('Nothing of interest #other')
  const post = x.post('Welcome to #HCSM')
  await until(() => heard.objects().length > 0)
  assert.deepEqual(heard.objects(), [
    {
      data: { id: post.id, text: 'Welcome to #HCSM', edit_history_tweet_ids: [post.id] },
      matching_rules: [{ id: rule?.id, tag: 'tag-0' }],
    },
  ])
})

test('the real client hears posts with author, escaped text and entities in code points', async t => {
  const { x, app, follow } = await house(t)
  await follow('#hcsm')
  x.join({ handle: 'mary_b', name: 'Mary B' })
  const stream = await app.v2.searchStream({
    'tweet.fields': ['created_at', 'author_id', 'entities'],
    expansions: ['author_id'],
    'user.fields': ['profile_image_url'],
  })
  t.after(() => stream.close())
  const arrived: {
    data: { text: string; entities?: Record<string, { start: number; end: number }[]> }
    includes?: object
  }[] = []
  stream.on(ETwitterStreamEvent.Data, post => arrived.push(post as never))
  x.stream.manner({ torn: false })
  x.post({ by: 'mary_b', text: '👩🏻‍💻 a<b & c #hcsm see https://example.org/a?b=1&c=2 @BackchannelHQ' })
  await until(() => arrived.length > 0)
  const [post] = arrived
  assert.match(
    post?.data.text ?? '',
    /^👩🏻‍💻 a&lt;b &amp; c #hcsm see https:\/\/t\.co\/\w{10} @BackchannelHQ$/u,
  )
  const cut = (kind: string) => {
    const [entity] = post?.data.entities?.[kind] ?? []
    return Array.from(post?.data.text ?? '')
      .slice(entity?.start, entity?.end)
      .join('')
  }
  assert.equal(cut('hashtags'), '#hcsm')
  assert.equal(cut('mentions'), '@BackchannelHQ')
  assert.match(cut('urls'), /^https:\/\/t\.co\/\w{10}$/)
  const { users = [] } = (post?.includes ?? {}) as { users?: Record<string, string>[] }
  assert.equal(users[0]?.username, 'mary_b')
  const picture = await fetch(users[0]?.profile_image_url ?? '')
  assert.equal(picture.headers.get('content-type'), 'image/svg+xml')
})

test('keep-alives come every 20 seconds of the clock, and only then', async t => {
  const { clock, hear, follow, settled } = await house(t)
  await follow('#hcsm')
  const heard = await hear()
  await clock.advance(19_999)
  assert.equal(heard.text(), '')
  await clock.advance(40_001)
  await settled()
  assert.equal(heard.text(), '\r\n\r\n\r\n')
})

test('chunks are cut inside a character, and bytes are whole when joined', async t => {
  const { x, hear, follow } = await house(t)
  await follow('#hcsm')
  const heard = await hear()
  x.post('日本語 #hcsm')
  await until(() => heard.text().endsWith('\r\n'))
  assert.ok(heard.chunks.length > 1)
  assert.ok(heard.chunks.some(chunk => chunk.toString().includes('�')))
  assert.equal(heard.objects()[0]?.data.text, '日本語 #hcsm')
})

test('who accepts gzip gets gzip', async t => {
  const { x, hear, follow } = await house(t)
  await follow('#hcsm')
  const heard = await hear('', { 'accept-encoding': 'gzip' })
  assert.equal(heard.headers['content-encoding'], 'gzip')
  x.post('Small #hcsm')
  const unzip = () => {
    if (!heard.chunks.length) return ''
    return gunzipSync(Buffer.concat(heard.chunks), { finishFlush: constants.Z_SYNC_FLUSH }).toString()
  }
  await until(() => unzip().includes('Small #hcsm'))
})

test('only posts created after connecting are heard, and rules live a while after they were added', async t => {
  const { x, clock, hear, follow, settled } = await house(t, { ruleLagMs: 20_000 })
  await follow('#hcsm')
  const heard = await hear()
  x.post('Too early for the rule #hcsm')
  x.post({ text: 'Said before #hcsm', at: noon - 60_000 })
  await clock.advance(20_000)
  x.post({ text: 'Said before too #hcsm', at: noon - 1 })
  x.post('In time #hcsm')
  await settled()
  assert.deepEqual(
    heard.objects().map(({ data }) => data.text),
    ['In time #hcsm'],
  )
})

test('reposts, quotes, replies, pictures, polls and long posts come with all that belongs to them', async t => {
  const { x, hear, follow, settled } = await house(t)
  await follow('#hcsm')
  const heard = await hear(
    `?tweet.fields=referenced_tweets,conversation_id,in_reply_to_user_id,note_tweet,attachments,entities&expansions=referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys,attachments.poll_ids,author_id&media.fields=url,alt_text`,
  )
  const first = x.post({
    by: 'mary_b',
    text: 'Question one #hcsm',
    media: [{ seed: 'hills', alt: 'Hills' }, { seed: 'sea' }],
  })
  const reply = x.post({ by: 'jon_k', text: 'A1 is this #hcsm', replyTo: first.id })
  x.post({ by: 'lee_w', text: 'Look at this', quotes: first.id })
  x.repost(first.id, 'jon_k')
  x.post({ by: 'lee_w', text: `${'long words '.repeat(40)}#hcsm` })
  x.post({ by: 'lee_w', text: 'Which? #hcsm', poll: { options: ['this', 'that'], minutes: 60 } })
  await settled()
  const [one, two, three, four, five, six] = heard.objects()
  assert.equal(one?.includes?.media?.[0]?.alt_text, 'Hills')
  const { urls = [] } = (one?.data.entities ?? {}) as { urls?: { start: number; media_key: string }[] }
  assert.deepEqual(
    urls.map(({ start, media_key }) => [start, media_key]),
    one?.includes?.media?.map(({ media_key }) => [19, media_key]),
  )
  assert.match(one?.data.text ?? '', /^Question one #hcsm https:\/\/t\.co\/\w{10}$/)
  assert.equal(two?.data.text, '@mary_b A1 is this #hcsm')
  assert.equal(two?.data.conversation_id, first.id)
  assert.deepEqual(two?.data.referenced_tweets, [{ type: 'replied_to', id: first.id }])
  assert.deepEqual(
    two?.includes?.tweets?.map(post => post.id),
    [first.id],
  )
  assert.deepEqual(
    two?.includes?.users?.map(user => user.username),
    ['jon_k', 'mary_b'],
  )
  assert.equal(reply.conversation, first.id)
  assert.deepEqual(
    three?.data.referenced_tweets,
    [{ type: 'quoted', id: first.id }],
    'a rule finds the quoted hashtag',
  )
  assert.match(four?.data.text ?? '', /^RT @mary_b: Question one #hcsm/)
  assert.ok(Array.from(five?.data.text ?? '').length < 310)
  assert.match(JSON.stringify(five?.data.note_tweet), /#hcsm"/)
  const options = six?.includes?.polls?.[0]?.options as { label: string }[] | undefined
  assert.deepEqual(
    options?.map(({ label }) => label),
    ['this', 'that'],
  )
})

test('an edit comes as a new post with the whole history, and a removal is not told', async t => {
  const { x, ask, hear, follow, settled } = await house(t)
  await follow('#hcsm')
  const heard = await hear()
  const post = x.post('Helo #hcsm')
  const edited = x.edit(post.id, 'Hello #hcsm')
  x.remove(post.id)
  await settled()
  assert.equal(heard.objects().length, 2)
  assert.deepEqual(heard.objects()[1]?.data.edit_history_tweet_ids, [post.id, edited.id])
  const { body } = await ask(`GET /2/tweets?ids=${post.id},${edited.id}`)
  assert.deepEqual(
    body.errors.map((error: { resource_id: string }) => error.resource_id),
    [post.id, edited.id],
  )
  assert.deepEqual(x.shown(), [])
})

test('a second connection is refused, or ends the first, and DELETE /2/connections frees the place', async t => {
  const { x, ask, hear, follow } = await house(t)
  await follow('#hcsm')
  const first = await hear()
  const second = await hear()
  assert.equal(second.status, 429)
  await until(() => second.ended)
  assert.equal(JSON.parse(second.text()).connection_issue, 'TooManyConnections')
  const { body } = await ask('DELETE /2/connections/filtered_stream')
  assert.equal(body.data.successful_kills, 1)
  await until(() => first.ended)
  x.stream.manner({ second: 'evict' })
  const third = await hear()
  const fourth = await hear()
  await until(() => third.ended)
  assert.equal(fourth.status, 200)
  assert.equal(x.stream.connections(), 1)
})

test('without rules there is no stream, and a 51st connection within 15 minutes is refused', async t => {
  const { clock, hear, follow, x } = await house(t)
  const none = await hear()
  assert.equal(none.status, 409)
  await follow('#hcsm')
  x.stream.manner({ second: 'evict' })
  for (let i = 0; i < 49; i++) assert.equal((await hear()).status, 200)
  const over = await hear()
  assert.equal(over.status, 429)
  assert.equal(over.headers['x-rate-limit-remaining'], '0')
  await clock.advance(15 * 60_000)
  assert.equal((await hear()).status, 200)
})

test('the line can be cut, reset, disconnected, silent, doubled and out of order', async t => {
  const { x, clock, hear, follow, settled } = await house(t)
  await follow('#hcsm')
  const cut = await hear()
  x.stream.manner({ cutNext: true })
  x.post('Half of this #hcsm')
  await until(() => cut.ended)
  assert.throws(() => JSON.parse(cut.text()))
  const disconnected = await hear()
  x.stream.disconnect('UpstreamOperationalDisconnect')
  await until(() => disconnected.ended)
  assert.equal(disconnected.objects()[0]?.errors?.[0]?.disconnect_type, 'UpstreamOperationalDisconnect')
  const reset = await hear()
  x.stream.reset()
  await until(() => reset.ended)
  const odd = await hear()
  x.stream.manner({ duplicate: 1 })
  x.post('One #hcsm')
  x.stream.manner({ shuffle: 2 })
  x.post('Two #hcsm')
  x.post('Three #hcsm')
  x.stream.manner({ hush: true })
  x.post('Never heard #hcsm')
  await clock.advance(60_000)
  await settled()
  assert.deepEqual(
    odd.objects().map(({ data }) => data.text),
    ['One #hcsm', 'One #hcsm', 'Three #hcsm', 'Two #hcsm'],
  )
})

test('a connect request may never be answered', async t => {
  const { x, hear, follow, settled } = await house(t)
  await follow('#hcsm')
  x.misbehave({ on: 'GET /2/tweets/search/stream', as: 'silence' })
  let answered = false
  const waiting = hear().then(
    () => {
      answered = true
    },
    () => undefined,
  )
  await until(() => x.requests.some(request => request.endpoint === 'GET /2/tweets/search/stream'))
  await settled()
  assert.equal(answered, false)
  assert.equal(x.busy(), 0)
  await x.close()
  await waiting
})

test('a recording is delivered as it is, with the live rules in place of its own', async t => {
  const { x, ask, hear, follow, settled } = await house(t)
  const [rule] = await follow('#hcsm -is:retweet')
  const heard = await hear()
  const data = { id: '123456789012345678', text: 'No tag shown &amp; cut', author_id: '77', odd_field: true }
  const includes = { users: [{ id: '77', username: 'mary_b', name: 'Mary' }] }
  assert.equal(x.feed({ data, includes, matching_rules: [{ id: '9', tag: 'hcsm' }] }), true)
  assert.equal(x.feed({ data: { ...data, id: '123456789012345679' }, includes }), false)
  const repost = {
    ...data,
    id: '123456789012345680',
    text: 'RT @a: #hcsm',
    referenced_tweets: [{ type: 'retweeted', id: '1' }],
  }
  assert.equal(x.feed({ data: repost, includes }), false)
  x.feedLine('{"data":{"id"')
  await settled()
  const [line, rest] = heard.text().split('\r\n')
  assert.deepEqual(JSON.parse(line ?? ''), {
    data,
    includes,
    matching_rules: [{ id: rule?.id, tag: 'tag-0' }],
  })
  assert.equal(rest, '{"data":{"id"')
  assert.equal(x.find(data.id)?.text, 'No tag shown & cut')
  assert.deepEqual((await ask(`GET /2/tweets/${data.id}`)).body.data, data)
})

test('when money ends a running stream falls silent, or is cut', async t => {
  const { x, hear, follow, settled } = await house(t, { money: { credits: 0.01 } })
  await follow('#hcsm')
  const heard = await hear()
  for (const n of [1, 2, 3, 4]) x.post(`Post ${n} #hcsm`)
  await settled()
  assert.equal(heard.objects().length, 2)
  assert.equal(heard.ended, false)
  x.terms({ whenBroke: 'cut' })
  x.post('Post 5 #hcsm')
  await until(() => heard.ended)
  assert.equal((await hear()).status, 402)
})
