/** Posting, deleting and signing in on the stand-in: the reply wall, all refusals, and outcomes left unknown. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { refusals } from '#sandbox/x/refusals.ts'
import { house, refusal, until } from './x-house.ts'

test('the team posts with its OAuth 1.0a keys, and the post stands and is heard on the stream', async t => {
  const { x, team, hear, follow } = await house(t)
  await follow('#hcsm')
  const heard = await hear()
  const { data } = await team.v2.tweet('We are in! (it’s "us" & <you>*) #hcsm')
  assert.equal(data.text, 'We are in! (it’s "us" &amp; &lt;you&gt;*) #hcsm')
  assert.deepEqual(x.shown(), ['We are in! (it’s "us" & <you>*) #hcsm'])
  assert.equal(x.posts()[0]?.by.handle, 'BackchannelHQ')
  await until(() => heard.objects().length > 0)
  assert.equal(heard.objects()[0]?.data.id, data.id)
  assert.deepEqual(x.faults, [])
})

test('a signature that is not right is not let in', async t => {
  const { x, client, keys } = await house(t)
  const { apiKey: appKey, apiSecret: appSecret, accessToken, accessSecret } = keys
  const wrong = [
    { appKey, appSecret, accessToken, accessSecret: 'other' },
    { appKey, appSecret: 'other', accessToken, accessSecret },
    { appKey: 'other', appSecret, accessToken, accessSecret },
    { appKey, appSecret, accessToken: 'other', accessSecret },
  ]
  for (const tokens of wrong)
    assert.equal((await refusal(client(tokens as never).v2.tweet('Hello'))).code, 401)
  assert.deepEqual(x.shown(), [])
})

test('a reply passes the wall only if its parent is ours, mentions us or quotes us', async t => {
  const { x, team } = await house(t)
  const answer = (to: string, text: string) => team.v2.tweet(text, { reply: { in_reply_to_tweet_id: to } })
  const ours = await team.v2.tweet('Our own #hcsm')
  const stranger = x.post({ by: 'mary_b', text: 'Hello all #hcsm' })
  const mention = x.post({ by: 'mary_b', text: 'What do you think, @backchannelhq?' })
  const quote = x.post({ by: 'mary_b', text: 'Well said', quotes: ours.data.id })
  const reply = x.post({ by: 'mary_b', text: 'Yes!', replyTo: ours.data.id })
  await answer(ours.data.id, 'More')
  await answer(mention.id, 'We like it')
  await answer(quote.id, 'Thanks')
  await answer(reply.id, 'Great')
  const refused = await refusal(answer(stranger.id, 'Let us in'))
  assert.deepEqual([refused.code, refused.data], [403, refusals.notEngaged.body])
  x.terms({ wall: 'notEngagedSinceFebruary' })
  assert.deepEqual(
    (await refusal(answer(stranger.id, 'Let us in'))).data,
    refusals.notEngagedSinceFebruary.body,
  )
  x.terms({ plan: 'enterprise' })
  await answer(stranger.id, 'Now we are in')
})

test('each refusal comes with the status and body of its row', async t => {
  const { x, team, ask } = await house(t)
  await team.v2.tweet('Once #hcsm')
  const gone = x.post('Gone soon')
  x.remove(gone.id)
  const closed = x.post({ by: 'mary_b', text: 'Friends only', who: 'following' })
  const others = x.post({ by: 'mary_b', text: 'Mine' })
  const to = (id: string) => ({ reply: { in_reply_to_tweet_id: id } })
  const rows: [Promise<unknown>, { status: number; body: object }][] = [
    [team.v2.tweet('Once #hcsm'), refusals.duplicate],
    [team.v2.tweet('Too late', to(gone.id)), refusals.parentGone],
    [team.v2.tweet('May I?', to(closed.id)), refusals.repliesRestricted],
    [team.v2.tweet('Quoting', { quote_tweet_id: others.id }), refusals.noAccess],
    [team.v2.tweet('x'.repeat(281)), refusals.tooLong],
    [team.v2.tweet('$AAA and $BBB'), refusals.tooManyCashtags],
    [team.v2.tweet('Picture', { media: { media_ids: ['1'] } }), refusals.mediaUnknown],
    [team.v2.deleteTweet(others.id), refusals.notYours],
  ]
  for (const [work, row] of rows) {
    const { code, data } = await refusal(work)
    assert.deepEqual([code, data], [row.status, row.body])
  }
  const byApp = await ask('POST /2/tweets', { text: 'As app' })
  assert.deepEqual([byApp.status, byApp.body], [403, refusals.wrongKindOfToken.body])
  assert.equal(x.bill().lines.length, 1, 'only the first post cost anything')
})

test('unknown fields, empty posts and malformed values are 400', async t => {
  const { team } = await house(t)
  const bodies = [
    { text: 'a', mood: 'good' },
    {},
    { text: '  ' },
    { text: 5 },
    { text: 'a', reply: {} },
    { text: 'a', reply: { in_reply_to_tweet_id: 'x' } },
    { text: 'a', media: { media_ids: [] } },
    { text: 'a', poll: { options: ['one'], duration_minutes: 10 } },
    { text: 'a', poll: { options: ['one', 'two'], duration_minutes: 4 } },
    { text: 'a', reply_settings: 'nobody' },
    { text: 'a', made_with_ai: 'yes' },
  ]
  for (const body of bodies) {
    const { code, data } = await refusal(team.v2.post('tweets', body as never))
    assert.equal(code, 400, JSON.stringify(body))
    assert.match(String(data.type), /\/invalid-request$/)
  }
  await team.v2.post('tweets', { text: 'a', made_with_ai: true })
})

test('weighted length decides, and links count 23', async t => {
  const { team } = await house(t)
  await team.v2.tweet(`${'x'.repeat(256)} https://example.org/${'y'.repeat(200)}`)
  await team.v2.tweet('字'.repeat(140))
  assert.equal((await refusal(team.v2.tweet('字'.repeat(141)))).code, 403)
})

test('prices: a post, one with a link or a bare domain, an answer to a summons, a deletion', async t => {
  const { x, team } = await house(t)
  const { data } = await team.v2.tweet('Plain')
  await team.v2.tweet('See https://example.org')
  await team.v2.tweet('See foo.bar')
  const call = x.post({ by: 'mary_b', text: 'Hey @BackchannelHQ' })
  await team.v2.tweet('Here', { reply: { in_reply_to_tweet_id: call.id } })
  assert.deepEqual((await team.v2.deleteTweet(data.id)).data, { deleted: true })
  assert.deepEqual(
    x.bill().lines.map(({ item, usd }) => [item, usd]),
    [
      ['post create', 0.015],
      ['post create with link', 0.4],
      ['summoned reply', 0.01],
      ['delete', 0.01],
    ],
  )
  assert.equal(x.shown().includes('Plain'), false)
})

test('100 posts in 15 minutes and no more', async t => {
  const { team, clock, x } = await house(t)
  for (let i = 0; i < 100; i++) await team.v2.tweet(`Post ${i}`)
  const { code } = await refusal(team.v2.tweet('One more'))
  assert.equal(code, 429)
  await clock.advance(15 * 60_000)
  await team.v2.tweet('One more')
  assert.equal(x.shown().length, 101)
})

test('lifted limits never refuse', async t => {
  const { team, x } = await house(t, { limits: 'lifted' })
  for (let i = 0; i < 105; i++) await team.v2.tweet(`Post ${i}`)
  assert.equal(x.shown().length, 105)
})

test('a post may stand though its request failed, and the second attempt meets the duplicate rule', async t => {
  const { x, team, clock } = await house(t)
  x.misbehave({ on: 'POST /2/tweets', as: 'accept-then-reset' })
  await assert.rejects(team.v2.tweet('Did it arrive?'))
  assert.deepEqual(x.shown(), ['Did it arrive?'])
  assert.equal((await refusal(team.v2.tweet('Did it arrive?'))).data.detail, refusals.duplicate.body.detail)
  x.misbehave({ on: 'POST /2/tweets', as: 'late', waitMs: 60_000 })
  let answered = false
  const late = team.v2.tweet('Slow answer').then(() => {
    answered = true
  })
  await until(() => x.shown().includes('Slow answer'))
  await clock.advance(59_999)
  assert.equal(answered, false)
  await clock.advance(1)
  await late
  x.misbehave({ on: 'POST /2/tweets', as: 'hang', waitMs: 60_000 })
  const hung = team.v2.tweet('Slow to stand')
  await until(() => x.requests.filter(({ endpoint }) => endpoint === 'POST /2/tweets').length === 4)
  await clock.advance(59_999)
  assert.equal(x.shown().includes('Slow to stand'), false)
  await clock.advance(1)
  await hung
})

test('requests can be refused, reset or garbled, once, some times, or until it is stopped', async t => {
  const { x, team } = await house(t)
  const stop = x.misbehave({ on: '*', as: 'refuse', status: 503, times: Number.POSITIVE_INFINITY })
  for (const n of [1, 2, 3]) assert.equal((await refusal(team.v2.tweet(`Post ${n}`))).code, 503)
  stop()
  x.misbehave({ on: 'POST /2/tweets', as: 'refuse', status: 429, headers: { 'x-rate-limit-reset': '1' } })
  assert.equal((await refusal(team.v2.tweet('Post 4'))).code, 429)
  x.misbehave({ on: 'POST /2/tweets', as: 'reset' })
  await assert.rejects(team.v2.tweet('Post 5'))
  assert.deepEqual(x.shown(), [])
  x.misbehave({ on: 'POST /2/tweets', as: 'garble' })
  await assert.rejects(team.v2.tweet('Post 6'))
  assert.deepEqual(x.shown(), ['Post 6'])
  assert.equal((await team.v2.tweet('Post 7')).data.text, 'Post 7')
})

test('a premium account may write long, and edit what it wrote', async t => {
  const { x, team } = await house(t)
  x.join({ handle: 'BackchannelHQ', premium: true })
  const { data } = await team.v2.tweet(`${'long '.repeat(100)}#hcsm`)
  assert.match(data.text, /… https:\/\/t\.co\/\w{10}$/)
  const body = { text: 'Short after all #hcsm', edit_options: { previous_post_id: data.id } }
  const edited = (await team.v2.post('tweets', body as never)) as {
    data: { edit_history_tweet_ids: string[] }
  }
  assert.equal(edited.data.edit_history_tweet_ids[0], data.id)
  assert.deepEqual(x.shown(), ['Short after all #hcsm'])
})

test('malformed requests get an answer, and the stand-in lives on', async t => {
  const { x, ask } = await house(t)
  const answers = [
    await ask('POST /2/tweets', '{"text":', 'OAuth oauth_consumer_key="%"'),
    await ask('POST /2/tweets/search/stream/rules', 'null'),
    await ask('POST /2/oauth2/token', '[1]'),
    await ask('POST /2/oauth2/token', '{"a'),
    await ask('GET /2/tweets/%F0%9F'),
    await ask('GET /2/tweets/search/recent?query=%00&max_results=ten'),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status >= 400 && status < 500),
    answers.map(() => true),
  )
  const consent =
    '/i/oauth2/authorize?response_type=code&client_id=sandbox-client-id&scope=a&state=b&code_challenge=c'
  assert.equal((await fetch(`${x.webUrl}${consent}&redirect_uri=http://`)).status, 400)
  assert.equal((await fetch(`${x.webUrl}/intent/tweet`, { method: 'POST', body: '{"' })).status, 400)
  assert.deepEqual(x.faults, [])
  x.post('Still here')
  assert.deepEqual(x.shown(), ['Still here'])
})

test('bodies that are too long are refused', async t => {
  const { ask } = await house(t)
  assert.equal((await ask('POST /2/tweets', { text: 'x'.repeat(1_100_000) })).status, 413)
})

test('what would hurt, though X takes it, is noted as a fault', async t => {
  const { x, team } = await house(t)
  await team.v2.tweet('Thanks <@U024BE7LH>')
  await team.v2.tweet('Look https://x.com/mary_b/status/1234')
  assert.equal(x.faults.length, 2)
})

test('members sign in, post as themselves, and their refresh tokens work once', async t => {
  const { x, clock, client, keys, ask } = await house(t)
  const verifier = 'v'.repeat(50)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const redirect = 'http://127.0.0.1:9/back'
  const consent = `${x.webUrl}/i/oauth2/authorize?response_type=code&client_id=${keys.clientId}&redirect_uri=${encodeURIComponent(redirect)}&scope=tweet.read%20tweet.write%20users.read%20offline.access&state=s1&code_challenge=${challenge}&code_challenge_method=S256`
  const approve = async () => {
    const response = await fetch(consent, {
      method: 'POST',
      body: new URLSearchParams({ answer: 'yes' }),
      redirect: 'manual',
    })
    const back = new URL(response.headers.get('location') ?? '')
    assert.equal(back.searchParams.get('state'), 's1')
    return back.searchParams.get('code') ?? ''
  }
  const oauth = client({ clientId: keys.clientId, clientSecret: keys.clientSecret } as never)
  const login = (code: string) =>
    oauth.loginWithOAuth2({ code, codeVerifier: verifier, redirectUri: redirect })
  assert.match(await (await fetch(consent)).text(), /Authorize app/)
  const stale = await approve()
  await clock.advance(30_000)
  await assert.rejects(login(stale))
  const code = await approve()
  const { accessToken, refreshToken = '', expiresIn } = await login(code)
  assert.equal(expiresIn, 7200)
  await assert.rejects(login(code), 'a code works once')
  await client(accessToken as never).v2.tweet('As myself #hcsm')
  assert.equal(x.posts()[0]?.by.handle, 'you')
  await clock.advance(2 * 3_600_000)
  assert.equal((await ask('GET /2/users/me', undefined, `Bearer ${accessToken}`)).status, 401)
  const fresh = await oauth.refreshOAuth2Token(refreshToken)
  await assert.rejects(oauth.refreshOAuth2Token(refreshToken))
  assert.equal(
    (await ask('GET /2/users/me', undefined, `Bearer ${fresh.accessToken}`)).body.data.username,
    'you',
  )
  await oauth.revokeOAuth2Token(fresh.accessToken)
  assert.equal((await ask('GET /2/users/me', undefined, `Bearer ${fresh.accessToken}`)).status, 401)
})

test('by web intent a person posts as themselves, free of wall and price', async t => {
  const { x } = await house(t)
  const parent = x.post({ by: 'mary_b', text: 'Hello <all> #hcsm' })
  const form = await fetch(
    `${x.webUrl}/intent/tweet?text=${encodeURIComponent('Hi "you" </textarea>')}&hashtags=hcsm&in_reply_to=${parent.id}`,
  )
  const html = await form.text()
  assert.match(html, /Hi &quot;you&quot; &lt;\/textarea&gt; #hcsm/)
  assert.match(html, /Hello &lt;all&gt;/)
  const body = new URLSearchParams({ text: 'Hi you #hcsm', in_reply_to: parent.id })
  const done = await fetch(`${x.webUrl}/intent/tweet`, { method: 'POST', body })
  assert.match(await done.text(), /Hi you #hcsm/)
  assert.equal(x.posts().at(-1)?.by.handle, 'you')
  assert.equal(x.posts().at(-1)?.replyTo?.id, parent.id)
  assert.equal(x.bill().usd, 0)
  assert.equal((await fetch(`${x.webUrl}/mary_b/status/1`)).status, 404)
})

test('listeners hear of posts and changes', async t => {
  const { x, team } = await house(t)
  const heard: string[] = []
  let changes = 0
  x.onPost(post => heard.push(post.text))
  const stop = x.onChange(() => changes++)
  await team.v2.tweet('From the API')
  x.post('From a person')
  x.like(x.posts()[0]?.id ?? '')
  await until(() => changes === 2)
  assert.deepEqual(heard, ['From the API', 'From a person'])
  stop()
  x.post('Unheard')
  assert.equal(changes, 2)
})
