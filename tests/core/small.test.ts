/** Small nouns: whose turn it is, what things cost, what rings. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bell } from '#core/bell.ts'
import { dollars, nextDay } from '#core/ledger.ts'
import { roster } from '#core/roster.ts'
import { work } from '#core/work.ts'

test('lanes take turns, live ones before those that are catching up', () => {
  const next = roster()
  next.addLate('far behind')
  next.add('a')
  next.add('b')
  assert.deepEqual(
    [next.begin(), next.begin(), next.begin(), next.begin()],
    ['a', 'b', 'far behind', undefined],
  )
})

test('a lane woken during its turn gets another, and never two at once', () => {
  const next = roster()
  next.add('a')
  assert.equal(next.begin(), 'a')
  next.add('a')
  assert.equal(next.begin(), undefined)
  assert.equal(next.end('a'), true)
  assert.equal(next.underWay(), 0)
})

test('money is told with as few decimals as it needs', () => {
  assert.deepEqual([5_000_000, 50_000, 15_000, 0, 1_234_500].map(dollars), [
    '$5.00',
    '$0.05',
    '$0.015',
    '$0.00',
    '$1.2345',
  ])
})

test('a day ends at midnight UTC', () => {
  assert.equal(nextDay(Date.parse('2026-11-24T23:59:59.999Z')), Date.parse('2026-11-25T00:00:00Z'))
  assert.equal(nextDay(Date.parse('2026-11-25T00:00:00Z')), Date.parse('2026-11-26T00:00:00Z'))
})

test('a bell that rang while nobody waited is heard once', async () => {
  const { signal } = new AbortController()
  const door = bell()
  door.ring()
  await door.rung(signal)
  let heard = false
  const waiting = door.rung(signal).then(() => {
    heard = true
  })
  await Promise.resolve()
  assert.equal(heard, false)
  door.ring()
  await waiting
})

test('work is drained once all of it has ended, failed work too', async () => {
  const inHand = work()
  const one = Promise.withResolvers<void>()
  const first = inHand.run(() => one.promise)
  const second = inHand.run(() => Promise.reject(new Error('no')))
  await assert.rejects(second)
  assert.equal(inHand.inHand(), 1)
  const drained = inHand.drained()
  one.resolve()
  await Promise.all([first, drained])
  assert.equal(inHand.inHand(), 0)
})
