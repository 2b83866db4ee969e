/** Posting on X: once, with the truth told about what became of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError } from '#core/errors.ts'
import type { Post } from '#core/post.ts'
import { post } from '#tests/fakes/posts.ts'
import { type House, house, publisher } from './house.ts'

/** What a promise was refused with. */
async function refusal(asked: Promise<unknown>): Promise<NetworkError> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof NetworkError, `it was ${error}`)
  return error
}

const asked = ({ x }: House) => x.requests.filter(({ endpoint }) => endpoint === 'POST /2/tweets').length

test('a post stands on X once, in the team’s name, and costs what was said before', async t => {
  const built = await house(t)
  const writes = publisher(built)
  const done = await writes.publish('Good evening #hcsm & welcome <3')
  assert.deepEqual(built.x.shown(), ['Good evening #hcsm & welcome <3'])
  assert.equal(built.x.posts()[0]?.by.handle, built.x.keys.teamHandle)
  assert.equal(done.post, `x:${built.x.posts()[0]?.id}`)
  assert.deepEqual(
    done.charges.map(({ micros }) => micros),
    [15_000],
  )
  assert.equal(writes.price('Good evening #hcsm & welcome <3', 'post'), 15_000)

  const linked = await writes.publish('Read example.org/paper #hcsm')
  assert.deepEqual(
    linked.charges.map(({ micros }) => micros),
    [200_000],
  )
  assert.equal(writes.price('Read example.org/paper #hcsm', 'post'), 200_000)
  assert.equal(built.x.bill().usd, 0.215)
  assert.notEqual(done.charges[0]?.resource, linked.charges[0]?.resource)
  assert.equal(writes.toPost(linked.url), linked.post)
})

test('an answer stands under what it answers', async t => {
  const built = await house(t)
  const parent = built.x.post({
    by: 'mary_reads',
    text: `@${built.x.keys.teamHandle} what do you think? #hcsm`,
  })
  await publisher(built).publish('A lot #hcsm', `x:${parent.id}`)
  assert.equal(built.x.posts().at(-1)?.replyTo?.id, parent.id)
})

test('who we are is asked once, and again a minute after a failure', async t => {
  const built = await house(t)
  const { x, pass } = built
  const writes = publisher(built)
  x.misbehave({ on: 'GET /2/users/me', as: 'refuse', status: 503 })
  assert.equal((await refusal(writes.account())).next.next, 'retry')
  assert.equal((await refusal(writes.account())).next.next, 'retry')
  await pass(61_000)
  const account = await writes.account()
  assert.equal(account?.handle, x.keys.teamHandle)
  assert.equal(account?.url, `${x.webUrl}/${x.keys.teamHandle}`)
  assert.equal(account?.id, account?.author)
  await writes.account()
  assert.equal(x.requests.filter(({ path }) => path === '/2/users/me').length, 2)
})

test('without an account there is none, and nothing can be posted', async t => {
  const writes = publisher(await house(t), { credentials: undefined })
  assert.equal(await writes.account(), undefined)
  await assert.rejects(writes.publish('Hello'), { name: 'Fault' })
})

for (const as of ['accept-then-reset', 'reset', 'garble'] as const)
  test(`an answer that is lost leaves open what became of the post, which is not sent again: ${as}`, async t => {
    const built = await house(t)
    built.x.misbehave({ on: 'POST /2/tweets', as })
    const { next, message } = await refusal(publisher(built).publish('Only once #hcsm'))
    assert.deepEqual(next, { next: 'unsure' })
    assert.match(message, /may have been posted/)
    assert.equal(asked(built), 1)
    assert.deepEqual(built.x.shown(), as === 'reset' ? [] : ['Only once #hcsm'])
  })

test('a yes that names no post leaves it open too', async t => {
  const built = await house(t)
  built.x.misbehave({ on: 'POST /2/tweets', as: 'refuse', status: 201, body: { data: {} } })
  assert.deepEqual((await refusal(publisher(built).publish('Hello #hcsm'))).next, { next: 'unsure' })
})

test('X’s own trouble leaves it open too', async t => {
  const built = await house(t)
  built.x.misbehave({ on: 'POST /2/tweets', as: 'refuse', status: 503 })
  assert.deepEqual((await refusal(publisher(built).publish('Hello #hcsm'))).next, { next: 'unsure' })
})

test('where nobody listens nothing was posted', async t => {
  const built = await house(t)
  await built.x.close()
  const { next } = await refusal(publisher(built).publish('Hello #hcsm'))
  assert.deepEqual(next, { next: 'retry', waitMs: 5000 })
})

test('X’s limit is told with its end', async t => {
  const built = await house(t)
  const reset = Math.ceil(built.clock.now() / 1000) + 600
  built.x.misbehave({
    on: 'POST /2/tweets',
    as: 'refuse',
    status: 429,
    headers: {
      'x-rate-limit-remaining': '12',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': String(reset),
    },
  })
  const { next, message } = await refusal(publisher(built).publish('Hello #hcsm'))
  assert.deepEqual(next, { next: 'retry', waitMs: 601_000 })
  assert.equal(message, 'X is limiting us until 20:40 UTC.')
})

for (const wall of ['notEngaged', 'notEngagedSinceFebruary'] as const)
  test(`X’s wall before answers is told in words: ${wall}`, async t => {
    const built = await house(t, { terms: { wall } })
    const stranger = built.x.post({ by: 'mary_reads', text: 'I did not ask you #hcsm' })
    const { next, message } = await refusal(publisher(built).publish('But still #hcsm', `x:${stranger.id}`))
    assert.deepEqual(next, { next: 'drop' })
    assert.match(message, /only people who mentioned or quoted us/)
    assert.deepEqual(built.x.shown(), ['I did not ask you #hcsm'])
  })

test('a post that is gone, and one whose author limits answers, are told apart', async t => {
  const built = await house(t, { terms: { plan: 'enterprise' } })
  const gone = built.x.post('Soon gone #hcsm')
  built.x.remove(gone.id)
  const shut = built.x.post({ text: 'Friends only #hcsm', who: 'following' })
  const writes = publisher(built, { enterprise: true })
  assert.match((await refusal(writes.publish('To whom?', `x:${gone.id}`))).message, /is gone/)
  assert.match((await refusal(writes.publish('To you', `x:${shut.id}`))).message, /limited who may answer/)
})

test('the same again is refused as what it is', async t => {
  const built = await house(t)
  const writes = publisher(built)
  await writes.publish('Again and again #hcsm')
  const { next, message } = await refusal(writes.publish('Again and again #hcsm'))
  assert.deepEqual(next, { next: 'drop' })
  assert.match(message, /exactly this before/)
})

const blank = (detail: string) => ({ title: 'Forbidden', type: 'about:blank', status: 403, detail })

for (const [status, body, next, words] of [
  [
    403,
    blank('Your account is not permitted to access this feature.'),
    'drop',
    /does not let our account post/,
  ],
  [403, blank('Your Tweet text is too long.'), 'drop', /too long/],
  [403, blank('A post may contain at most one cashtag.'), 'drop', /one cashtag/],
  [403, { ...blank('You can only …'), title: 'Authorization Error' }, 'drop', /mentioned or quoted us/],
  [403, blank('Something nobody has heard of.'), 'drop', /^X refused: Something nobody has heard of\.$/],
  [
    403,
    blank('Your client app is not configured with the appropriate oauth1 app permissions'),
    'stop',
    /write/,
  ],
  [403, { type: 'https://api.x.com/2/problems/unsupported-authentication' }, 'stop', /permission/],
  [
    400,
    { errors: [{ message: '$.text: is odd' }], detail: 'One or more' },
    'drop',
    /^X refused: \$\.text: is odd\.$/,
  ],
  [400, { hello: 'you' }, 'drop', /status 400/],
  [401, blank('Unauthorized'), 'stop', /keys/],
  [402, { title: 'CreditsDepleted', type: 'https://api.twitter.com/2/problems/credits' }, 'stop', /credits/],
  [403, { title: 'SpendCapReached' }, 'stop', /spending limit/],
  [429, { title: 'UsageCapExceeded' }, 'stop', /monthly cap/],
  [429, { errors: [{ code: 88, message: 'Rate limit exceeded' }] }, 'retry', /^X is limiting us\.$/],
  [429, ['nonsense'] as object, 'retry', /^X is limiting us\.$/],
] as const)
  test(`refused with ${status} ${JSON.stringify(body).slice(0, 70)}: ${next}`, async t => {
    const built = await house(t)
    built.x.misbehave({ on: 'POST /2/tweets', as: 'refuse', status, body: body as Record<string, unknown> })
    const error = await refusal(publisher(built).publish('Hello #hcsm'))
    assert.equal(error.next.next, next)
    assert.match(error.message, words)
    assert.equal(asked(built), 1)
    assert.deepEqual(built.x.shown(), [])
  })

test('money that has run out is the operator’s matter', async t => {
  const built = await house(t, { money: { credits: 0 } })
  const { next, message } = await refusal(publisher(built).publish('Hello #hcsm'))
  assert.deepEqual(next, { next: 'stop' })
  assert.match(message, /credits/)
})

test('who may be answered: who is us, mentions us, or quotes us; an enterprise may answer all', async t => {
  const built = await house(t)
  const writes = publisher(built)
  const account = await writes.account()
  assert.ok(account)
  const us = { id: account.author, handle: account.handle, name: 'We', url: account.url }
  const may = (given: Partial<Omit<Post, 'text'>>) => writes.mayReply(post('1', given), account)
  assert.equal(may({}), false)
  assert.equal(may({ author: us }), true)
  assert.equal(may({ mentions: ['somebody', account.handle.toUpperCase()] }), true)
  assert.equal(may({ mentions: [`${account.handle}2`] }), false)
  assert.equal(may({ quotes: post('2', { author: us }) }), true)
  assert.equal(may({ quotes: post('2') }), false)
  assert.equal(may({ quotes: { id: 'x:2', url: 'https://x.com/i/web/status/2' } }), false)
  assert.equal(may({ reposts: post('2', { author: us }) }), false)
  assert.equal(publisher(built, { enterprise: true }).mayReply(post('1'), account), true)
})

test('what X would take of an answer is what is said beforehand', async t => {
  const built = await house(t)
  const { x, source, answered, pass } = built
  await answered(source.want([{ hashtag: 'hcsm', reposts: false }]))
  const read = built.reads()
  await pass(1000)
  const writes = publisher(built)
  const ours = await writes.publish('Our own #hcsm')
  x.post({ by: 'mary_reads', text: 'Nothing to do with you #hcsm' })
  x.post({ by: 'ana_answers', text: `Dear @${x.keys.teamHandle}, hello #hcsm` })
  x.post({ by: 'ben_writes', text: 'See this #hcsm', quotes: ours.post.slice(2) })
  x.post({ by: 'cleo_shares', text: 'I answer #hcsm', replyTo: ours.post.slice(2) })
  await pass(1000)
  const account = await writes.account()
  assert.ok(account)
  const posts = read.posts()
  assert.equal(posts.length, 5)
  for (const [index, one] of posts.entries()) {
    const done = writes.publish(`Answer ${index} #hcsm`, one.id).then(
      () => true,
      () => false,
    )
    assert.equal(await done, writes.mayReply(one, account), `post ${index}`)
  }
})

test('addresses of posts are understood however they are written', async t => {
  const writes = publisher(await house(t), { webUrl: 'https://x.com' })
  for (const address of [
    'https://x.com/mary_reads/status/1790000000000000001',
    'https://twitter.com/mary_reads/status/1790000000000000001?s=20&t=abc',
    'http://mobile.twitter.com/mary_reads/status/1790000000000000001#here',
    'https://www.x.com/i/web/status/1790000000000000001',
    'https://X.com/i/status/1790000000000000001/',
    'https://x.com/mary_reads/status/1790000000000000001/photo/1',
    '  x.com/mary_reads/status/1790000000000000001 ',
    writes.url('x:1790000000000000001'),
  ])
    assert.equal(writes.toPost(address), 'x:1790000000000000001', address)
  for (const address of [
    'https://x.com/mary_reads',
    'https://notx.com/mary_reads/status/1',
    'https://x.com.example.org/mary_reads/status/1',
    'https://example.org/?u=https://x.com/mary_reads/status/1',
    'https://x.com/mary_reads/status/12345678901234567890',
    'https://x.com/mary_reads/status/',
    '1790000000000000001',
    '',
  ])
    assert.equal(writes.toPost(address), undefined, address)
})

test('the page on X has everything filled in', async t => {
  const writes = publisher(await house(t), { webUrl: 'https://x.com' })
  const page = new URL(writes.intent('Me & you: 100% #hcsm +1\nNew line', 'x:12'))
  assert.equal(page.origin + page.pathname, 'https://x.com/intent/tweet')
  assert.equal(page.searchParams.get('text'), 'Me & you: 100% #hcsm +1\nNew line')
  assert.equal(page.searchParams.get('in_reply_to'), '12')
  assert.equal(new URL(writes.intent('Hello')).searchParams.has('in_reply_to'), false)
  assert.equal(writes.price('See example.org', 'intent'), 0)
})
