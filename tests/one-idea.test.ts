/** The one idea of the design, sentence by sentence: a timeline, and channels that read it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, house, room } from '#tests/house.ts'

const minute = 60_000
const posts = (shown: readonly string[], word = 'Post') => shown.filter(text => text.includes(word))
const numbers = (shown: readonly string[]) =>
  shown.flatMap(text => [...text.matchAll(/Post (\d+)/g)].map(([, number]) => Number(number)))
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('what happens on X is written down once, in order, however often the stream brings it', async t => {
  const { x, slack, discord, pass, app } = await house(t, { follows: '#hcsm' })
  x.stream.manner({ duplicate: 3 })
  for (const number of upTo(5)) {
    x.post(`Post ${number} #hcsm`)
    await pass(2000)
  }
  assert.equal((await app.parts.store.timeline.since(0)).length, 5)
  assert.deepEqual(numbers(slack.shown(room)), upTo(5))
  assert.deepEqual(numbers(discord.shown(room)), upTo(5))
})

test('a lane reads only what its channel follows', async t => {
  const { x, slack, pass, answered } = await house(t)
  await answered(slack.command(room, 'mary', '/chat follow #hcsm'))
  await answered(slack.command('general', 'mary', '/chat follow #mhealth'))
  await pass(3000)
  x.post('Post 1 #hcsm')
  x.post('Post 2 #mhealth')
  await pass(5000)
  assert.deepEqual([numbers(slack.shown(room)), numbers(slack.shown('general'))], [[1], [2]])
})

test('a post with two followed hashtags comes once', async t => {
  const { x, slack, pass, answered } = await house(t, { follows: '#hcsm' })
  await answered(slack.command(room, 'mary', '/chat follow #mhealth'))
  x.post('Post 1 #hcsm #mhealth')
  await pass(5000)
  assert.deepEqual(numbers(slack.shown(room)), [1])
})

test('a channel that is told to wait holds up only itself, and gets its posts later, whole and in order', async t => {
  const { x, discord, pass, answered } = await house(t, { follows: '#hcsm' })
  await answered(discord.command('general', 'mary', 'follow', { hashtag: '#hcsm' }))
  await pass(5000)
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'limit', times: 1, waitMs: 30_000 })
  x.post('Post 1 #hcsm')
  await pass(1000)
  x.post('Post 2 #hcsm')
  await pass(10_000)
  const shown = [numbers(discord.shown(room)), numbers(discord.shown('general'))]
  assert.deepEqual(
    shown.sort((one, other) => one.length - other.length),
    [[], [1, 2]],
  )
  await pass(25_000)
  assert.deepEqual(
    [numbers(discord.shown(room)), numbers(discord.shown('general'))],
    [
      [1, 2],
      [1, 2],
    ],
  )
})

test('an attempt whose answer is lost is looked for, not before its time-out, and not sent twice', async t => {
  const { x, slack, discord, pass, now } = await house(t, { follows: '#hcsm' })
  slack.misbehave({ on: 'chat.postMessage', how: 'store-then-reset' })
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'store-then-reset' })
  const sent = now()
  x.post('Post 1 #hcsm')
  await pass(5000)
  x.post('Post 2 #hcsm')
  await pass(60_000)
  assert.deepEqual(
    [numbers(slack.shown(room)), numbers(discord.shown(room))],
    [
      [1, 2],
      [1, 2],
    ],
  )
  const looked = slack.requests.find(({ method }) => method === 'conversations.history')
  assert.ok(looked && looked.at - sent >= 12_000, 'nobody looks before the request timeout has passed')
})

test('where looking is impossible it is sent again, and counted', async t => {
  const { x, slack, pass, complaints } = await house(t, { follows: '#hcsm' })
  slack.scope('channels:history', false)
  slack.misbehave({ on: 'chat.postMessage', how: 'store-then-reset' })
  x.post('Post 1 #hcsm')
  await pass(60_000)
  assert.deepEqual(numbers(slack.shown(room)), [1, 1])
  assert.equal(complaints.filter(line => line.startsWith('repeated')).length, 1)
})

test('an answer never comes before what it answers, and one without a parent here says what it answers', async t => {
  const { x, slack, pass } = await house(t, { follows: '#hcsm' })
  const elsewhere = x.post({ by: 'bo_elsewhere', text: 'A post without the hashtag' })
  x.post({ by: 'cy_orphan', text: 'Post 1 #hcsm', replyTo: elsewhere.id })
  await pass(3000)
  assert.match(slack.shown(room).at(-1) ?? '', /answers @bo_elsewhere/)

  x.stream.manner({ shuffle: 2 })
  const parent = x.post('Post 2 #hcsm')
  x.post({ by: 'cy_answers', text: 'Post 3 #hcsm', replyTo: parent.id })
  await pass(10_000)
  const all = numbers(slack.everything(room).map(slack.plain))
  assert.ok(all.indexOf(2) < all.indexOf(3), `${all}`)
})

test('when a lane is behind, posts are grouped, each whole and with its own Reply control; a reply to a group asks which is meant', async t => {
  const { x, slack, discord, pass, answered } = await house(t, { follows: '#hcsm' })
  for (const number of upTo(30)) x.post({ by: `person_${number}`, text: `Post ${number} #hcsm` })
  await pass(minute)
  for (const [name, shown, messages] of [
    ['slack', slack.shown(room), slack.messages(room)],
    ['discord', discord.shown(room), discord.messages(room)],
  ] as const) {
    assert.deepEqual(numbers(shown), upTo(30), name)
    assert.ok(messages.length < 20, `${name}: ${messages.length} messages for 30 posts`)
    const controls = [...JSON.stringify(messages).matchAll(/reply:x:(\d+)/g)].map(([, id]) => id)
    assert.equal(new Set(controls).size, 30, `${name}: each with its own Reply control`)
  }
  const group = slack
    .messages(room)
    .find(message => posts([slack.plain(message)]).length > 0 && numbers([slack.plain(message)]).length > 1)
  assert.ok(group)
  const { modal } = await answered(slack.shortcut('reply_on_x', group, 'mary'))
  assert.match(JSON.stringify(modal?.body), /Which post do you answer/)
})

test('a group that is refused is sent post by post', async t => {
  const { x, slack, pass } = await house(t, { follows: '#hcsm' })
  slack.misbehave({ on: 'chat.postMessage', how: 'limit', waitMs: 5000 })
  x.post('Post 1 #hcsm')
  await pass(500)
  for (const number of [2, 3, 4, 5, 6, 7, 8]) x.post(`Post ${number} #hcsm`)
  slack.misbehave({ on: 'chat.postMessage', how: 'refuse', code: 'invalid_blocks' })
  await pass(minute)
  assert.deepEqual(numbers(slack.shown(room)), upTo(8))
})

test('a post that is refused alone is listed as undeliverable with the reason, and the rest comes', async t => {
  const { x, slack, pass, answered } = await house(t, { follows: '#hcsm' })
  slack.misbehave({ on: 'chat.postMessage', how: 'refuse', code: 'invalid_blocks' })
  x.post('Post 1 #hcsm')
  await pass(3000)
  x.post('Post 2 #hcsm')
  await pass(5000)
  assert.deepEqual(numbers(slack.shown(room)), [2])
  const { messages } = await answered(slack.command(room, 'tom', '/chat status'))
  assert.match(
    slack.plain(messages[0] ?? assert.fail()),
    /Not shown: 1 \(Slack did not accept the form of the message\.\)/,
  )
})

test('edits and removals reach paused and unfollowed channels; a group is shown again without one post', async t => {
  const { x, slack, discord, pass, answered, app } = await house(t, { follows: '#hcsm' })
  const made = upTo(8).map(number => x.post({ by: `person_${number}`, text: `Post ${number} #hcsm` }))
  await pass(minute)
  await answered(slack.command(room, 'mary', '/chat pause'))
  await answered(discord.command(room, 'mary', 'unfollow', { hashtag: '#hcsm' }))
  const [, , , , fifth, sixth] = made
  assert.ok(fifth && sixth)
  x.edit(sixth.id, 'Post 6, mended #hcsm')
  x.remove(fifth.id)
  await pass(8 * minute)
  for (const shown of [slack.shown(room), discord.shown(room)]) {
    assert.deepEqual(numbers(shown), [1, 2, 3, 4, 6, 7, 8])
    assert.ok(shown.join().includes('Post 6, mended'))
  }
  assert.deepEqual(await app.parts.store.timeline.posts([`x:${fifth.id}`]), [], 'the body is gone everywhere')
})

test('a follow takes posts created after it began; backfill is one notice, never a flood', async t => {
  const { x, slack, pass, answered, now } = await house(t)
  for (const number of upTo(20)) x.post({ text: `Post ${number} #hcsm`, at: now() - 3_600_000 + number })
  const { messages } = await answered(slack.command(room, 'mary', '/chat follow #hcsm'))
  await pass(5000)
  assert.deepEqual(numbers(slack.shown(room)), [])
  await answered(slack.press(messages[0] ?? assert.fail(), 'Show the last 10 posts (at most $0.15)', 'mary'))
  await pass(5000)
  assert.equal(slack.shown(room).length, 2, 'the announcement, and one notice')
  assert.deepEqual(numbers(slack.shown(room)), upTo(20).slice(10))
})

test('resuming with more than 50 posts waiting asks: all, a digest, or from now', async t => {
  for (const [label, expected] of [
    ['All of them', 55],
    ['A digest', 10],
    ['Only from now on', 0],
  ] as const) {
    const { x, slack, pass, answered } = await house(t, { follows: '#hcsm' })
    await answered(slack.command(room, 'mary', '/chat pause'))
    for (const number of upTo(55)) x.post({ by: `person_${number}`, text: `Post ${number} #hcsm` })
    await pass(minute)
    assert.deepEqual(numbers(slack.shown(room)), [])
    const { messages } = await answered(slack.command(room, 'mary', '/chat resume'))
    const [asked] = messages
    assert.ok(asked)
    assert.match(slack.plain(asked), /55 posts have waited/)
    await answered(slack.press(asked, label, 'mary'))
    await pass(2 * minute)
    assert.equal(numbers(slack.shown(room)).length, expected, label)
    x.post('Post 99 #hcsm')
    await pass(5000)
    assert.equal(numbers(slack.shown(room)).at(-1), 99)
  }
})

test('notices go ahead of posts, under the same attempts', async t => {
  const { x, slack, pass, app } = await house(t, { follows: '#hcsm' })
  const { store, wake } = app.parts
  const [lane] = (await store.lanes.all()).filter(({ channel }) => channel.platform === 'slack')
  assert.ok(lane)
  slack.misbehave({ on: 'chat.postMessage', how: 'limit', waitMs: 5000 })
  x.post('Post 1 #hcsm')
  await pass(1000)
  for (const words of ['An early word', 'The last word'])
    await store.notices.put({ channel: lane.channel.id, key: 'word', at: 0, saying: { lines: [words] } })
  wake(lane.channel.id)
  await pass(15_000)
  const shown = slack.shown(room).slice(1)
  assert.match(shown[0] ?? '', /The last word/, 'a newer one replaces one not yet sent')
  assert.match(shown[1] ?? '', /Post 1/)
  assert.equal(shown.length, 2)
})

test('restart continues where it stopped', async t => {
  const { x, slack, discord, pass, restart } = await house(t, { follows: '#hcsm' })
  x.post('Post 1 #hcsm')
  await pass(3000)
  const stopped = restart()
  x.post('Post 2 #hcsm')
  await stopped
  await pass(minute)
  x.post('Post 3 #hcsm')
  await pass(minute)
  assert.deepEqual([numbers(slack.shown(room)), numbers(discord.shown(room))], [upTo(3), upTo(3)])
})

test('nobody is ruined: at the daily limit the stream is closed and every following channel told, once', async t => {
  const { x, slack, discord, pass } = await house(t, { follows: '#hcsm', settings: { X_DAILY_USD: '0.10' } })
  for (const number of upTo(30)) {
    x.post({ by: `person_${number}`, text: `Post ${number} #hcsm` })
    await pass(2000)
  }
  assert.equal(x.stream.connections(), 0)
  assert.ok(x.bill().usd <= 0.13, `$${x.bill().usd}`)
  for (const shown of [slack.shown(room), discord.shown(room)])
    assert.equal(shown.filter(text => text.includes('the daily limit of $0.10 is reached')).length, 1)
  await pass(5 * 3_600_000)
  x.post('Post 77 #hcsm')
  await pass(minute)
  assert.equal(numbers(slack.shown(room)).at(-1), 77, 'it goes on the next day')
})

test('a channel that cannot be spoken in is told with the cure, and nothing is followed', async t => {
  const { slack, answered, app, pass } = await house(t)
  const { messages } = await answered(slack.command('board', 'mary', '/chat follow #hcsm'))
  assert.match(slack.plain(messages[0] ?? assert.fail()), /\/invite @Backchannel/)
  assert.deepEqual(await app.parts.store.follows.all(), [])
  slack.invite('board')
  await answered(slack.command('board', 'mary', '/chat follow #hcsm'))
  await pass(2000)
  assert.match(slack.shown('board').at(-1) ?? '', /made this channel follow/)
})

test('two follow at once: one channel’s follow leaves the other’s alone', async t => {
  const built = await house(t)
  await follow('#hcsm', built)
  const { x, slack, discord, answered, pass } = built
  await answered(slack.command(room, 'mary', '/chat unfollow #hcsm'))
  x.post('Post 1 #hcsm')
  await pass(5000)
  assert.deepEqual([numbers(slack.shown(room)), numbers(discord.shown(room))], [[], [1]])
})
