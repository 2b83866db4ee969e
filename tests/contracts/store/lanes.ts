/** What every book of lanes promises. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stale } from '#core/errors.ts'
import type { Store } from '#core/store.ts'
import { edited, noon, post } from '#tests/fakes/posts.ts'
import {
  attempt,
  elsewhere,
  follow,
  general,
  held,
  notice,
  type Open,
  random,
  receipt,
  said,
  shown,
  takenOver,
} from './opened.ts'

export function lanesContract(open: Open): void {
  going(open)
  attempts(open)
  fences(open)
  waking(open)
}

function going(open: Open): void {
  test('a channel that was never entered has no lane', async t => {
    const { lanes } = await open(t)
    assert.equal(await lanes.read(general.id), undefined)
    assert.deepEqual(await lanes.all(), [])
  })

  test('a new lane begins at the end of the timeline', async t => {
    const { lanes, timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.remove('x:1', noon)
    assert.deepEqual(await lanes.enter(general), { channel: general, cursor: 2 })
    assert.deepEqual(await lanes.read(general.id), { channel: general, cursor: 2 })
  })

  test('a new lane begins at the end of the timeline even when all of it was forgotten', async t => {
    const { lanes, timeline, retain } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    await retain(noon + 1)
    assert.equal((await lanes.enter(general)).cursor, 1)
  })

  test('entering again updates the name and leaves the lane where it is', async t => {
    const { lanes, timeline } = await open(t)
    await lanes.enter(general)
    await lanes.pause(general.id, { by: 'slack:T1/U1', at: noon })
    await timeline.append(post('1'), ['hcsm'], noon)
    const renamed = { ...general, name: 'lobby' }
    const expected = { channel: renamed, cursor: 0, paused: { by: 'slack:T1/U1', at: noon } }
    assert.deepEqual(await lanes.enter(renamed), expected)
    assert.deepEqual(await lanes.all(), [expected])
  })

  test('a name is kept until another is given', async t => {
    const { lanes } = await open(t)
    await lanes.enter(general)
    const { name: _, ...nameless } = general
    assert.equal((await lanes.enter(nameless)).channel.name, 'general')
  })

  test('pausing and stopping last until they are taken back', async t => {
    const { lanes } = await open(t)
    await lanes.enter(general)
    const paused = { by: 'slack:T1/U1', at: noon }
    const stopped = { reason: 'We are not in this channel.', at: noon }
    await lanes.pause(general.id, paused)
    await lanes.stop(general.id, stopped)
    assert.deepEqual(await lanes.read(general.id), { channel: general, cursor: 0, paused, stopped })
    await lanes.pause(general.id, undefined)
    await lanes.stop(general.id, undefined)
    assert.deepEqual(await lanes.read(general.id), { channel: general, cursor: 0 })
  })

  test('the cursor moves on and never back', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.lanes.move(general.id, 7, fence)
    await store.lanes.move(general.id, 3, fence)
    assert.equal((await store.lanes.read(general.id))?.cursor, 7)
  })

  test('a post is listed as undeliverable once for a channel, and the same range once', async t => {
    const { lanes, receipts } = await open(t)
    const lost = { channel: general.id, reason: 'refused', at: noon, count: 1, first: 'x:1', last: 'x:1' }
    const range = { ...lost, count: 3, last: 'x:3' }
    const other = { ...lost, channel: random.id }
    for (const one of [lost, range, other, { ...lost, reason: 'again' }, range]) await lanes.lose(one)
    assert.deepEqual(await lanes.undeliverable(), [lost, range, other])
    assert.deepEqual(await lanes.undeliverable(random.id), [other])
    assert.deepEqual(await receipts.lost(general.id, ['x:1', 'x:2', 'x:3']), ['x:1'])
  })
}

function attempts(open: Open): void {
  test('an attempt is written down with all that its message is made of', async t => {
    const store = await open(t)
    const fence = await held(store)
    const begun = attempt('a', { place: { thread: 'm0' }, posts: shown('1', '2'), entries: [1, 2] })
    await store.lanes.open(begun, fence)
    assert.deepEqual((await store.lanes.read(general.id))?.attempt, begun)
  })

  test('the same key again replaces what was written of the attempt', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.lanes.open(attempt('a'), fence)
    await store.lanes.open(attempt('a', { at: noon + 9, repeats: 1 }), fence)
    assert.deepEqual(
      (await store.lanes.read(general.id))?.attempt,
      attempt('a', { at: noon + 9, repeats: 1 }),
    )
  })

  test('a lane refuses a second attempt while one is open', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.lanes.open(attempt('a'), fence)
    await assert.rejects(store.lanes.open(attempt('b'), fence), error => !(error instanceof Stale))
    assert.equal((await store.lanes.read(general.id))?.attempt?.key, 'a')
  })

  test('settling keeps the receipt, takes the notice, closes the attempt and moves the cursor', async t => {
    const store = await open(t)
    const fence = await held(store)
    const hello = notice('hello')
    await store.notices.put(hello)
    const begun = attempt('a', { posts: [], entries: [], notice: hello })
    await store.lanes.open(begun, fence)
    await store.lanes.settle(begun, receipt(begun), 5, fence)
    assert.deepEqual(await store.lanes.read(general.id), { channel: general, cursor: 5 })
    assert.deepEqual(await store.receipts.ofMessage(general.id, 'm-a'), receipt(begun))
    assert.equal(await store.notices.next(general.id), undefined)
  })

  test('settling again changes nothing, and leaves the next attempt open', async t => {
    const store = await open(t)
    const fence = await held(store)
    await said(store, attempt('a'), fence)
    const next = attempt('b', { posts: shown('2'), entries: [2] })
    await store.lanes.open(next, fence)
    await store.lanes.settle(attempt('a'), receipt(attempt('a')), 0, fence)
    assert.deepEqual((await store.lanes.read(general.id))?.attempt, next)
    assert.deepEqual(await store.receipts.of(general.id, ['x:1']), [receipt(attempt('a'))])
  })

  test('settling does not take the cursor back', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.lanes.move(general.id, 9, fence)
    await said(store, attempt('a'), fence)
    assert.equal((await store.lanes.read(general.id))?.cursor, 9)
  })

  test('a refusal without a reason only closes the attempt', async t => {
    const store = await open(t)
    const fence = await held(store)
    const hello = notice('hello')
    await store.notices.put(hello)
    const begun = attempt('a', { notice: hello, posts: [], entries: [] })
    await store.lanes.open(begun, fence)
    await store.lanes.refuse(begun, undefined, fence)
    assert.equal((await store.lanes.read(general.id))?.attempt, undefined)
    assert.deepEqual(await store.lanes.undeliverable(), [])
    assert.deepEqual(await store.notices.next(general.id), hello)
  })

  test('a refusal with a reason lists each post as undeliverable, once', async t => {
    const store = await open(t)
    const fence = await held(store)
    const begun = attempt('a', { posts: shown('1', '2'), entries: [1, 2] })
    await store.lanes.open(begun, fence)
    await store.lanes.refuse(begun, 'too long', fence)
    await store.lanes.refuse(begun, 'too long', fence)
    const lost = { channel: general.id, reason: 'too long', at: noon, count: 1 }
    assert.deepEqual(await store.lanes.undeliverable(general.id), [
      { ...lost, first: 'x:1', last: 'x:1' },
      { ...lost, first: 'x:2', last: 'x:2' },
    ])
    assert.deepEqual(await store.receipts.lost(general.id, ['x:2', 'x:3', 'x:1']), ['x:1', 'x:2'])
  })

  test('a refusal with a reason drops the notice, but not a newer one in its place', async t => {
    const store = await open(t)
    const fence = await held(store)
    const refused = async (key: string) => {
      const hello = notice('hello')
      await store.notices.put(hello)
      const begun = attempt(key, { posts: [], entries: [], notice: hello })
      await store.lanes.open(begun, fence)
      return () => store.lanes.refuse(begun, 'no', fence)
    }
    await (await refused('a'))()
    assert.equal(await store.notices.next(general.id), undefined)
    const refuse = await refused('b')
    await store.notices.put(notice('hello', 'Newer'))
    await refuse()
    assert.deepEqual(await store.notices.next(general.id), notice('hello', 'Newer'))
  })

  test('a refusal of an attempt that is not open changes nothing', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.lanes.open(attempt('a'), fence)
    await store.lanes.refuse(attempt('b'), 'no', fence)
    assert.equal((await store.lanes.read(general.id))?.attempt?.key, 'a')
    assert.deepEqual(await store.lanes.undeliverable(), [])
  })
}

function fences(open: Open): void {
  const writes: Readonly<
    Record<string, (store: Store, fence: Awaited<ReturnType<typeof held>>) => Promise<unknown>>
  > = {
    open: ({ lanes }, fence) => lanes.open(attempt('a', { repeats: 4 }), fence),
    settle: ({ lanes }, fence) => lanes.settle(attempt('a'), receipt(attempt('a')), 5, fence),
    refuse: ({ lanes }, fence) => lanes.refuse(attempt('a'), 'no', fence),
    move: ({ lanes }, fence) => lanes.move(general.id, 5, fence),
    amended: ({ receipts }, fence) => receipts.amended(receipt(attempt('0')), [], fence),
  }
  const everything = async ({ lanes, receipts, notices }: Store) => [
    await lanes.all(),
    await lanes.undeliverable(),
    await receipts.of(general.id, ['x:1', 'x:0']),
    await notices.next(general.id),
  ]

  for (const [name, write] of Object.entries(writes)) {
    test(`a stale fence is refused by ${name}, and nothing is changed`, async t => {
      const store = await open(t)
      const stale = await held(store)
      await said(store, attempt('0', { posts: shown('0') }), stale)
      await store.lanes.open(attempt('a'), stale)
      await store.notices.put(notice('hello'))
      const before = await everything(store)

      const fresh = await takenOver(store, stale)
      const wrong = [stale, { ...fresh, holder: 'somebody' }, { ...fresh, epoch: fresh.epoch + 1 }]
      await store.lanes.enter(elsewhere)
      const other = await store.leases.take(elsewhere.partition, 'holder', 60_000)
      for (const fence of [...wrong, ...(other ? [other] : [])])
        await assert.rejects(write(store, fence), Stale)
      await store.leases.release(fresh)
      await assert.rejects(write(store, fresh), Stale)
      assert.deepEqual((await everything(store)).slice(1), before.slice(1))
      assert.deepEqual(await store.lanes.read(general.id), (before[0] as unknown[])[0])
    })
  }

  test('what is written beside a stale write in the same moment is kept', async t => {
    const store = await open(t)
    const stale = await held(store)
    const fresh = await takenOver(store, stale)
    const results = await Promise.allSettled([
      store.lanes.move(general.id, 3, stale),
      store.lanes.move(general.id, 2, fresh),
      store.notices.put(notice('hello')),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    )
    assert.equal((await store.lanes.read(general.id))?.cursor, 2)
    assert.deepEqual(await store.notices.next(general.id), notice('hello'))
  })
}

function waking(open: Open): void {
  const following = async (store: Store) => {
    const fence = await held(store)
    await store.follows.add(follow())
    return fence
  }

  test('a lane with nothing to do sleeps, whatever others follow', async t => {
    const store = await open(t)
    await following(store)
    await store.lanes.enter(random)
    assert.deepEqual(await store.lanes.awake(), [])
    await store.timeline.append(post('1'), ['meded'], noon)
    assert.deepEqual(await store.lanes.awake(), [])
  })

  test('a lane is awake while followed entries lie behind its cursor', async t => {
    const store = await open(t)
    const fence = await following(store)
    await store.lanes.enter(random)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    assert.deepEqual(await store.lanes.awake(), [general.id])
    await store.lanes.move(general.id, 1, fence)
    assert.deepEqual(await store.lanes.awake(), [])
  })

  test('an open attempt, a notice and an amendment each keep a lane awake', async t => {
    const store = await open(t)
    const fence = await following(store)
    await store.lanes.open(attempt('a'), fence)
    assert.deepEqual(await store.lanes.awake(), [general.id])
    await store.lanes.settle(attempt('a'), receipt(attempt('a')), 1, fence)
    assert.deepEqual(await store.lanes.awake(), [])
    await store.notices.put(notice('hello'))
    assert.deepEqual(await store.lanes.awake(), [general.id])
    await store.notices.drop(general.id, 'hello')
    await store.timeline.remove('x:1', noon)
    assert.deepEqual(await store.lanes.awake(), [general.id])
  })

  test('a paused lane wakes for what was said, a stopped one only for amendments', async t => {
    const store = await open(t)
    const fence = await following(store)
    await said(store, attempt('a'), fence)
    await store.timeline.append(post('2'), ['hcsm'], noon)
    await store.lanes.pause(general.id, { by: 'slack:T1/U1', at: noon })
    assert.deepEqual(await store.lanes.awake(), [])
    await store.notices.put(notice('hello'))
    assert.deepEqual(await store.lanes.awake(), [general.id])
    await store.lanes.stop(general.id, { reason: 'archived', at: noon })
    assert.deepEqual(await store.lanes.awake(), [])
    await store.timeline.append(edited(post('1'), 'Better'), ['hcsm'], noon)
    await store.timeline.remove('x:1', noon)
    assert.deepEqual(await store.lanes.awake(), [general.id])
  })
}
