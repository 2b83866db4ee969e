/** What every publisher promises, sentence by sentence; run by each network's, and by the fake. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { NetworkError } from '#core/errors.ts'
import type { PostId } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Publisher } from '#core/publisher.ts'

export interface Desk {
  readonly publisher: Publisher
  /** One that has no account. */
  readonly silent: Publisher
  /** What stands on the network, oldest first. */
  shown(): readonly string[]
  /** What a post there answers. */
  answered(post: PostId): PostId | undefined
  /** Somebody posts; `to` us, or to nobody. */
  post(text: string, to: 'us' | 'nobody'): Promise<Post>
  /** The next answer to posting is lost after the post was taken. */
  loseAnswer(): void
  /** The next posting is refused for this long. */
  limit(ms: number): void
}

export type OpenDesk = (t: TestContext) => Promise<Desk>

async function refusal(asked: Promise<unknown>): Promise<NetworkError> {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof NetworkError, `it was ${error}`)
  return error
}

export function publisherContract(network: string, open: OpenDesk): void {
  describe(`${network}: posting`, () => posting(open))
  describe(`${network}: what is known without asking`, () => pure(open))
}

function posting(open: OpenDesk): void {
  test('a post stands there once, and is charged what was said, under a name of its own', async t => {
    const { publisher, shown } = await open(t)
    const one = await publisher.publish('Good evening #hcsm')
    const other = await publisher.publish('Read https://example.org/a #hcsm')
    assert.deepEqual(shown().slice(0, 1), ['Good evening #hcsm'])
    assert.equal(shown().length, 2)
    const cost = ({ charges }: typeof one) => charges.reduce((sum, { micros }) => sum + micros, 0)
    assert.equal(cost(one), publisher.price('Good evening #hcsm', 'post'))
    assert.equal(cost(other), publisher.price('Read https://example.org/a #hcsm', 'post'))
    assert.notEqual(one.charges[0]?.resource, other.charges[0]?.resource)
    assert.equal(publisher.toPost(one.url), one.post)
  })

  test('an answer stands under what it answers', async t => {
    const { publisher, post, answered } = await open(t)
    const question = await post('What do you say?', 'us')
    const { post: answer } = await publisher.publish('Yes #hcsm', question.id)
    assert.equal(answered(answer), question.id)
  })

  test('whom the network does not let us answer is known beforehand, and refused', async t => {
    const { publisher, post, shown } = await open(t)
    const account = await publisher.account()
    assert.ok(account)
    const stranger = await post('To nobody', 'nobody')
    assert.equal(publisher.mayReply(stranger, account), false)
    assert.equal(publisher.mayReply(await post('To us', 'us'), account), true)
    const before = shown().length
    assert.deepEqual((await refusal(publisher.publish('But I answer', stranger.id))).next, { next: 'drop' })
    assert.equal(shown().length, before)
  })

  test('an answer that is lost leaves it open, and nothing is sent twice', async t => {
    const { publisher, loseAnswer, shown } = await open(t)
    loseAnswer()
    assert.deepEqual((await refusal(publisher.publish('Only once #hcsm'))).next, { next: 'unsure' })
    assert.deepEqual(shown(), ['Only once #hcsm'])
  })

  test('the same again is refused for good', async t => {
    const { publisher, shown } = await open(t)
    await publisher.publish('Again #hcsm')
    const { next, message } = await refusal(publisher.publish('Again #hcsm'))
    assert.deepEqual(next, { next: 'drop' })
    assert.match(message, /before/)
    assert.equal(shown().length, 1)
  })

  test('a limit says how long it lasts, and nothing was posted', async t => {
    const { publisher, limit, shown } = await open(t)
    limit(600_000)
    const { next } = await refusal(publisher.publish('Hello #hcsm'))
    assert.ok(next.next === 'retry' && next.waitMs >= 600_000 && next.waitMs < 610_000)
    assert.deepEqual(shown(), [])
    await publisher.publish('Hello #hcsm')
  })

  test('the account says who speaks; without one nothing can be posted', async t => {
    const { publisher, silent, shown } = await open(t)
    const account = await publisher.account()
    assert.ok(account?.handle && !account.handle.startsWith('@'))
    assert.ok(account.url.includes(account.handle))
    assert.equal(await silent.account(), undefined)
    await assert.rejects(silent.publish('Hello #hcsm'))
    assert.deepEqual(shown(), [])
  })
}

function pure(open: OpenDesk): void {
  test('a text is measured: its length, its addresses, its hashtags, and what is wrong with it', async t => {
    const { publisher } = await open(t)
    const fine = publisher.measure('Read example.org/a and https://example.com #HCSM #meded')
    assert.deepEqual(fine.links, ['example.org/a', 'https://example.com'])
    assert.deepEqual(fine.hashtags, ['hcsm', 'meded'])
    assert.equal(fine.fault, undefined)
    assert.ok(fine.weight <= fine.limit)
    const long = publisher.measure('a'.repeat(fine.limit + 1))
    assert.equal(long.weight, fine.limit + 1)
    assert.match(long.fault ?? '', /1/)
    assert.ok(publisher.measure('   ').fault)
  })

  test('a page of the network costs nothing, and carries the text and what it answers', async t => {
    const { publisher } = await open(t)
    const text = 'Me & you: 100% #hcsm'
    const answer = `${publisher.network}:1790000000000000001`
    assert.equal(publisher.price(text, 'intent'), 0)
    assert.equal(new URL(publisher.intent(text)).searchParams.get('text'), text)
    const values = [...new URL(publisher.intent(text, answer)).searchParams.values()]
    assert.ok(values.some(value => value === '1790000000000000001'))
  })

  test('the address of a post names the post, and nothing else does', async t => {
    const { publisher } = await open(t)
    const id = `${publisher.network}:1790000000000000001`
    assert.equal(publisher.toPost(publisher.url(id)), id)
    assert.equal(publisher.toPost('https://example.org/'), undefined)
    assert.equal(publisher.toPost('hello'), undefined)
  })
}
