/** What every store promises of forgetting. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '#core/store.ts'
import { edited, noon, post } from '#tests/fakes/posts.ts'
import {
  attempt,
  day,
  draft,
  elsewhere,
  follow,
  general,
  held,
  notice,
  type Open,
  random,
  said,
  shown,
} from './opened.ts'

export function upkeepContract(open: Open): void {
  retaining(open)
  expiring(open)
  erasing(open)
}

function retaining(open: Open): void {
  test('entries written before are forgotten with their bodies, later ones are kept', async t => {
    const { timeline, retain } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon - 1)
    await timeline.append(post('2'), ['hcsm'], noon)
    await retain(noon)
    assert.deepEqual(
      (await timeline.entries(0, ['hcsm'], 10)).map(entry => entry.post),
      ['x:2'],
    )
    assert.deepEqual(await timeline.posts(['x:1', 'x:2']), [post('2')])
    assert.equal((await timeline.append(post('3'), ['hcsm'], noon))?.seq, 3)
  })

  test('a body lives as long as a receipt, and an open attempt, needs it', async t => {
    const store = await open(t)
    const fence = await held(store)
    for (const id of ['1', '2', '3']) await store.timeline.append(post(id), ['hcsm'], noon)
    await said(store, attempt('a', { at: noon + day }), fence)
    await store.lanes.open(attempt('b', { posts: shown('2'), at: noon }), fence)
    await store.retain(noon + day)
    assert.deepEqual(await store.timeline.posts(['x:1', 'x:2', 'x:3']), [post('1'), post('2')])
    await store.lanes.refuse(attempt('b'), undefined, fence)
    await store.retain(noon + day + 1)
    assert.deepEqual(await store.timeline.posts(['x:1', 'x:2', 'x:3']), [])
  })

  test('a post that a receipt still shows can be edited and removed after its entry is forgotten', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.timeline.append(post('1'), ['hcsm'], noon)
    await said(store, attempt('a', { at: noon + day }), fence)
    await store.retain(noon + day)
    assert.equal(
      (await store.timeline.append(edited(post('1'), 'Better'), ['hcsm'], noon + day))?.kind,
      'edited',
    )
    await store.timeline.remove('x:1', noon + day)
    assert.equal((await store.receipts.due(general.id, 1)).length, 1)
  })

  test('receipts, drafts and charges older than that go, younger ones stay', async t => {
    const store = await open(t)
    const fence = await held(store)
    await said(store, attempt('old', { at: noon - 1 }), fence)
    await said(store, attempt('new', { at: noon }), fence)
    await store.drafts.put(draft('old', { at: noon - 1 }))
    await store.drafts.put(draft('new', { at: noon, by: 'slack:T1/U2' }))
    await store.ledger.charge([{ resource: 'post:x:1', micros: 5000 }], noon - day)
    await store.ledger.charge([{ resource: 'post:x:1', micros: 5000 }], noon)
    await store.retain(noon)
    assert.equal(await store.receipts.ofMessage(general.id, 'm-old'), undefined)
    assert.notEqual(await store.receipts.ofMessage(general.id, 'm-new'), undefined)
    assert.equal(await store.drafts.read('old'), undefined)
    assert.notEqual(await store.drafts.read('new'), undefined)
    assert.equal(await store.ledger.spent(noon - day), 0)
    assert.equal(await store.ledger.spent(noon), 5000)
  })

  test('lanes, follows, grants, unsent notices and leases are not old, whatever their age', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.follows.add(follow())
    await store.notices.put(notice('hello'))
    await store.grants.add({
      workspace: 'slack:T1',
      to: 'slack:T1/U2',
      name: 'Mary',
      by: 'slack:T1/U1',
      at: 1,
    })
    await store.retain(noon + 1000 * day)
    assert.equal((await store.lanes.all()).length, 1)
    assert.equal((await store.follows.all()).length, 1)
    assert.equal((await store.grants.of('slack:T1')).length, 1)
    assert.deepEqual(await store.notices.next(general.id), notice('hello'))
    assert.equal(await store.leases.renew(fence, 60_000), true)
  })
}

function expiring(open: Open): void {
  const behind = async (store: Store) => {
    const fence = await held(store)
    await store.follows.add(follow())
    for (const id of ['1', '2', '3', '4', '5']) await store.timeline.append(post(id), ['hcsm'], noon)
    return fence
  }
  const now = noon + 30 * day

  test('what a lane had not read is listed as expired, with count and range', async t => {
    const store = await open(t, now)
    await behind(store)
    await store.retain(noon + 1)
    const expired = { channel: general.id, reason: 'expired', at: now, count: 5, first: 'x:1', last: 'x:5' }
    assert.deepEqual(await store.lanes.undeliverable(), [expired])
    await store.retain(noon + 2)
    assert.deepEqual(await store.lanes.undeliverable(), [expired])
  })

  test('what a lane has, lost, is about to say or has behind its cursor does not expire', async t => {
    const store = await open(t, now)
    const fence = await behind(store)
    await store.lanes.move(general.id, 1, fence)
    await said(store, attempt('a', { posts: shown('2'), at: noon + 1 }), fence)
    await store.lanes.lose({
      channel: general.id,
      reason: 'no',
      at: noon + 1,
      count: 1,
      first: 'x:3',
      last: 'x:3',
    })
    await store.lanes.open(attempt('b', { posts: shown('4') }), fence)
    await store.retain(noon + 1)
    assert.deepEqual(
      (await store.lanes.undeliverable()).filter(({ reason }) => reason === 'expired'),
      [{ channel: general.id, reason: 'expired', at: now, count: 1, first: 'x:5', last: 'x:5' }],
    )
  })

  test('what no follow of the channel takes does not expire', async t => {
    const store = await open(t, now)
    await held(store)
    await store.lanes.enter(random)
    await store.follows.add(follow())
    await store.timeline.append(post('1'), ['meded'], noon)
    await store.timeline.append(post('2', { at: noon - 1 }), ['hcsm'], noon)
    await store.timeline.append(post('3', { reposts: post('9') }), ['hcsm'], noon)
    await store.timeline.append(post('4'), ['hcsm'], noon)
    await store.timeline.remove('x:4', noon)
    await store.follows.add(
      follow({ hashtag: 'nights', hours: { zone: 'UTC', days: [3], from: 1200, until: 1260 } }),
    )
    await store.timeline.append(post('5'), ['nights'], noon)
    await store.retain(noon + 1)
    assert.deepEqual(await store.lanes.undeliverable(), [])
  })

  test('what has been listed is kept as long as anything else of its age', async t => {
    const store = await open(t, now)
    await behind(store)
    await store.retain(noon + 1)
    await store.retain(now)
    assert.equal((await store.lanes.undeliverable()).length, 1)
    await store.retain(now + 1)
    assert.deepEqual(await store.lanes.undeliverable(), [])
  })
}

function erasing(open: Open): void {
  /** Everything a workspace can have. */
  const lived = async (store: Store, where: typeof general, id: string) => {
    const fence = await held(store, where)
    const { workspace } = where
    await store.follows.add(follow({ channel: where.id, hashtag: `tag${id}` }))
    await store.timeline.append(post(id), [`tag${id}`], noon)
    await store.timeline.append(edited(post(id), 'Better'), [`tag${id}`], noon)
    await said(store, attempt(`k${id}`, { channel: where, posts: shown(id) }), fence)
    await store.notices.put(notice('hello', 'Hello', { channel: where.id }))
    await store.lanes.lose({ channel: where.id, reason: 'no', at: noon, count: 1, first: 'x:7', last: 'x:7' })
    await store.drafts.put(draft(id, { channel: where }))
    await store.grants.add({ workspace, to: 'U2', name: 'Mary', by: 'U1', at: noon })
    await store.grants.narrow(workspace, true)
    return fence
  }
  const seen = async (store: Store, where: typeof general, id: string) => ({
    lane: await store.lanes.read(where.id),
    follows: await store.follows.of(where.id),
    entries: await store.timeline.entries(0, [`tag${id}`], 10),
    posts: await store.timeline.posts([`x:${id}`]),
    latest: await store.timeline.latest(`tag${id}`),
    receipts: await store.receipts.of(where.id, [`x:${id}`]),
    due: await store.receipts.due(where.id, 10),
    notice: await store.notices.next(where.id),
    lost: await store.lanes.undeliverable(where.id),
    draft: await store.drafts.read(id),
    grants: await store.grants.of(where.workspace),
    narrowed: await store.grants.narrowed(where.workspace),
  })

  test('erasing a workspace removes all that is kept of it, and says how much', async t => {
    const store = await open(t)
    const fence = await lived(store, general, '1')
    const removed = await store.erase('slack:T1')
    assert.deepEqual(removed, {
      follows: 1,
      lanes: 1,
      receipts: 1,
      undeliverable: 1,
      notices: 1,
      drafts: 1,
      grants: 2,
      records: 0,
      posts: 1,
    })
    assert.deepEqual(await seen(store, general, '1'), {
      lane: undefined,
      follows: [],
      entries: [],
      posts: [],
      latest: undefined,
      receipts: [],
      due: [],
      notice: undefined,
      lost: [],
      draft: undefined,
      grants: [],
      narrowed: false,
    })
    assert.equal(await store.leases.renew(fence, 60_000), false)
  })

  test('erasing leaves other workspaces alone', async t => {
    const store = await open(t)
    await lived(store, general, '1')
    const fence = await lived(store, elsewhere, '2')
    const before = await seen(store, elsewhere, '2')
    await store.erase('slack:T1')
    assert.deepEqual(await seen(store, elsewhere, '2'), before)
    assert.equal(await store.leases.renew(fence, 60_000), true)
  })

  test('a body that another workspace shows or follows outlives the erasure', async t => {
    const store = await open(t)
    await lived(store, general, '1')
    const other = await held(store, elsewhere)
    await said(store, attempt('b', { channel: elsewhere }), other)
    assert.equal((await store.erase('slack:T1')).posts, 0)
    assert.deepEqual(await store.timeline.posts(['x:1']), [edited(post('1'), 'Better')])
  })

  test('what is kept of a channel that was never entered is found by its drafts', async t => {
    const store = await open(t)
    await store.drafts.put(draft('1', { channel: random }))
    await store.notices.put(notice('draft:1', 'Posted', { channel: random.id }))
    await store.erase('slack:T1')
    assert.equal(await store.notices.next(random.id), undefined)
  })

  test('a workspace that is not known has nothing to erase', async t => {
    const store = await open(t)
    await lived(store, general, '1')
    const before = await seen(store, general, '1')
    const removed = await store.erase('slack:T9')
    assert.deepEqual(
      Object.values(removed).filter(count => count > 0),
      [],
    )
    assert.deepEqual(await seen(store, general, '1'), before)
  })

  test('what was removed stays removed after an erasure', async t => {
    const store = await open(t)
    await lived(store, general, '1')
    await store.timeline.remove('x:1', noon)
    await store.erase('slack:T1')
    assert.equal(await store.timeline.append(post('1'), ['tag1'], noon), undefined)
  })
}
