/** A channel that rests, how it goes on, and what status says meanwhile. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { noon, post } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

const posts = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    post(String(index + 1), { at: noon + 60_000, text: `Said ${index + 1} #hcsm` }),
  )

async function paused(t: TestContext, count: number) {
  const built = room(t)
  await built.tom.types('follow #hcsm')
  await built.tom.types('pause')
  await built.happen(...posts(count))
  return built
}

test('pausing is told in the channel and holds posts back; resuming brings them', async t => {
  const { tom, shown } = await paused(t, 3)
  assert.equal(shown().at(-1), 'Tom paused this channel. Posts wait until someone resumes it.')
  assert.equal((await tom.types('pause')).text, 'It is paused already. `/chat resume` goes on.')
  const answer = await tom.types('resume')
  assert.equal(answer.text, 'Resumed: 3 posts that waited are on their way.')
  assert.deepEqual(shown().slice(2), [
    'Tom resumed this channel.',
    'Said 1 #hcsm',
    'Said 2 #hcsm',
    'Said 3 #hcsm',
  ])
  assert.equal((await tom.types('resume')).text, 'This channel is not paused.')
})

test('what follows nothing cannot be paused', async t => {
  const { tom } = room(t)
  assert.equal((await tom.types('pause')).text, 'This channel follows nothing that could be paused.')
})

test('resuming with more than 50 posts waiting asks: all, a digest, or from now', async t => {
  const { tom, shown } = await paused(t, 51)
  const answer = await tom.types('resume')
  assert.equal(answer.text, '51 posts have waited. What should the channel get?')
  assert.deepEqual(answer.buttons, ['All of them', 'A digest', 'Only from now on'])
  assert.equal(shown().length, 2, 'and meanwhile nothing happens')
  assert.match((await tom.types('resume')).text, /^51 posts/)
})

test('fifty are not asked about', async t => {
  const { tom, shown } = await paused(t, 50)
  assert.match((await tom.types('resume')).text, /^Resumed: 50 posts/)
  assert.equal(shown().length, 53)
})

test('all of them means each, in order', async t => {
  const { tom, shown } = await paused(t, 51)
  await tom.types('resume')
  assert.equal((await tom.presses('All of them')).text, 'Resumed: 51 posts that waited are on their way.')
  assert.deepEqual(
    shown().slice(3),
    posts(51).map((_, index) => `Said ${index + 1} #hcsm`),
  )
  assert.equal((await tom.presses('A digest')).text, 'This channel is not paused.')
})

test('a digest is one notice; the posts are not repeated, and new ones come', async t => {
  const { tom, shown, happen } = await paused(t, 51)
  await tom.types('resume')
  assert.equal((await tom.presses('A digest')).text, 'Resumed.')
  const [digest, resumed, ...rest] = shown().slice(2)
  assert.match(digest ?? '', /^While this channel was paused: 51 posts\n(> .*\n){10}… and 41 more\.$/)
  assert.equal(resumed, 'Tom resumed this channel.')
  assert.deepEqual(rest, [])
  await happen(post('99', { at: noon + 90_000, text: 'New #hcsm' }))
  assert.equal(shown().at(-1), 'New #hcsm')
  assert.match((await tom.types('status')).text, /Not shown: 51 \(told in a digest\)\./)
})

test('only from now on skips what waited, and lists it', async t => {
  const { tom, shown, happen } = await paused(t, 51)
  await tom.types('resume')
  await tom.presses('Only from now on')
  await happen(post('99', { at: noon + 90_000, text: 'New #hcsm' }))
  assert.deepEqual(shown().slice(2), ['Tom resumed this channel.', 'New #hcsm'])
  assert.match((await tom.types('status')).text, /Not shown: 51 \(skipped on resuming\)\./)
})

test('status tells how reading fares, what it cost, who speaks, and what waits here', async t => {
  const { tom } = await paused(t, 2)
  const { text } = await tom.types('status')
  assert.deepEqual(text.split('\n'), [
    'This channel follows #hcsm.',
    'Reading X: live. Today cost $0.01 of at most $5.00 (UTC day, all channels).',
    'The team speaks as @team.',
    'Paused since 2026-11-04, 12:00 UTC.',
    '2 posts wait to be shown, the oldest of 12:01 UTC.',
    'This workspace is slack:T1.',
  ])
})

test('status says why a channel stopped, and resuming tries it again', async t => {
  const { tom, slack, happen, shown } = room(t)
  await tom.types('follow #hcsm')
  slack.closed = 'The channel is archived.'
  await happen(...posts(1))
  assert.match(
    (await tom.types('status')).text,
    /Stopped: The channel is archived\.\n1 posts? waits? to be shown/,
  )
  slack.closed = undefined
  await tom.types('resume')
  assert.deepEqual(shown().slice(1), ['Tom resumed this channel.', 'Said 1 #hcsm'])
})
