/** What a member sees before anything goes out, and by which way it would. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError } from '#core/errors.ts'
import { channel, noon, post } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

const asTeam = 'Post as @team ($0.015)'

test('a preview shows exact text, count, account, way and price, and nothing is sent', async t => {
  const { mary, x, shown } = room(t)
  await mary.types('follow #hcsm')
  const { text, buttons, links } = await mary.types('post A1 We put the kettle on.')
  assert.deepEqual(text.split('\n'), [
    '> A1 We put the kettle on. #hcsm',
    '30 of 280 characters · as @team · as a post of its own · $0.015',
    '#hcsm was added, so that the chat sees it.',
  ])
  assert.deepEqual(buttons, [asTeam, 'Edit', 'Open on X as yourself (free)', 'Discard'])
  assert.equal(
    links['Open on X as yourself (free)'],
    'https://x.com/intent?text=A1+We+put+the+kettle+on.+%23hcsm',
  )
  assert.deepEqual(x.posted, [])
  assert.equal(shown().length, 1)
})

test('a hashtag that is there is not added, in whatever case', async t => {
  const { mary } = room(t)
  await mary.types('follow #hcsm')
  assert.match((await mary.types('post Hello #HCSM friends')).text, /^> Hello #HCSM friends\n19 of 280/)
})

test('of several follows the chat that spoke last gives the hashtag; of an answer, the chat of its post', async t => {
  const { mary, happen } = room(t)
  await mary.types('follow #hcsm')
  await mary.types('follow #hitsm')
  await happen(
    post('1', { hashtags: ['hcsm'], at: noon + 1 }),
    post('2', { hashtags: ['hitsm'], at: noon + 2 }),
  )
  assert.match((await mary.types('post Hello')).text, /^> Hello #hitsm\n/)
  await mary.press('reply', 'x:1')
  assert.match((await mary.writes({ text: 'Hello' })).text, /> Hello #hcsm\n/)
})

test('the form shows what is answered, and the preview quotes it', async t => {
  const { mary, happen } = room(t)
  await happen(post('1', { text: 'What helps while we wait? #hcsm' }))
  const { form } = await mary.press('reply', 'x:1')
  assert.deepEqual(form?.about, [
    ['Answering ', { bold: '@mary_reads' }, ': What helps while we wait? #hcsm'],
  ])
  assert.deepEqual(
    form?.fields.map(({ id, kind }) => [id, kind]),
    [['text', 'text']],
  )
  const { text } = await mary.writes({ text: 'A kettle' })
  assert.match(text, /^Answering @mary_reads: “What helps while we wait\? #hcsm”\n> A kettle #hcsm\n/)
})

test('an answer goes out as one only where X allows it; else as a post of its own, and it is said why', async t => {
  const { mary, happen, x } = room(t)
  await happen(post('1'), post('2', { mentions: ['team'] }))
  await mary.press('reply', 'x:1')
  const alone = await mary.writes({ text: 'A kettle' })
  assert.match(alone.text, /as a post of its own/)
  assert.match(
    alone.text,
    /X lets us answer only who mentioned or quoted us, and @mary_reads has not: it goes out as a post of its own, as is usual in a chat\./,
  )
  await mary.presses(asTeam)
  await mary.press('reply', 'x:2')
  assert.match((await mary.writes({ text: 'Thank you' })).text, /as @team · as an answer · \$0\.015/)
  await mary.presses(asTeam)
  assert.deepEqual(
    x.posted.map(({ text, answers }) => [text, answers]),
    [
      ['A kettle #hcsm', undefined],
      ['Thank you #hcsm', 'x:2'],
    ],
  )
})

test('a post is answered by its link too; without a text a form opens, and what is no link is said to be none', async t => {
  const { mary, happen } = room(t)
  await happen(post('1'))
  assert.match(
    (await mary.types('reply https://x.com/mary_reads/status/1 Thanks')).text,
    /^Answering @mary_reads/,
  )
  assert.ok((await mary.types('reply https://x.com/mary_reads/status/1')).form)
  assert.match((await mary.writes({ text: 'Thanks again' })).text, /> Thanks again #hcsm/)
  assert.match(
    (await mary.types('reply https://example.org/1 Thanks')).text,
    /^That is not the link of a post on X\. It looks like/,
  )
  const stranger = await mary.types('reply https://x.com/who/status/77 Thanks')
  assert.match(stranger.text, /and this post is not known here: it goes out as a post of its own/)
})

test('from the menu of a message its post is answered; of several it is asked which', async t => {
  const { mary, happen, slack } = room(t)
  await mary.types('follow #hcsm')
  await happen(post('1', { at: noon + 60_000, text: 'One #hcsm' }))
  const { form } = await mary.chooses(slack.sent.at(-1)?.id ?? '')
  assert.deepEqual(form?.press, { does: 'reply', of: 'x:1' })
  assert.match((await mary.chooses('m1')).text, /^This message shows no post from X that could be answered/)
  assert.match((await mary.chooses('m99')).text, /^This message shows no post/)
})

test('a message with several posts asks which of them is meant', async t => {
  const { mary, happen, parts } = room(t)
  await happen(post('1', { text: 'One #hcsm' }), post('2', { text: 'Two #hcsm' }))
  const at = channel()
  await parts.store.lanes.enter(at)
  const fence = await parts.store.leases.take('slack:T1', 'test', 1_000)
  assert.ok(fence)
  const posts = ['x:1', 'x:2'].map(id => ({ post: id, version: 0 }))
  const attempt = { key: 'k', channel: at, place: {}, at: noon, posts, entries: [1, 2], repeats: 0 }
  await parts.store.lanes.open(attempt, fence)
  const receipt = { channel: at.id, key: 'k', message: 'both', place: {}, at: noon, posts }
  await parts.store.lanes.settle(attempt, receipt, 2, fence)

  const { form } = await mary.chooses('both')
  assert.deepEqual(form?.fields[0]?.options, [
    { label: '@mary_reads: One #hcsm', value: 'x:1' },
    { label: '@mary_reads: Two #hcsm', value: 'x:2' },
  ])
  assert.match((await mary.writes({ post: 'x:2', text: 'Both' })).text, /^Answering @mary_reads: “Two #hcsm”/)
})

test('who may not speak for the team gets the free way, and is told whom to ask', async t => {
  const { tom, x } = room(t)
  await tom.types('follow #hcsm')
  const { text, buttons, links } = await tom.types('post Hello')
  assert.match(text, /11 of 280 characters · as yourself, on X · free/)
  assert.match(text, /You do not speak as @team; an admin can allow you: `\/chat allow @Tom`\./)
  assert.deepEqual(buttons, ['Open on X', 'Edit', 'Discard'])
  assert.equal(links['Open on X'], 'https://x.com/intent?text=Hello+%23hcsm')
  assert.deepEqual(x.posted, [])
})

test('without a team account, or while X does not say whose it is, only the free way is left, and the reason is true', async t => {
  const { mary, x } = room(t)
  x.mood.team = false
  const none = await mary.types('post Hello')
  assert.match(none.text, /No team account is set up here\./)
  assert.deepEqual(none.buttons, ['Open on X', 'Edit', 'Discard'])
  x.mood.team = true
  x.mood.trouble = new NetworkError('X does not answer just now.', { next: 'retry', waitMs: 1 })
  const trouble = await mary.types('post Hello')
  assert.match(trouble.text, /X does not answer just now\./)
  assert.doesNotMatch(trouble.text, /No team account/)
})

test('what is too long is said by how much, and can be shortened with the text kept', async t => {
  const { mary, x } = room(t)
  const { text, buttons } = await mary.types(`post ${'x'.repeat(291)}`)
  assert.match(text, /Not posted: 291 of 280 characters\. Shorten by 11\./)
  assert.deepEqual(buttons, ['Edit', 'Discard'])
  const { form } = await mary.presses('Edit')
  assert.equal(form?.fields[0]?.value, 'x'.repeat(291))
  const again = await mary.writes({ text: 'x'.repeat(280) })
  assert.match(again.text, /280 of 280 characters/)
  await mary.presses(asTeam)
  assert.equal(x.posted.length, 1)
})

test('a link in a text is priced before it is sent', async t => {
  const { mary } = room(t)
  const { text, buttons } = await mary.types('post See https://example.org #hcsm')
  assert.match(text, /X charges more for a post with a link in it \(https:\/\/example\.org\)\./)
  assert.equal(buttons[0], 'Post as @team ($0.20)')
})

test('nothing written is nothing posted', async t => {
  const { mary, happen } = room(t)
  await happen(post('1'))
  await mary.press('reply', 'x:1')
  assert.equal((await mary.writes({ text: ' \n ' })).text, 'Nothing was written, so nothing was posted.')
})
