/** What every book of receipts promises. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edited, noon, post } from '#tests/fakes/posts.ts'
import {
  attempt,
  elsewhere,
  general,
  held,
  notice,
  type Open,
  random,
  receipt,
  said,
  shown,
} from './opened.ts'

export function receiptsContract(open: Open): void {
  finding(open)
  dues(open)
  amending(open)
}

const second = edited(post('1'), 'Better')

function finding(open: Open): void {
  test('receipts are found by any of their posts, in any version, oldest first', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(second, ['hcsm'], noon)
    const later = attempt('a', { posts: shown('2', '3'), at: noon + 5 })
    const earlier = attempt('b', { posts: [{ post: 'x:1', version: 1 }], at: noon + 1 })
    await said(store, later, fence)
    await said(store, earlier, fence)
    const of = (...posts: string[]) => store.receipts.of(general.id, posts)
    assert.deepEqual(await of('x:3'), [receipt(later)])
    assert.deepEqual(await of('x:2', 'x:3'), [receipt(later)])
    assert.deepEqual(await of(...second.versions), [receipt(earlier)])
    assert.deepEqual(await of('x:3', 'x:1'), [receipt(earlier), receipt(later)])
    assert.deepEqual(await of('x:9'), [])
    assert.deepEqual(await of(), [])
  })

  test('a channel has its own receipts and no others', async t => {
    const store = await open(t)
    const fence = await held(store)
    await said(store, attempt('a'), fence)
    assert.deepEqual(await store.receipts.of(random.id, ['x:1']), [])
    assert.equal(await store.receipts.ofMessage(random.id, 'm-a'), undefined)
    assert.deepEqual(await store.receipts.ofMessage(general.id, 'm-a'), receipt(attempt('a')))
    assert.equal(await store.receipts.ofMessage(general.id, 'm-b'), undefined)
  })

  test('the channels that show a post are known, by any version, each once', async t => {
    const store = await open(t)
    await store.timeline.append(second, ['hcsm'], noon)
    const fence = await held(store)
    await said(store, attempt('a'), fence)
    await said(store, attempt('b', { posts: shown('1', '2') }), fence)
    const other = await held(store, elsewhere)
    await said(store, attempt('c', { channel: elsewhere }), other)
    const channels = [elsewhere.id, general.id].sort()
    for (const id of second.versions)
      assert.deepEqual([...(await store.receipts.channels(id))].sort(), channels)
    assert.deepEqual(await store.receipts.channels('x:2'), [general.id])
    assert.deepEqual(await store.receipts.channels('x:9'), [])
  })

  test('a notice that shows a post of our own is found by that post', async t => {
    const store = await open(t)
    const fence = await held(store)
    const posted = notice('draft:1', 'Mary posted', { post: 'x:1' })
    await said(store, attempt('a', { notice: posted, entries: [] }), fence)
    assert.equal((await store.receipts.of(general.id, ['x:1']))[0]?.notice, 'draft:1')
    await store.timeline.append(post('1'), ['hcsm'], noon)
    assert.deepEqual(await store.receipts.due(general.id, 10), [])
    await store.timeline.remove('x:1', noon)
    assert.deepEqual((await store.receipts.due(general.id, 10))[0]?.posts, [])
  })
}

function dues(open: Open): void {
  test('an edit after the receipt makes the message due, with the newest version', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    const kept = await said(store, attempt('a'), fence)
    assert.deepEqual(await store.receipts.due(general.id, 10), [])
    await store.timeline.append(second, ['hcsm'], noon)
    const due = [{ receipt: kept, posts: [{ post: 'x:1', version: 1 }] }]
    assert.deepEqual(await store.receipts.due(general.id, 10), due)
  })

  test('a post of our own that comes back edited makes the notice due that showed it', async t => {
    const store = await open(t)
    const fence = await held(store)
    const posted = notice('draft:1', 'Mary posted', { post: 'x:1' })
    await said(store, attempt('a', { notice: posted, entries: [] }), fence)
    await store.timeline.append(second, ['hcsm'], noon)
    assert.deepEqual((await store.receipts.due(general.id, 1))[0]?.posts, [{ post: 'x:1', version: 1 }])
  })

  test('an edit before the receipt makes the message due', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    await store.lanes.open(attempt('a'), fence)
    await store.timeline.append(second, ['hcsm'], noon)
    assert.deepEqual(await store.receipts.due(general.id, 10), [])
    await store.lanes.settle(attempt('a'), receipt(attempt('a')), 1, fence)
    const due = [{ receipt: receipt(attempt('a')), posts: [{ post: 'x:1', version: 1 }] }]
    assert.deepEqual(await store.receipts.due(general.id, 10), due)
  })

  test('a removal makes the message due, whichever is written first', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    await store.timeline.append(post('2'), ['hcsm'], noon)
    await store.lanes.open(attempt('a', { posts: shown('1', '2') }), fence)
    await store.timeline.remove('x:1', noon)
    const kept = receipt(attempt('a', { posts: shown('1', '2') }))
    await store.lanes.settle(attempt('a', { posts: shown('1', '2') }), kept, 2, fence)
    assert.deepEqual(await store.receipts.due(general.id, 10), [{ receipt: kept, posts: shown('2') }])
    await store.timeline.remove('x:2', noon)
    assert.deepEqual(await store.receipts.due(general.id, 10), [{ receipt: kept, posts: [] }])
  })

  test('messages with removals come first, then the oldest, as many as asked', async t => {
    const store = await open(t)
    const fence = await held(store)
    for (const [index, id] of ['1', '2', '3', '4'].entries()) {
      await store.timeline.append(post(id), ['hcsm'], noon)
      await said(store, attempt(`k${id}`, { posts: shown(id), at: noon + 10 - index }), fence)
    }
    for (const id of ['1', '2']) await store.timeline.append(edited(post(id), 'Better'), ['hcsm'], noon)
    for (const id of ['3', '4']) await store.timeline.remove(`x:${id}`, noon)
    const keys = async (limit: number) =>
      (await store.receipts.due(general.id, limit)).map(({ receipt: { key } }) => key)
    assert.deepEqual(await keys(10), ['k4', 'k3', 'k2', 'k1'])
    assert.deepEqual(await keys(1), ['k4'])
  })

  test('what is due in one channel is not due in another that shows the newer version', async t => {
    const store = await open(t)
    const [fence, other] = [await held(store), await held(store, elsewhere)]
    await store.timeline.append(second, ['hcsm'], noon)
    await said(store, attempt('a'), fence)
    await said(store, attempt('b', { channel: elsewhere, posts: [{ post: 'x:1', version: 1 }] }), other)
    assert.equal((await store.receipts.due(general.id, 10)).length, 1)
    assert.deepEqual(await store.receipts.due(elsewhere.id, 10), [])
  })
}

function amending(open: Open): void {
  test('an amended message shows what it was given, and is due no more', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    const kept = await said(store, attempt('a', { posts: shown('1', '2') }), fence)
    await store.timeline.append(second, ['hcsm'], noon)
    const posts = [{ post: 'x:1', version: 1 }]
    await store.receipts.amended(kept, posts, fence)
    await store.receipts.amended(kept, posts, fence)
    assert.deepEqual(await store.receipts.due(general.id, 10), [])
    assert.deepEqual(await store.receipts.ofMessage(general.id, 'm-a'), { ...kept, posts })
    assert.deepEqual(await store.receipts.of(general.id, ['x:2']), [])
  })

  test('a message amended while its post changed once more is due again', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    const kept = await said(store, attempt('a'), fence)
    await store.timeline.append(second, ['hcsm'], noon)
    const [due] = await store.receipts.due(general.id, 1)
    await store.timeline.append(edited(second, 'Best'), ['hcsm'], noon)
    await store.receipts.amended(kept, due?.posts ?? [], fence)
    assert.deepEqual((await store.receipts.due(general.id, 1))[0]?.posts, [{ post: 'x:1', version: 2 }])
  })

  test('once its removal is shown, a message waits its turn like others', async t => {
    const store = await open(t)
    const fence = await held(store)
    for (const id of ['1', '2', '3']) await store.timeline.append(post(id), ['hcsm'], noon)
    await said(store, attempt('old', { posts: shown('3') }), fence)
    const kept = await said(store, attempt('new', { posts: shown('1', '2'), at: noon + 1 }), fence)
    await store.timeline.remove('x:2', noon)
    for (const id of ['1', '3']) await store.timeline.append(edited(post(id), 'Better'), ['hcsm'], noon)
    await store.receipts.amended(kept, shown('1'), fence)
    const due = await store.receipts.due(general.id, 10)
    assert.deepEqual(
      due.map(({ receipt: { key } }) => key),
      ['old', 'new'],
    )
  })

  test('a message amended to nothing is gone, and so is its receipt, for good', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    const kept = await said(store, attempt('a'), fence)
    await store.timeline.remove('x:1', noon)
    await store.receipts.amended(kept, [], fence)
    assert.deepEqual(await store.receipts.due(general.id, 10), [])
    assert.equal(await store.receipts.ofMessage(general.id, 'm-a'), undefined)
    assert.deepEqual(await store.receipts.channels('x:1'), [])
    await store.receipts.amended(kept, shown('1'), fence)
    assert.equal(await store.receipts.ofMessage(general.id, 'm-a'), undefined)
  })
}
