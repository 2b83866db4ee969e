/** Where posts go. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Receipt } from '#core/lane.ts'
import { places } from '#core/place.ts'
import type { Post } from '#core/post.ts'
import { noon, post } from '#tests/fakes/posts.ts'

const receipt = (message: string, posts: string[], thread?: string): Receipt => ({
  channel: 'c',
  key: message,
  message,
  place: thread ? { thread } : {},
  at: noon,
  posts: posts.map(id => ({ post: `x:${id}`, version: 0 })),
})

/** A channel that has these messages, and a timeline that knows these posts. */
const where = async (owed: readonly Post[], has: readonly Receipt[], known: readonly Post[] = []) => {
  const found = await places('c', owed, {
    timeline: {
      posts: async (ids: readonly string[]) =>
        known.filter(({ versions }) => versions.some(version => ids.includes(version))),
    } as never,
    receipts: {
      of: async (_: string, ids: readonly string[]) =>
        has.filter(({ posts }) => posts.some(({ post }) => ids.includes(post))),
    } as never,
  })
  return owed.map(({ id }) => found.get(id))
}

test('a reply goes under its parent, in the thread the parent is in', async () => {
  const [top, deep] = await where(
    [post('2', { answers: 'x:1' }), post('9', { answers: 'x:5' })],
    [receipt('m1', ['1']), receipt('m5', ['5'], 'm4')],
  )
  assert.deepEqual(top, { place: { thread: 'm1' }, waits: false })
  assert.deepEqual(deep, { place: { thread: 'm4' }, waits: false })
})

test('a reply goes under its nearest ancestor that the channel has', async () => {
  const [placed] = await where(
    [post('4', { answers: 'x:3' })],
    [receipt('m1', ['1'])],
    [post('3', { answers: 'x:2' }), post('2', { answers: 'x:1' })],
  )
  assert.deepEqual(placed?.place, { thread: 'm1' })
})

test('a reply whose parents nobody knows goes under the root of its conversation', async () => {
  const [placed] = await where(
    [post('4', { answers: 'x:3', conversation: 'x:1' })],
    [receipt('m1', ['1', '7'])],
  )
  assert.deepEqual(placed?.place, { thread: 'm1' })
})

test('a reply to a later version of a post goes under that post', async () => {
  const parent = post('1', { versions: ['x:1', 'x:11'], version: 1 })
  const [placed] = await where([post('2', { answers: 'x:11' })], [receipt('m1', ['1'])], [parent])
  assert.deepEqual(placed?.place, { thread: 'm1' })
})

test('without an ancestor it stands in the channel', async () => {
  const [placed] = await where([post('2', { answers: 'x:1' })], [])
  assert.deepEqual(placed, { place: {}, waits: false })
})

test('an answer waits while what it answers is still to be sent', async () => {
  const [answer, parent] = await where([post('2', { answers: 'x:1' }), post('1')], [])
  assert.equal(answer?.waits, true)
  assert.equal(parent?.waits, false)
})
