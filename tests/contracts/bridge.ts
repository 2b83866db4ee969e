/** What every bridge promises, whichever platform it speaks to: run by each adapter against its stand-in. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Bridge, Message } from '#core/bridge.ts'
import { BridgeError, Fault } from '#core/errors.ts'
import type { Attempt, Receipt } from '#core/lane.ts'
import type { Post } from '#core/post.ts'
import type { Channel } from '#core/workspace.ts'
import { edited, noon, post } from '#tests/fakes/posts.ts'

/** A platform, as far as the contract has to see and steer it. */
export interface Stage {
  readonly bridge: Bridge
  /** A bridge with a token nobody knows. */
  readonly stranger: Bridge
  readonly channel: Channel
  /** A channel where it may not speak. */
  readonly closed: Channel
  /** What stands in the channel itself, oldest first. */
  shown(): readonly string[]
  /** What stands in the thread under a message. */
  thread(receipt: Receipt): readonly string[]
  /** The next message is answered so. */
  next(how: 'limit' | 'lost' | 'trouble'): void
}

const ears = {
  respond: () => assert.fail('nobody asked'),
  suggest: async () => [],
  lost: async () => {},
  found: async () => {},
  left: async () => {},
}

export function bridgeContract(platform: string, open: (t: TestContext) => Promise<Stage>): void {
  const promise = (words: string, check: (stage: Stage, t: TestContext) => Promise<void>) =>
    test(`${platform}: ${words}`, async t => check(await open(t), t))

  promise(
    'a message that is sent stands in the channel, and its receipt says what it shows',
    async ({ bridge, channel, shown }) => {
      const attempt = attemptOf(channel, [post('1', { text: 'First #hcsm' })])
      const receipt = await send(bridge, attempt, [post('1', { text: 'First #hcsm' })])
      assert.deepEqual(
        [receipt.channel, receipt.key, receipt.posts, receipt.place],
        [channel.id, attempt.key, attempt.posts, {}],
      )
      assert.equal(shown().length, 1)
      assert.match(shown()[0] ?? '', /First #hcsm/)
    },
  )

  promise(
    'an attempt whose answer was lost is unsure, and is found by its key',
    async ({ bridge, channel, next, shown }) => {
      next('lost')
      const attempt = attemptOf(channel, [post('1')])
      await assert.rejects(send(bridge, attempt, [post('1')]), isNext('unsure'))
      const found = await bridge.find(attempt)
      assert.ok(found && found !== 'unknown')
      assert.deepEqual(found.posts, attempt.posts)
      assert.equal(shown().length, 1)
    },
  )

  promise('an attempt that never arrived is not found', async ({ bridge, channel }) => {
    await send(bridge, attemptOf(channel, [post('1')]), [post('1')])
    assert.equal(await bridge.find(attemptOf(channel, [post('1')])), undefined)
  })

  promise('a notice is found by its key too', async ({ bridge, channel, next }) => {
    const notice = { channel: channel.id, key: 'n', at: noon, saying: { lines: ['A word from us'] } }
    const attempt = { ...attemptOf(channel, []), notice }
    next('lost')
    await assert.rejects(bridge.send(attempt, { posts: [], orphans: [], notice }), isNext('unsure'))
    const found = await bridge.find(attempt)
    assert.ok(found && found !== 'unknown')
    assert.equal(found.notice, 'n')
  })

  promise(
    'a thread is made when first spoken in, and what is said there stays there',
    async ({ bridge, channel, shown, thread }) => {
      const root = await send(bridge, attemptOf(channel, [post('1')]), [post('1')])
      for (const id of ['2', '3']) {
        const place = { thread: root.message }
        const receipt = await send(bridge, { ...attemptOf(channel, [post(id)]), place }, [post(id)])
        assert.deepEqual(receipt.place, place)
      }
      assert.equal(shown().length, 1)
      assert.equal(thread(root).length, 2)
    },
  )

  promise(
    'a message is made to show something else, and taken away; what is gone already is fine',
    async ({ bridge, channel, shown }) => {
      const receipt = await send(bridge, attemptOf(channel, [post('1'), post('2')]), [post('1'), post('2')])
      await bridge.amend(receipt, message([edited(post('2'), 'Mended')]))
      assert.match(shown()[0] ?? '', /Mended/)
      assert.doesNotMatch(shown()[0] ?? '', /Post 1/)
      await bridge.remove(receipt)
      assert.deepEqual(shown(), [])
      await bridge.remove(receipt)
      await bridge.amend(receipt, message([post('1')]))
    },
  )

  promise(
    'a limit is told with how long to wait, and nothing is sent meanwhile',
    async ({ bridge, channel, next, shown }) => {
      next('limit')
      await assert.rejects(send(bridge, attemptOf(channel, [post('1')]), [post('1')]), error => {
        assert.ok(error instanceof BridgeError && error.next.next === 'retry')
        assert.ok(error.next.waitMs >= 5000)
        return true
      })
      assert.deepEqual(shown(), [])
    },
  )

  promise('trouble of the platform’s own leaves it unsure', async ({ bridge, channel, next }) => {
    next('trouble')
    await assert.rejects(send(bridge, attemptOf(channel, [post('1')]), [post('1')]), isNext('unsure'))
  })

  promise('a channel where it may not speak is a stop, with the cure', async ({ bridge, closed }) => {
    await assert.rejects(send(bridge, attemptOf(closed, [post('1')]), [post('1')]), error => {
      assert.ok(error instanceof BridgeError && error.next.next === 'stop', String(error))
      assert.match(error.message, /invite|permission/i)
      return true
    })
  })

  promise(
    'one post always fits, and what fits goes out in one message',
    async ({ bridge, channel, shown }) => {
      assert.ok(bridge.fits([post('1', { text: 'word '.repeat(5000) })]))
      const posts = Array.from({ length: 5 }, (_, index) => post(String(index), { text: `Short ${index}` }))
      assert.ok(bridge.fits(posts))
      await send(bridge, attemptOf(channel, posts), posts)
      assert.equal(shown().length, 1)
      for (const { id } of posts) assert.match(shown()[0] ?? '', new RegExp(`Short ${id.slice(2)}`))
    },
  )

  promise(
    'it listens until it is told to end, and knows when it is not who it says',
    async ({ bridge, stranger }) => {
      const ending = new AbortController()
      const ready = Promise.withResolvers<void>()
      const running = bridge.run(ears, ending.signal, ready.resolve)
      await ready.promise
      ending.abort()
      await running
      await assert.rejects(
        stranger.run(ears, new AbortController().signal, () => {}),
        Fault,
      )
    },
  )
}

const message = (posts: readonly Post[]): Message => ({ posts, orphans: [] })
const send = (bridge: Bridge, attempt: Attempt, posts: readonly Post[]) =>
  bridge.send(attempt, message(posts))
const isNext = (next: string) => (error: unknown) => error instanceof BridgeError && error.next.next === next

const attemptOf = (channel: Channel, posts: readonly Post[]): Attempt => ({
  key: randomBytes(12).toString('base64url'),
  channel,
  place: {},
  at: Date.now(),
  posts: posts.map(({ id, version }) => ({ post: id, version })),
  entries: posts.map((_, index) => index + 1),
  repeats: 0,
})
