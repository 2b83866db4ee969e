/** Which posts go into the next message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { group } from '#core/group.ts'
import type { PostId } from '#core/ids.ts'
import type { Placed } from '#core/place.ts'
import type { Post } from '#core/post.ts'
import { post } from '#tests/fakes/posts.ts'

const owed = (...ids: string[]) => ids.map((id, index) => ({ seq: index + 1, post: post(id) }))
const atMost = (count: number) => (posts: readonly Post[]) => posts.length <= count
const circumstances = (given: {
  places?: readonly (readonly [PostId, Placed])[]
  behind?: boolean
  alone?: readonly PostId[]
  most?: number
}) => ({
  places: new Map(given.places ?? []),
  behind: given.behind ?? true,
  alone: new Set(given.alone ?? []),
  fits: atMost(given.most ?? 10),
})
const chosen = (next: ReturnType<typeof group>) => next?.posts.map(({ post }) => post.id)

test('a lane that keeps up sends one post a message', () => {
  assert.deepEqual(chosen(group(owed('1', '2'), circumstances({ behind: false }))), ['x:1'])
})

test('a lane that is behind groups posts, as many as fit whole, in order', () => {
  assert.deepEqual(chosen(group(owed('1', '2', '3', '4'), circumstances({ most: 3 }))), ['x:1', 'x:2', 'x:3'])
})

test('only posts of the same place are grouped', () => {
  const thread = { place: { thread: 'm1' }, waits: false }
  const next = group(owed('1', '2', '3'), circumstances({ places: [['x:2', thread]] }))
  assert.deepEqual(chosen(next), ['x:1', 'x:3'])
  assert.deepEqual(next?.place, {})
})

test('an answer waits for what it answers', () => {
  const waits = { place: {}, waits: true }
  assert.deepEqual(chosen(group(owed('2', '1'), circumstances({ places: [['x:2', waits]] }))), ['x:1'])
})

test('a post that was refused in company is sent alone, and in its turn', () => {
  assert.deepEqual(chosen(group(owed('1', '2', '3'), circumstances({ alone: ['x:2'] }))), ['x:1'])
  assert.deepEqual(chosen(group(owed('2', '3'), circumstances({ alone: ['x:2'] }))), ['x:2'])
})

test('posts that answer each other in a circle still come', () => {
  const waits = { place: {}, waits: true }
  assert.deepEqual(
    chosen(
      group(
        owed('1', '2'),
        circumstances({
          places: [
            ['x:1', waits],
            ['x:2', waits],
          ],
        }),
      ),
    ),
    ['x:1'],
  )
})
