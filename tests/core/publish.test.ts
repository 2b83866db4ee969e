/** A draft becomes a post at most once, and its post is known again, whichever way it comes back first. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { Draft } from '#core/draft.ts'
import { Refusal } from '#core/errors.ts'
import type { Post, Span } from '#core/post.ts'
import { echoed, publish } from '#core/publish.ts'
import { unsure } from '#tests/commands/network.ts'
import { type Room, room } from '#tests/commands/room.ts'
import { channel, noon, post } from '#tests/fakes/posts.ts'

const author = { id: 'x:team', handle: 'team', name: 'The team', url: 'https://x.com/team' }
/** Our post as the network tells it. */
const ours = (id: string, text: string | readonly Span[], given: Partial<Omit<Post, 'text'>> = {}): Post =>
  post(id, { author, text, at: noon + 1_000, ...given })

async function drafted({ parts }: Room, given: Partial<Draft> = {}): Promise<Draft> {
  const draft: Draft = {
    id: 'd1',
    channel: channel(),
    by: 'slack:T1/U01',
    name: 'Mary',
    text: 'Hello #hcsm',
    route: 'post',
    account: 'x:team',
    state: 'pending',
    at: noon,
    until: noon + 900_000,
    ...given,
  }
  await parts.store.drafts.put(draft)
  return draft
}

/** A team that follows #hcsm in #general, has one draft, and a network whose answer the test holds back. */
async function sending(t: TestContext, given: Partial<Draft> = {}) {
  const built = room(t)
  await built.mary.types('follow #hcsm')
  const draft = await drafted(built, given)
  const answer = Promise.withResolvers<void>()
  built.x.mood.taking = () => answer.promise
  const published = publish(draft.id, draft.by, built.parts)
  await built.pass(100)
  const read = () => built.parts.store.drafts.read(draft.id)
  return { ...built, draft, answer, published, read }
}

test('the echo that comes before the answer settles the draft, and the answer then changes nothing', async t => {
  const { happen, shown, answer, published, read, answered } = await sending(t)
  assert.equal((await read())?.state, 'sending')
  await happen(ours('90', 'Hello #hcsm'))
  assert.equal((await read())?.state, 'posted')
  assert.deepEqual(shown().slice(1), ['Mary posted as @team:\n> Hello #hcsm'])
  answer.resolve()
  assert.equal((await answered(published)).post, 'x:90')
  assert.equal(shown().length, 2, 'neither a second notice nor a stranger’s post')
})

test('the echo that comes after the answer is no stranger’s post', async t => {
  const { happen, shown, answer, published, answered, parts } = await sending(t)
  answer.resolve()
  await answered(published)
  const echo = ours('90', 'Whatever X made of it #hcsm')
  await happen(echo)
  assert.deepEqual(shown().slice(1), ['Mary posted as @team:\n> Hello #hcsm'])
  assert.equal((await echoed(echo, parts))?.id, 'd1')
})

test('elsewhere our own post is an ordinary post', async t => {
  const built = room(t)
  const { tom, happen, parts, slack } = built
  await tom.types('follow #hcsm', { channel: channel('other') })
  await drafted(built)
  await built.answered(publish('d1', 'slack:T1/U01', parts))
  await happen(ours('90', 'Hello #hcsm'))
  assert.deepEqual(
    slack.sent.slice(1).map(({ channel: at, text }) => [at, text]),
    [
      ['slack:T1/general', 'Mary posted as @team:\n> Hello #hcsm'],
      ['slack:T1/other', 'Hello #hcsm'],
    ],
  )
})

test('an echo settles a draft whose end was unknown, and says so in the channel', async t => {
  const { happen, shown, answer, published, read, answered, x } = await sending(t)
  answer.reject(unsure())
  assert.equal((await answered(published)).state, 'unknown')
  assert.equal(shown().length, 1)
  await happen(ours('90', 'Hello #hcsm'))
  assert.deepEqual([(await read())?.state, (await read())?.post], ['posted', 'x:90'])
  assert.equal(shown().length, 2)
  assert.equal(x.posted.length, 0, 'and nothing was sent again')
})

test('an echo is known by its text though X rewrote its links, names before it and spaces', async t => {
  const { happen, read } = await sending(t, {
    text: 'Cafe\u0301  list:\n https://example.org/a#b #hcsm',
    route: 'reply',
    answers: 'x:1',
  })
  await happen(
    ours(
      '90',
      [
        { kind: 'mention', text: '@mary_reads', url: 'https://x.com/mary_reads' },
        { kind: 'text', text: ' Café list: ' },
        { kind: 'link', text: 'example.org/a…', url: 'https://t.co/1' },
        { kind: 'text', text: ' ' },
        { kind: 'hashtag', text: '#hcsm', url: 'https://x.com/hashtag/hcsm' },
      ],
      { answers: 'x:1' },
    ),
  )
  assert.equal((await read())?.state, 'posted')
})

test('what others say, and what our account says elsewhere, settles nothing', async t => {
  const { happen, read, parts, shown } = await sending(t)
  await happen(post('80', { text: 'Hello #hcsm', at: noon + 1_000 }))
  await happen(ours('81', 'Something else #hcsm'))
  assert.equal((await read())?.state, 'sending')
  assert.deepEqual(shown().slice(1), ['Hello #hcsm', 'Something else #hcsm'])
  assert.equal(await echoed(ours('82', 'By hand #hcsm'), parts), undefined)
})

test('the same words said twice are told apart by what they answer, then by when they were sent', async t => {
  const built = room(t)
  const { parts } = built
  const sent = async (id: string, given: Partial<Draft>) => {
    await drafted(built, { id, text: 'Thank you! #hcsm', ...given })
    await parts.store.drafts.move(id, ['pending'], { state: 'sending', sentAt: given.at ?? noon })
  }
  const thanks = (id: string, given: Partial<Omit<Post, 'text'>>) =>
    echoed(ours(id, 'Thank you! #hcsm', given), parts)
  await sent('lost', { at: noon - 600_000 })
  await sent('to-one', { at: noon, route: 'reply', answers: 'x:1' })
  await sent('to-two', { at: noon, route: 'reply', answers: 'x:2' })
  await sent('alone', { at: noon })
  assert.equal((await thanks('90', { answers: 'x:1' }))?.id, 'to-one')
  assert.equal((await thanks('93', { at: noon - 590_000 }))?.id, 'lost')
  assert.equal((await thanks('91', {}))?.id, 'alone')
  assert.equal((await thanks('92', { answers: 'x:2' }))?.id, 'to-two')
})

test('an answer that X takes is an answer there, and a post of its own is none', async t => {
  const built = room(t)
  await drafted(built, { id: 'a', route: 'reply', answers: 'x:1' })
  await built.answered(publish('a', 'slack:T1/U01', built.parts))
  await drafted(built, { id: 'b', route: 'post', answers: 'x:1' })
  await built.answered(publish('b', 'slack:T1/U01', built.parts))
  assert.deepEqual(
    built.x.posted.map(({ answers }) => answers),
    ['x:1', undefined],
  )
  assert.match(built.shown()[0] ?? '', /^Mary answered as @team:/)
})

test('nothing goes out that is too long, expired, another’s, or meant for a person to post', async t => {
  const built = room(t)
  const refused = async (given: Partial<Draft>, by = 'slack:T1/U01') => {
    await drafted(built, { id: JSON.stringify(given), ...given })
    await assert.rejects(publish(JSON.stringify(given), by, built.parts), Refusal)
  }
  await refused({ text: 'x'.repeat(281) })
  await refused({ until: noon })
  await refused({}, 'slack:T1/U02')
  await refused({ route: 'intent' })
  await refused({ account: 'x:other' })
  assert.deepEqual(built.x.posted, [])
})

test('however often and by whatever ends meet, one draft is one post and one notice', async t => {
  const step = fc.constantFrom('publish', 'echo', 'answer', 'unsure')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
      const built = room(t)
      await drafted(built)
      const answer = Promise.withResolvers<void>()
      answer.promise.catch(() => {})
      let asked = 0
      built.x.mood.taking = () => {
        asked += 1
        return answer.promise
      }
      for (const one of steps) {
        if (one === 'publish') publish('d1', 'slack:T1/U01', built.parts).catch(() => {})
        if (one === 'answer') answer.resolve()
        if (one === 'unsure') answer.reject(unsure())
        await built.pass(10)
        if (one === 'echo' && asked > 0) await built.happen(ours('90', 'Hello #hcsm'))
      }
      assert.equal(asked, steps.includes('publish') ? 1 : 0)
      assert.ok(built.x.posted.length <= 1)
      assert.ok(built.shown().length <= 1)
      const { state } = (await built.parts.store.drafts.read('d1')) ?? {}
      if (state === 'posted') assert.equal(built.shown().length, 1)
    }),
    { numRuns: 60 },
  )
})
