/** What every source promises, sentence by sentence; run by each network's, and by the fake. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Instant, PostId } from '#core/ids.ts'
import { plain } from '#core/post.ts'
import type { Reading, Source } from '#core/source.ts'
import { type Reads, reads } from './reads.ts'

/** A network with people on it, on a clock that the test holds. */
export interface Stage {
  readonly source: Source
  now(): Instant
  pass(ms: number): Promise<void>
  answered<T>(asked: Promise<T>): Promise<T>
  post(text: string, more?: { readonly at?: Instant; readonly answers?: PostId }): PostId
  repost(post: PostId): void
  edit(post: PostId, text: string): void
  remove(post: PostId): void
  /** Ends the connection of whoever reads. */
  breakOff(): void
}

export type OpenStage = (t: TestContext) => Promise<Stage>

const minute = 60_000
const hcsm = [{ hashtag: 'hcsm', reposts: false }]

/** Somebody reads what is wanted, and a new rule's beginning is over. */
async function listening(stage: Stage, t: TestContext, wanted = hcsm): Promise<Reads> {
  assert.deepEqual(await stage.answered(stage.source.want(wanted)), [])
  const read = reads(stage.source, async () => undefined, t)
  await stage.pass(2 * minute)
  return read
}

const charged = (readings: readonly Reading[]) =>
  readings.flatMap(reading => (reading.kind === 'posts' ? reading.charges : []))

export function sourceContract(network: string, open: OpenStage): void {
  describe(`${network}: what is read`, () => whatIsRead(open))
  describe(`${network}: connections`, () => connections(open))
  describe(`${network}: what is asked for`, () => whatIsAsked(open))
}

function whatIsRead(open: OpenStage): void {
  test('a post with a wanted hashtag comes once it is made, with what matched, and is charged', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    const id = stage.post('Hello #HCSM & all')
    stage.post('Something else')
    await stage.pass(1000)
    assert.deepEqual(read.texts(), ['Hello #HCSM & all'])
    const [{ post, matched } = assert.fail()] = read.sightings()
    assert.deepEqual([post.id, post.version, matched], [id, 0, ['hcsm']])
    assert.deepEqual(post.hashtags, ['hcsm'])
    assert.ok(id.startsWith(`${stage.source.network}:`))
    const micros = charged(read.readings).reduce((sum, charge) => sum + charge.micros, 0)
    assert.ok(micros > 0 && micros <= stage.source.price)
  })

  test('an edit comes as a later version of the same post', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    const id = stage.post('First #hcsm')
    await stage.pass(1000)
    stage.edit(id, 'Better #hcsm')
    await stage.pass(1000)
    const posts = read.posts()
    assert.deepEqual(
      posts.map(post => [post.id, post.version, plain(post.text)]),
      [
        [id, 0, 'First #hcsm'],
        [id, 1, 'Better #hcsm'],
      ],
    )
    assert.equal(posts[1]?.versions.length, 2)
  })

  test('an answer says what it answers', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    const parent = stage.post('Question #hcsm')
    stage.post('Answer #hcsm', { answers: parent })
    await stage.pass(1000)
    const [question, answer] = read.posts()
    assert.equal(answer?.answers, parent)
    assert.equal(answer?.answersTo, question?.author.handle)
    assert.equal(answer?.conversation, parent)
  })

  test('reposts come only where they are wanted', async t => {
    for (const reposts of [false, true]) {
      const stage = await open(t)
      const read = await listening(stage, t, [{ hashtag: 'hcsm', reposts }])
      stage.repost(stage.post('Worth repeating #hcsm'))
      await stage.pass(1000)
      assert.equal(read.posts().filter(post => post.reposts).length, reposts ? 1 : 0)
    }
  })

  test('the same post read again the same day is charged under the same name', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    stage.post('Hello #hcsm')
    await stage.pass(minute)
    const again = await stage.answered(stage.source.recent('hcsm', 10))
    const names = (readings: readonly Reading[]) => charged(readings).map(({ resource }) => resource)
    assert.deepEqual(new Set(names([again])), new Set(names(read.readings)))
  })

  test('the next reading waits until the last was taken', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    read.hold()
    for (const number of [1, 2, 3]) stage.post(`Post ${number} #hcsm`)
    await stage.pass(1000)
    assert.equal(read.posts().length, 1)
    read.go()
    await stage.pass(1000)
    assert.deepEqual(read.texts(), ['Post 1 #hcsm', 'Post 2 #hcsm', 'Post 3 #hcsm'])
  })
}

function connections(open: OpenStage): void {
  test('it says that it is live, that it waits and until when, and that it is live again', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    assert.deepEqual(read.states(), ['live'])
    stage.breakOff()
    await stage.pass(minute)
    assert.deepEqual(read.states(), ['live', 'waiting', 'live'])
    const waiting = read.readings.find(reading => reading.kind === 'state' && reading.state === 'waiting')
    assert.ok(waiting?.kind === 'state' && waiting.reason && waiting.until !== undefined)
  })

  test('what was missed since what is known comes after the connection, oldest first', async t => {
    const stage = await open(t)
    stage.post('Long known #hcsm', { at: stage.now() - 60 * minute })
    stage.post('Missed first #hcsm', { at: stage.now() - 9 * minute })
    stage.post('Missed second #hcsm', { at: stage.now() - 8 * minute })
    const known = stage.now() - 10 * minute
    await stage.answered(stage.source.want(hcsm))
    const read = reads(stage.source, async () => known, t)
    await stage.pass(1000)
    assert.deepEqual(read.texts(), ['Missed first #hcsm', 'Missed second #hcsm'])
    stage.breakOff()
    await stage.pass(minute)
    assert.equal(new Set(read.posts().map(({ id }) => id)).size, 2)
  })

  test('where nothing is known nothing of the past comes', async t => {
    const stage = await open(t)
    stage.post('Long ago #hcsm', { at: stage.now() - 60 * minute })
    const read = await listening(stage, t)
    assert.deepEqual(read.posts(), [])
  })

  test('aborting ends it, and nothing comes afterwards', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    await read.stop()
    const before = read.readings.length
    stage.post('Too late #hcsm')
    await stage.pass(10 * minute)
    assert.equal(read.readings.length, before)
  })
}

function whatIsAsked(open: OpenStage): void {
  test('what is no longer wanted comes no more; wanting the same again changes nothing', async t => {
    const stage = await open(t)
    const read = await listening(stage, t)
    const both = [...hcsm, { hashtag: 'meded', reposts: false }]
    for (let times = 0; times < 2; times += 1) await stage.answered(stage.source.want(both))
    await stage.pass(2 * minute)
    stage.post('One #meded')
    await stage.pass(1000)
    await stage.answered(stage.source.want([{ hashtag: 'meded', reposts: false }]))
    stage.post('Two #hcsm')
    stage.post('Three #meded')
    await stage.pass(1000)
    assert.deepEqual(read.texts(), ['One #meded', 'Three #meded'])
  })

  test('what the network will not take is told with its reason, and the rest is wanted', async t => {
    const stage = await open(t)
    const refused = await stage.answered(stage.source.want([...hcsm, { hashtag: '!', reposts: false }]))
    assert.deepEqual(
      refused.map(({ hashtag }) => hashtag),
      ['!'],
    )
    assert.ok(refused[0]?.reason)
    const read = reads(stage.source, async () => undefined, t)
    await stage.pass(1000)
    stage.post('Hello #hcsm')
    await stage.pass(1000)
    assert.deepEqual(read.texts(), ['Hello #hcsm'])
  })

  test('the newest posts of a hashtag come oldest first, no more than asked for', async t => {
    const stage = await open(t)
    for (let number = 1; number <= 15; number += 1)
      stage.post(`Post ${number} #hcsm`, { at: stage.now() - 60 * minute + number * 1000 })
    const { sightings, charges } = await stage.answered(stage.source.recent('hcsm', 10))
    const expected = Array.from({ length: 10 }, (_, index) => `Post ${index + 6} #hcsm`)
    assert.deepEqual(
      sightings.map(({ post }) => plain(post.text)),
      expected,
    )
    assert.ok(sightings.every(({ matched }) => matched.join() === 'hcsm'))
    assert.ok(charges.length >= 10)
  })

  test('how alive a chat was is told to the hour, and each asking is charged', async t => {
    const stage = await open(t)
    const at = stage.now() - 3 * 60 * minute
    stage.post('One #hcsm', { at })
    stage.post('Two #hcsm', { at: at + minute })
    const activity = await stage.answered(stage.source.activity('hcsm', false))
    assert.equal(activity.posts, 2)
    assert.ok(Math.abs((activity.last ?? 0) - at) <= 61 * minute)
    assert.equal((await stage.answered(stage.source.activity('nobody', false))).last, undefined)
    const again = await stage.answered(stage.source.activity('hcsm', false))
    assert.notEqual(activity.charges[0]?.resource, again.charges[0]?.resource)
  })

  test('the posts of a window are counted, and can be had again, oldest first', async t => {
    const stage = await open(t)
    const from = stage.now() - 3 * 60 * minute
    const texts = ['Early #hcsm', 'One #hcsm', 'Two #hcsm', 'Late #hcsm', 'Other #meded']
    const ats = [from - minute, from, from + minute, from + 60 * minute, from]
    for (const [index, text] of texts.entries()) stage.post(text, { at: ats[index] ?? from })
    const window = { from, until: from + 60 * minute }
    const counted = await stage.answered(stage.source.count('hcsm', window))
    assert.equal(counted.posts, 2)
    assert.equal(counted.charges.length, 1)
    const again = await stage.answered(
      Array.fromAsync(stage.source.again({ hashtag: 'hcsm', reposts: false }, window)),
    )
    const shown = again.flatMap(reading => (reading.kind === 'posts' ? reading.sightings : []))
    assert.deepEqual(
      shown.map(({ post }) => plain(post.text)),
      ['One #hcsm', 'Two #hcsm'],
    )
    assert.ok(again.flatMap(reading => (reading.kind === 'posts' ? reading.charges : [])).length >= 2)
  })

  test('once connected it says how far reading is complete', async t => {
    const stage = await open(t)
    const begun = stage.now()
    const read = await listening(stage, t)
    await stage.pass(3 * minute)
    const complete = read.readings.flatMap(reading => (reading.kind === 'complete' ? [reading.until] : []))
    assert.ok((complete.at(-1) ?? 0) >= begun + minute, String(complete))
    assert.ok((complete.at(-1) ?? 0) <= stage.now())
  })

  test('what was removed is told as gone, the rest is not', async t => {
    const stage = await open(t)
    const [stays, goes] = [stage.post('Stays #hcsm'), stage.post('Goes #hcsm')]
    stage.remove(goes)
    assert.deepEqual((await stage.answered(stage.source.gone([stays, goes]))).gone, [goes])
    assert.deepEqual((await stage.answered(stage.source.gone([]))).gone, [])
  })
}
