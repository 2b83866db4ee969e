/** How a channel begins to follow a chat, and ends it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError } from '#core/errors.ts'
import { channel, noon, post } from '#tests/fakes/posts.ts'
import { lively } from './network.ts'
import { room } from './room.ts'

test('following proves itself in the channel, says when the chat last spoke, and offers its last posts', async t => {
  const { tom, shown, x, parts } = room(t)
  const answer = await tom.types('/chat follow #hcsm')
  assert.deepEqual(shown(), [
    'Tom made this channel follow #hcsm. New posts appear here; press Reply on X under one to answer it.',
  ])
  assert.match(
    answer.text,
    /^This channel follows #hcsm\.\nIt last spoke on 2026-11-03 towards 20:00 UTC: 51 posts in seven days, 51 with reposts\.\n/,
  )
  // 51 posts at $0.005, and a fifth as many people at $0.010, in one evening.
  assert.match(
    answer.text,
    /a session \$0\.36 \(\$0\.36 with reposts\), a month will cost about \$1\.56 \(\$1\.56 with/,
  )
  assert.deepEqual(answer.buttons, ['Show the last 10 posts (at most $0.15)'])
  assert.deepEqual(x.wanted, ['hcsm'])
  assert.equal(await parts.store.ledger.spent(noon), 10_000)
})

test('a channel that cannot be spoken in is not followed, and the cure is told', async t => {
  const { tom, shown, slack, parts, x } = room(t)
  slack.closed = 'I am not in this channel: type `/invite @Backchannel`.'
  const answer = await tom.types('/chat follow #hcsm')
  assert.equal(
    answer.text,
    'I am not in this channel: type `/invite @Backchannel`. Until then #hcsm is not followed here.',
  )
  assert.deepEqual(await parts.store.follows.all(), [])
  assert.deepEqual(x.wanted, [])

  slack.closed = undefined
  await tom.types('/chat follow #hcsm')
  assert.equal(shown().length, 1, 'said once, and only of the time that counts')
  assert.deepEqual(x.wanted, ['hcsm'])
})

test('a hashtag that X refuses is not followed, and nothing is said in the channel', async t => {
  const { tom, shown, x, parts } = room(t)
  x.mood.refuses.set('hcsm', 'the rule is too wide.')
  const answer = await tom.types('/chat follow #hcsm')
  assert.equal(answer.text, 'X does not accept #hcsm: the rule is too wide. Nothing was changed.')
  assert.deepEqual(await parts.store.follows.all(), [])
  assert.deepEqual(shown(), [])
})

test('while X does not answer a chat is followed all the same, and that is said', async t => {
  const { tom, shown, x, parts } = room(t)
  x.mood.trouble = new NetworkError('X does not answer just now.', { next: 'retry', waitMs: 1_000 })
  const { text, buttons } = await tom.types('/chat follow #hcsm')
  assert.match(text, /X does not answer just now\. It is asked again by itself; posts come once X answers\./)
  assert.match(text, /When it last spoke could not be found out just now\./)
  assert.equal(buttons.length, 1)
  assert.equal((await parts.store.follows.all()).length, 1)
  assert.equal(shown().length, 1)
})

test('when X refuses us altogether nothing is followed', async t => {
  const { tom, x, parts } = room(t)
  x.mood.trouble = new NetworkError('X refused the token.', { next: 'stop' })
  assert.equal((await tom.types('/chat follow #hcsm')).text, 'X refused the token. Nothing was changed.')
  assert.deepEqual(await parts.store.follows.all(), [])
})

test('a chat that is silent is said to be, and nothing is offered', async t => {
  const { tom, x } = room(t)
  x.mood.activity = { posts: 0, hours: [] }
  const { text, buttons } = await tom.types('/chat follow #hcsm')
  assert.match(text, /Nobody has used #hcsm in the last seven days\./)
  assert.deepEqual(buttons, [])
})

test('a chat is followed once; a second asking says so', async t => {
  const { tom, shown } = room(t)
  await tom.types('/chat follow #hcsm')
  assert.equal((await tom.types('/chat subscribe HCSM')).text, 'This channel follows #hcsm already.')
  assert.equal(shown().length, 1)
})

test('the last posts come as one notice, at what they cost, once', async t => {
  const { tom, shown, x, parts } = room(t)
  await tom.types('/chat follow #hcsm')
  x.mood.lately = Array.from({ length: 30 }, (_, index) =>
    post(String(index), { text: `Said ${index} #hcsm` }),
  )
  const answer = await tom.presses('Show the last 10 posts (at most $0.15)')
  assert.equal(answer.text, 'The last 10 posts are in the channel. That cost $0.05.')
  assert.equal(answer.replaces, true)
  assert.equal(shown().length, 2)
  const lines = shown()[1]?.split('\n') ?? []
  assert.equal(lines.length, 11)
  assert.equal(lines[1], '> 12:00 UTC @mary_reads Said 20 #hcsm')
  assert.equal(await parts.store.ledger.spent(noon), 60_000)
  await tom.presses('Show the last 10 posts (at most $0.15)')
  assert.equal(shown().length, 2)
})

test('what the day’s limit does not allow is not read, in words', async t => {
  const { tom, shown, x, parts } = room(t)
  await tom.types('/chat follow #hcsm')
  x.mood.lately = [post('1')]
  await parts.store.ledger.charge([{ resource: 'much', micros: 4_900_000 }], noon)
  const { text } = await tom.presses('Show the last 10 posts (at most $0.15)')
  assert.match(text, /^This can cost \$0\.15, and of today’s limit of \$5\.00 there is \$0\.09 left\./)
  assert.equal(shown().length, 1)
  await parts.store.ledger.charge([{ resource: 'more', micros: 90_000 }], noon)
  const other = await tom.types('/chat follow #hitsm')
  assert.match(other.text, /When #hitsm last spoke was not looked up\. This can cost \$0\.01/)
  assert.equal((await parts.store.follows.all()).length, 2)
})

test('a paused channel can follow more, and is told that posts wait', async t => {
  const { tom } = room(t)
  await tom.types('/chat follow #hcsm')
  await tom.types('/chat pause')
  assert.match(
    (await tom.types('/chat follow #hitsm')).text,
    /This channel is paused: posts wait until `\/chat resume`/,
  )
})

test('unfollowing is told in the channel, and ends what X is asked for', async t => {
  const { tom, shown, x, happen } = room(t)
  await tom.types('/chat follow #hcsm')
  await tom.types('/chat follow #hitsm')
  const answer = await tom.types('/chat unsubscribe ＃HCSM')
  assert.equal(answer.text, 'This channel no longer follows #hcsm. What it has stays, and stays up to date.')
  assert.equal(shown().at(-1), 'Tom ended following #hcsm here.')
  assert.deepEqual(x.wanted, ['hitsm'])
  await happen(post('1', { at: noon + 60_000 }))
  assert.equal(shown().length, 3)
  assert.equal(
    (await tom.types('/chat unfollow #hcsm')).text,
    'This channel does not follow #hcsm. It follows #hitsm.',
  )
})

test('the list tells what this channel and others of the workspace follow, and nothing of other workspaces', async t => {
  const { tom } = room(t)
  assert.match(
    (await tom.types('/chat list')).text,
    /^This channel follows nothing yet: \/chat follow #hcsm$/,
  )
  await tom.types('/chat follow #hcsm reposts')
  await tom.types('/chat follow #hitsm', { channel: channel('other') })
  await tom.types('/chat follow #secret', { channel: channel('theirs', 'slack:T2') })
  assert.equal(
    (await tom.types('/chat list')).text,
    'This channel follows #hcsm with reposts.\n#other follows #hitsm.',
  )
})

test('a chat that is expected to cost much is asked about before anything is followed', async t => {
  const { tom, x, parts, shown } = room(t)
  x.mood.activity = lively(3000)
  const asked = await tom.types('/chat follow #busy')
  assert.match(asked.text, /a month will cost about \$91\.32/)
  assert.deepEqual(asked.buttons, ['Follow it', 'No'])
  assert.deepEqual(await parts.store.follows.all(), [])
  assert.equal((await tom.presses('No')).text, 'All right. Nothing was changed.')
  assert.deepEqual(shown(), [])
  await tom.types('/chat follow #busy reposts')
  const answer = await tom.presses('Follow it')
  assert.match(answer.text, /^This channel follows #busy\./)
  assert.equal((await parts.store.follows.all())[0]?.reposts, true)
  assert.equal((await tom.presses('Follow it')).text, 'This channel follows #busy already.')
})
