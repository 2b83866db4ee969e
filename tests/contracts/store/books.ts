/** What every store promises of its smaller books: follows, notices, drafts, grants, the ledger, leases. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Draft } from '#core/draft.ts'
import { noon } from '#tests/fakes/posts.ts'
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
} from './opened.ts'

export function followsContract(open: Open): void {
  test('a channel follows a hashtag once, with the filters it was first given', async t => {
    const { follows } = await open(t)
    const hours = { zone: 'Europe/Berlin', days: [3], from: 1200, until: 1260 }
    assert.equal(await follows.add(follow({ hours })), true)
    assert.equal(await follows.add(follow({ reposts: true })), false)
    assert.deepEqual(await follows.of(general.id), [follow({ hours })])
  })

  test('follows are listed oldest first, a channel’s and all', async t => {
    const { follows } = await open(t)
    const all = [
      follow({ hashtag: 'zebra' }),
      follow({ channel: random.id, hashtag: 'zebra' }),
      follow({ hashtag: 'apple' }),
    ]
    for (const one of all) await follows.add(one)
    assert.deepEqual(await follows.all(), all)
    assert.deepEqual(await follows.of(general.id), [all[0], all[2]])
    await follows.remove(general.id, 'zebra')
    await follows.add(follow({ hashtag: 'zebra' }))
    assert.deepEqual(await follows.of(general.id), [all[2], all[0]])
  })

  test('a follow is changed whole, in its place, and only where it is', async t => {
    const { follows } = await open(t)
    await follows.add(follow())
    await follows.add(follow({ hashtag: 'meded' }))
    assert.equal(await follows.change(follow({ reposts: true })), true)
    assert.equal(await follows.change(follow({ hashtag: 'nephjc' })), false)
    assert.deepEqual(await follows.of(general.id), [follow({ reposts: true }), follow({ hashtag: 'meded' })])
  })

  test('unfollowing what is not followed changes nothing', async t => {
    const { follows } = await open(t)
    await follows.add(follow())
    assert.equal(await follows.remove(general.id, 'meded'), false)
    assert.equal(await follows.remove(random.id, 'hcsm'), false)
    assert.equal(await follows.remove(general.id, 'hcsm'), true)
    assert.equal(await follows.remove(general.id, 'hcsm'), false)
    assert.deepEqual(await follows.all(), [])
  })

  test('the channels that follow any of some hashtags are listed each once', async t => {
    const { follows } = await open(t)
    await follows.add(follow())
    await follows.add(follow({ hashtag: 'meded' }))
    await follows.add(follow({ channel: elsewhere.id, hashtag: 'meded' }))
    assert.deepEqual(
      [...(await follows.channels(['hcsm', 'meded']))].sort(),
      [elsewhere.id, general.id].sort(),
    )
    assert.deepEqual(await follows.channels(['hcsm']), [general.id])
    assert.deepEqual(await follows.channels([]), [])
  })
}

export function noticesContract(open: Open): void {
  test('the oldest notice not yet sent comes first, channel by channel', async t => {
    const { notices } = await open(t)
    for (const key of ['b', 'a']) await notices.put(notice(key))
    await notices.put(notice('c', 'Hello', { channel: random.id }))
    assert.deepEqual(await notices.next(general.id), notice('b'))
    assert.equal(await notices.next(elsewhere.id), undefined)
    await notices.drop(general.id, 'b')
    await notices.drop(general.id, 'b')
    assert.deepEqual(await notices.next(general.id), notice('a'))
    assert.deepEqual(await notices.next(random.id), notice('c', 'Hello', { channel: random.id }))
  })

  test('a newer notice of the same key replaces an unsent one, in its place', async t => {
    const { notices } = await open(t)
    for (const key of ['a', 'b']) await notices.put(notice(key))
    await notices.put(notice('a', 'Newer', { thread: 'm1', post: 'x:1' }))
    assert.deepEqual(await notices.next(general.id), notice('a', 'Newer', { thread: 'm1', post: 'x:1' }))
    await notices.drop(general.id, 'a')
    assert.deepEqual(await notices.next(general.id), notice('b'))
  })

  test('what was said, or is being said, is not said again in the channel', async t => {
    const store = await open(t)
    const fence = await held(store)
    await store.notices.put(notice('a'))
    const begun = attempt('k', { posts: [], entries: [], notice: notice('a') })
    await store.lanes.open(begun, fence)
    await store.notices.put(notice('a', 'Hello', { at: noon + 1 }))
    await said(store, begun, fence)
    assert.equal(await store.notices.next(general.id), undefined)
    await store.notices.put(notice('a', 'Hello', { at: noon + 2 }))
    assert.equal(await store.notices.next(general.id), undefined)
    const other = notice('a', 'Hello', { channel: random.id })
    await store.notices.put(other)
    assert.deepEqual(await store.notices.next(random.id), other)
  })
}

export function draftsContract(open: Open): void {
  test('a draft is kept as it is', async t => {
    const { drafts } = await open(t)
    const whole = draft('1', { thread: 'm1', hashtag: 'hcsm', answers: 'x:1', account: 'x:team' })
    await drafts.put(whole)
    assert.deepEqual(await drafts.read('1'), whole)
    assert.equal(await drafts.read('2'), undefined)
  })

  test('an earlier pending draft of the same member, channel and thread is dropped in the same step', async t => {
    const { drafts } = await open(t)
    const others = [
      draft('thread', { thread: 'm1' }),
      draft('member', { by: 'slack:T1/U2' }),
      draft('channel', { channel: random }),
    ]
    for (const one of [...others, draft('sent')]) await drafts.put(one)
    await drafts.move('sent', ['pending'], { state: 'sending' })
    await drafts.put(draft('1'))
    await drafts.put(draft('2'))
    const state = async (id: string) => (await drafts.read(id))?.state
    assert.equal(await state('1'), 'dropped')
    assert.equal(await state('2'), 'pending')
    assert.equal(await state('sent'), 'sending')
    for (const { id } of others) assert.equal(await state(id), 'pending')
  })

  test('a draft kept again after it has moved on is left alone', async t => {
    const { drafts } = await open(t)
    await drafts.put(draft('1'))
    await drafts.put(draft('1', { text: 'Other' }))
    assert.equal((await drafts.read('1'))?.text, 'Other')
    await drafts.move('1', ['pending'], { state: 'sending', sentAt: noon })
    await drafts.put(draft('1'))
    assert.equal((await drafts.read('1'))?.state, 'sending')
  })

  test('of fifty who move a draft at once exactly one gets it', async t => {
    const { drafts } = await open(t)
    await drafts.put(draft('1'))
    const moved = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        drafts.move('1', ['pending'], { state: 'sending', sentAt: noon + index }),
      ),
    )
    const winners = moved.filter(one => one !== undefined)
    assert.equal(winners.length, 1)
    assert.deepEqual(await drafts.read('1'), winners[0])
  })

  test('a draft moves only from where it is expected, with what is now known', async t => {
    const { drafts } = await open(t)
    await drafts.put(draft('1'))
    assert.equal(await drafts.move('1', ['sending', 'unknown'], { state: 'posted' }), undefined)
    assert.equal(await drafts.move('2', ['pending'], { state: 'sending' }), undefined)
    assert.deepEqual(await drafts.read('1'), draft('1'))
    await drafts.move('1', ['pending'], { state: 'sending', sentAt: noon })
    const posted = draft('1', { state: 'posted', sentAt: noon, post: 'x:1' })
    assert.deepEqual(await drafts.move('1', ['sending', 'unknown'], { state: 'posted', post: 'x:1' }), posted)
    assert.deepEqual(await drafts.ofPost('x:1'), posted)
    assert.equal(await drafts.ofPost('x:2'), undefined)
  })

  test('what was on its way or arrived since is listed newest first', async t => {
    const { drafts } = await open(t)
    const states: [string, Draft['state'], number][] = [
      ['early', 'posted', noon - 1],
      ['a', 'sending', noon],
      ['b', 'unknown', noon + 2],
      ['c', 'posted', noon + 1],
      ['d', 'failed', noon + 3],
      ['e', 'dropped', noon + 3],
    ]
    for (const [id, state, sentAt] of states) {
      await drafts.put(draft(id))
      await drafts.move(id, ['pending'], { state, sentAt })
    }
    await drafts.put(draft('pending'))
    assert.deepEqual(
      (await drafts.sent(noon)).map(({ id }) => id),
      ['b', 'c', 'a'],
    )
  })
}

export function grantsContract(open: Open): void {
  const grant = { workspace: 'slack:T1', to: 'slack:T1/U2', name: 'Mary', by: 'slack:T1/U1', at: noon }

  test('who may speak for the team is granted once and taken back once', async t => {
    const { grants } = await open(t)
    const role = { ...grant, to: 'slack:T1/R1', at: noon + 1 }
    assert.equal(await grants.add(role), true)
    assert.equal(await grants.add(grant), true)
    assert.equal(await grants.add({ ...grant, name: 'Other' }), false)
    assert.deepEqual(await grants.of('slack:T1'), [grant, role])
    assert.deepEqual(await grants.of('slack:T2'), [])
    assert.equal(await grants.remove('slack:T2', grant.to), false)
    assert.equal(await grants.remove('slack:T1', grant.to), true)
    assert.equal(await grants.remove('slack:T1', grant.to), false)
    assert.deepEqual(await grants.of('slack:T1'), [role])
  })

  test('a workspace is narrowed until it is opened again, and no other with it', async t => {
    const { grants } = await open(t)
    assert.equal(await grants.narrowed('slack:T1'), false)
    await grants.narrow('slack:T1', true)
    await grants.narrow('slack:T1', true)
    assert.equal(await grants.narrowed('slack:T1'), true)
    assert.equal(await grants.narrowed('slack:T2'), false)
    await grants.narrow('slack:T1', false)
    assert.equal(await grants.narrowed('slack:T1'), false)
  })
}

export function ledgerContract(open: Open): void {
  const midnight = Math.floor(noon / day) * day

  test('a resource costs once a UTC day', async t => {
    const { ledger } = await open(t)
    const charges = [
      { resource: 'post:x:1', micros: 5000 },
      { resource: 'author:x:1', micros: 10_000 },
      { resource: 'post:x:1', micros: 5000 },
    ]
    assert.equal(await ledger.charge(charges, midnight), 15_000)
    assert.equal(await ledger.charge(charges, midnight + day - 1), 15_000)
    assert.equal(await ledger.charge([], midnight), 15_000)
    assert.equal(await ledger.charge(charges, midnight + day), 15_000)
    assert.equal(await ledger.charge([{ resource: 'post:x:2', micros: 1 }], midnight + day), 15_001)
  })

  test('what was spent is known by UTC day', async t => {
    const { ledger } = await open(t)
    await ledger.charge([{ resource: 'post:x:1', micros: 5000 }], midnight + day - 1)
    assert.equal(await ledger.spent(midnight), 5000)
    assert.equal(await ledger.spent(midnight - 1), 0)
    assert.equal(await ledger.spent(midnight + day), 0)
  })

  test('what was spent is known by what it was booked on, each account once', async t => {
    const { ledger } = await open(t)
    await ledger.charge(
      [
        { resource: 'post:x:1', micros: 5000, on: ['chat:hcsm', 'chat:hcsm'] },
        { resource: 'post:x:2', micros: 5000, on: ['chat:hcsm', 'chat:meded'] },
        { resource: 'post:x:1', micros: 5000, on: ['chat:meded'] },
      ],
      noon,
    )
    assert.equal(await ledger.spent(noon), 10_000)
    assert.equal(await ledger.spent(noon, 'chat:hcsm'), 10_000)
    assert.equal(await ledger.spent(noon, 'chat:meded'), 5000)
    assert.equal(await ledger.spent(noon, 'chat:nephjc'), 0)
  })

  test('what was spent is known by calendar month, UTC', async t => {
    const { ledger } = await open(t)
    const june = Date.UTC(2026, 5, 1)
    const ends = [june - 1, june, june + 29 * day, Date.UTC(2026, 6, 1) - 1, Date.UTC(2026, 6, 1)]
    for (const [index, at] of ends.entries())
      await ledger.charge([{ resource: `post:x:${index}`, micros: 10 ** index, on: ['chat:hcsm'] }], at)
    assert.equal(await ledger.spentMonth(june + day), 1110)
    assert.equal(await ledger.spentMonth(june + day, 'chat:hcsm'), 1110)
    assert.equal(await ledger.spentMonth(june - 1), 1)
    assert.equal(await ledger.spentMonth(june, 'chat:meded'), 0)
  })

  test('many who charge the same at once are charged once', async t => {
    const { ledger } = await open(t)
    await Promise.all(
      Array.from({ length: 20 }, () => ledger.charge([{ resource: 'post:x:1', micros: 5000 }], noon)),
    )
    assert.equal(await ledger.spent(noon), 5000)
  })
}

export function leasesContract(open: Open): void {
  test('a lease belongs to one at a time', async t => {
    const { leases } = await open(t)
    const taken = await Promise.all(['a', 'b', 'c'].map(holder => leases.take('read:x', holder, 60_000)))
    assert.equal(taken.filter(fence => fence !== undefined).length, 1)
    assert.notEqual(await leases.take('slack:T1', 'b', 60_000), undefined)
  })

  test('taking one’s own lease again renews it, with the same fence', async t => {
    const { leases } = await open(t)
    const fence = await leases.take('read:x', 'a', -1)
    assert.deepEqual(await leases.take('read:x', 'a', 60_000), fence)
    assert.equal(await leases.take('read:x', 'b', 60_000), undefined)
  })

  test('a lease that has run out is anyone’s, and its epoch grows', async t => {
    const { leases } = await open(t)
    const first = await leases.take('read:x', 'a', -1)
    const next = await leases.take('read:x', 'b', 60_000)
    assert.ok(first && next && next.epoch > first.epoch)
    assert.equal(await leases.renew(first, 60_000), false)
    await leases.release(first)
    assert.equal(await leases.take('read:x', 'c', 60_000), undefined)
  })

  test('renewing extends a lease', async t => {
    const { leases } = await open(t)
    const fence = await leases.take('read:x', 'a', -1)
    assert.ok(fence)
    assert.equal(await leases.renew(fence, 60_000), true)
    assert.equal(await leases.take('read:x', 'b', 60_000), undefined)
  })

  test('what is given back is free at once, and its fence is of no use any more', async t => {
    const { leases } = await open(t)
    const fence = await leases.take('read:x', 'a', 60_000)
    assert.ok(fence)
    await leases.release(fence)
    await leases.release(fence)
    assert.equal(await leases.renew(fence, 60_000), false)
    const next = await leases.take('read:x', 'a', 60_000)
    assert.ok(next && next.epoch > fence.epoch)
  })
}
