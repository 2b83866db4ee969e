/** What the buttons under a draft do: it goes out once, as shown, or it is said what happened instead. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError } from '#core/errors.ts'
import { channel, noon, post } from '#tests/fakes/posts.ts'
import { unsure } from './network.ts'
import { room } from './room.ts'

const asTeam = 'Post as @team ($0.015)'

test('a confirmed draft is posted once, told in the channel by whom as whom, and paid for', async t => {
  const { mary, x, shown, parts } = room(t)
  await mary.types('post Hello #hcsm')
  const answer = await mary.presses(asTeam)
  assert.match(answer.text, /^Posted as @team\. It stands in the channel too/)
  assert.match(answer.text, /Changing or deleting messages here leaves the post on X as it is\./)
  assert.deepEqual(answer.links, { 'View on X': 'https://x.com/i/status/90' })
  assert.equal(answer.replaces, true)
  assert.deepEqual(shown(), ['Mary posted as @team:\n> Hello #hcsm'])
  assert.equal(await parts.store.ledger.spent(noon), 15_000)

  const again = await mary.presses(asTeam)
  assert.equal(again.text, 'This draft was sent or discarded already. Nothing more was posted.')
  assert.equal(x.posted.length, 1)
  assert.equal(shown().length, 1)
})

test('a post that cannot be told in the channel is posted all the same, and both is said', async t => {
  const { mary, x, slack } = room(t)
  await mary.types('post Hello #hcsm')
  slack.closed = 'I am not in this channel: type `/invite @Backchannel`.'
  const { text } = await mary.presses(asTeam)
  assert.match(text, /^Posted as @team\. It could not be shown here: I am not in this channel/)
  assert.equal(x.posted.length, 1)
})

test('two taps at once post once', async t => {
  const { mary, x } = room(t)
  await mary.types('post Hello #hcsm')
  const answers = await Promise.all([mary.presses(asTeam), mary.presses(asTeam)])
  assert.equal(x.posted.length, 1)
  assert.equal(answers.filter(({ text }) => text.startsWith('Posted')).length, 1)
})

test('what is written in a thread is told in that thread; an answer under what it answers', async t => {
  const { mary, shown, happen, slack } = room(t)
  await mary.types('follow #hcsm')
  await happen(post('1', { at: noon + 60_000 }))
  const root = slack.sent.at(-1)?.id
  await mary.press('reply', 'x:1')
  await mary.writes({ text: 'Thanks' })
  await mary.presses(asTeam)
  assert.deepEqual(shown(root), ['Mary posted as @team:\n> Thanks #hcsm'])
  await happen(post('5', { at: noon + 70_000, answers: 'x:90', text: 'You are welcome #hcsm' }))
  assert.deepEqual(shown(root).at(-1), 'You are welcome #hcsm')
})

test('what is written in a thread that shows nothing of X is told there too', async t => {
  const { mary, shown } = room(t)
  await mary.types('post Hello #hcsm', { thread: 'talk' })
  await mary.presses(asTeam, { thread: 'talk' })
  assert.deepEqual(shown('talk'), ['Mary posted as @team:\n> Hello #hcsm'])
  assert.deepEqual(shown(), [])
})

test('only who wrote a draft can send, change or discard it', async t => {
  const { mary, tom, x } = room(t)
  await mary.types('allow @tom')
  await mary.types('post Hello #hcsm')
  const [draft] = mary.pressed(asTeam)
  for (const does of ['send', 'edit', 'discard', 'again'])
    assert.equal(
      (await tom.press(does, draft ?? '')).text,
      'This draft is not yours, or is forgotten. Nothing was posted.',
    )
  assert.equal(x.posted.length, 0)
  await mary.presses(asTeam)
  assert.equal(x.posted.length, 1)
})

test('who may no longer speak for the team when they confirm does not', async t => {
  const { mary, tom, x } = room(t)
  await mary.types('allow @tom')
  await tom.types('post Hello #hcsm')
  await mary.types('allow @tom remove')
  assert.match(
    (await tom.presses(asTeam)).text,
    /^Only who speaks for the team may do that\. An admin can allow you/,
  )
  assert.equal(x.posted.length, 0)
})

test('a member has one draft in a place: a newer one takes its stead, and one elsewhere does not', async t => {
  const { mary, x } = room(t)
  await mary.types('post First #hcsm')
  const [first] = mary.pressed(asTeam)
  await mary.types('post Elsewhere #hcsm', { channel: channel('other') })
  const [elsewhere] = mary.pressed(asTeam)
  await mary.types('post Second #hcsm')
  assert.match((await mary.press('send', first ?? '')).text, /^This draft was sent or discarded already/)
  await mary.presses(asTeam)
  await mary.press('send', elsewhere ?? '', { channel: channel('other') })
  assert.deepEqual(
    x.posted.map(({ text }) => text),
    ['Second #hcsm', 'Elsewhere #hcsm'],
  )
})

test('a draft expires after fifteen minutes, and not before', async t => {
  const { mary, pass, x } = room(t)
  await mary.types('post Hello #hcsm')
  await pass(15 * 60_000)
  assert.match(
    (await mary.presses(asTeam)).text,
    /^This draft has expired: .* Nothing was posted; write it again\.$/,
  )
  assert.equal(x.posted.length, 0)
  await mary.types('post Hello #hcsm')
  await pass(14 * 60_000)
  await mary.presses(asTeam)
  assert.equal(x.posted.length, 1)
  await pass(60 * 60_000)
  assert.match((await mary.presses(asTeam)).text, /^This draft was sent or discarded already/)
})

test('discarding ends a draft', async t => {
  const { mary, x } = room(t)
  await mary.types('post Hello #hcsm')
  assert.equal((await mary.presses('Discard')).text, 'Discarded. Nothing was posted.')
  assert.match((await mary.presses(asTeam)).text, /sent or discarded already/)
  assert.match((await mary.presses('Edit')).text, /sent or discarded already/)
  assert.equal(x.posted.length, 0)
})

test('a refusal says why, that nothing was posted, and offers the next way with the text kept', async t => {
  const { mary, x, happen, parts, shown } = room(t)
  await happen(post('1', { mentions: ['team'] }))
  await mary.press('reply', 'x:1')
  await mary.writes({ text: 'Thanks' })
  x.mood.taking = async () => {
    throw new NetworkError('The author lets nobody answer.', { next: 'drop' })
  }
  const failed = await mary.presses(asTeam)
  assert.equal(failed.text, 'Not posted. The author lets nobody answer. Your text is kept.')
  assert.deepEqual(failed.buttons, ['As a post of its own', 'Open on X as yourself (free)', 'Discard'])
  assert.equal(await parts.store.ledger.spent(noon), 0)
  assert.deepEqual(shown(), [])

  x.mood.taking = async () => {}
  const alone = await mary.presses('As a post of its own')
  assert.match(alone.text, /X refused it as an answer: it goes out as a post of its own/)
  await mary.presses(asTeam)
  assert.deepEqual(
    x.posted.map(({ text, answers }) => [text, answers]),
    [['Thanks #hcsm', undefined]],
  )
  assert.match((await mary.presses('As a post of its own')).text, /tried again already/)
})

test('when X does not answer nothing is tried again, and it is said where to look', async t => {
  const { mary, x, parts } = room(t)
  await mary.types('post Hello #hcsm')
  let asked = 0
  x.mood.taking = async () => {
    asked += 1
    throw unsure()
  }
  const answer = await mary.presses(asTeam)
  assert.match(answer.text, /^X did not answer; it may have been posted\. Nothing is tried again by itself\./)
  assert.deepEqual(answer.links, { 'Check on X': 'https://x.com/team' })
  assert.deepEqual(answer.buttons, ['Check on X'])
  await mary.presses(asTeam)
  assert.equal(asked, 1)
  assert.equal(await parts.store.ledger.spent(noon), 15_000, 'what may have been bought counts')
})

test('a fault of ours while it is sent never says that nothing was posted', async t => {
  const { mary, x, complaints } = room(t)
  await mary.types('post Hello #hcsm')
  x.mood.taking = async () => {
    throw new TypeError('a bug')
  }
  const { text } = await mary.presses(asTeam)
  assert.match(text, /it may have been posted/)
  assert.doesNotMatch(text, /nothing was posted/i)
  assert.match(complaints.join('\n'), /publishing failed.*a bug/)
})

test('the day’s limit holds for posting too, and keeps the draft', async t => {
  const { mary, x, parts } = room(t)
  await mary.types('post Hello #hcsm')
  await parts.store.ledger.charge([{ resource: 'much', micros: 4_990_000 }], noon)
  assert.match(
    (await mary.presses(asTeam)).text,
    /^Not posted\. This can cost \$0\.015, and of today’s limit of \$5\.00 there is \$0\.01 left\..*The draft is kept until it expires\.$/,
  )
  assert.equal(x.posted.length, 0)
})

test('a draft goes out as the account that was shown, or not at all', async t => {
  const { mary, x } = room(t)
  await mary.types('post Hello #hcsm')
  x.mood.handle = 'other'
  assert.match(
    (await mary.presses(asTeam)).text,
    /^Not posted: it would not go out as the account that was shown/,
  )
  x.mood.team = false
  assert.match((await mary.presses(asTeam)).text, /^Not posted/)
  assert.equal(x.posted.length, 0)
})
