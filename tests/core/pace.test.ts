/** How fast a partition may speak. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pace } from '#core/pace.ts'

const limits = {
  channel: { count: 1, perMs: 1000, burst: 3 },
  partition: { count: 10, perMs: 1000, burst: 10 },
  amendChannel: { count: 1, perMs: 2000, burst: 1 },
  amendPartition: { count: 5, perMs: 1000, burst: 5 },
  requestMs: 10_000,
}

test('after a burst a channel waits for its rate', () => {
  const paced = pace(limits)
  for (let sent = 0; sent < 3; sent += 1) {
    assert.equal(paced.waitMs('a', 'send', 0), 0)
    paced.take('a', 'send', 0)
  }
  assert.equal(paced.waitMs('a', 'send', 0), 1000)
  assert.equal(paced.waitMs('a', 'send', 400), 600)
  assert.equal(paced.waitMs('a', 'send', 1000), 0)
})

test('a channel that is told to wait holds up only itself', () => {
  const paced = pace(limits)
  paced.hold('a', 'send', { next: 'retry', waitMs: 30_000, holds: 'channel' }, 0)
  assert.equal(paced.waitMs('a', 'send', 0), 30_000)
  assert.equal(paced.waitMs('b', 'send', 0), 0)
})

test('a workspace that is told to wait holds up all its channels, a method only itself', () => {
  const paced = pace(limits)
  paced.hold('a', 'send', { next: 'retry', waitMs: 5000, holds: 'method' }, 0)
  assert.equal(paced.waitMs('b', 'send', 0), 5000)
  assert.equal(paced.waitMs('b', 'amend', 0), 0)
  paced.hold('a', 'send', { next: 'retry', waitMs: 7000, holds: 'workspace' }, 0)
  assert.equal(paced.waitMs('b', 'amend', 0), 7000)
})

test('edits and removals have limits of their own, and never hold up posts', () => {
  const paced = pace(limits)
  paced.take('a', 'amend', 0)
  paced.hold('a', 'amend', { next: 'retry', waitMs: 60_000, holds: 'channel' }, 0)
  assert.equal(paced.waitMs('a', 'amend', 0), 60_000)
  assert.equal(paced.waitMs('a', 'send', 0), 0)
})

test('whoever waits as long as told may go, and never more go than the rate allows', () => {
  const channels = fc.constantFrom('a', 'b', 'c')
  fc.assert(
    fc.property(
      fc.array(fc.record({ channel: channels, restMs: fc.nat(3000) }), { maxLength: 80 }),
      steps => {
        const paced = pace(limits)
        const sent: { channel: string; at: number }[] = []
        let now = 0
        for (const { channel, restMs } of steps) {
          now += restMs
          now += paced.waitMs(channel, 'send', now)
          assert.equal(paced.waitMs(channel, 'send', now), 0)
          paced.take(channel, 'send', now)
          sent.push({ channel, at: now })
        }
        for (const { channel, at } of sent) {
          const since = sent.filter(one => one.channel === channel && one.at > at - 10_000 && one.at <= at)
          assert.ok(since.length <= 3 + 10, `${since.length} in ten seconds`)
        }
      },
    ),
  )
})
