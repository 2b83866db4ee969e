/** Random lives of a store: what a whole program may ask of it, in any order, on few enough names that they meet. */
import fc from 'fast-check'
import { Refusal, Stale } from '#core/errors.ts'
import type { Fence } from '#core/lease.ts'
import { kind } from '#core/records.ts'
import type { Store } from '#core/store.ts'
import {
  attempt,
  day,
  draft,
  elsewhere,
  follow,
  general,
  notice,
  random,
  receipt,
} from '#tests/contracts/store/opened.ts'
import { noon, post } from '#tests/fakes/posts.ts'

/** What a life has in hand besides the store: the fences it was given. */
export interface Life {
  readonly store: Store
  readonly fences: Map<string, Fence>
}

export interface Step {
  readonly name: string
  readonly run: (life: Life) => Promise<unknown>
}

const facts = kind<{ readonly count: number }>('fact')
const channels = [general, random, elsewhere]
const aChannel = fc.constantFrom(...channels)
const aHashtag = fc.constantFrom('hcsm', 'meded', 'nephjc')
const hashtags = fc.subarray(['hcsm', 'meded', 'nephjc'])
const anId = fc.constantFrom('1', '2', '3', '4')
const aVersion = fc.nat(2)
const at = fc.nat(9).map(days => noon + days * (day / 2))
const aKey = fc.constantFrom('a', 'b', 'c', 'd')
const aCursor = fc.nat(30)
const states = ['pending', 'sending', 'posted', 'failed', 'unknown', 'dropped'] as const
const aState = fc.constantFrom(...states)

const nameOf = (id: string, version: number) => (version === 0 ? `x:${id}` : `x:${id}e${version}`)
const aName = fc.tuple(anId, aVersion).map(([id, version]) => nameOf(id, version))
const names = fc.uniqueArray(aName, { maxLength: 4 })
const aPost = fc.record({ id: anId, version: aVersion, at, reposts: fc.boolean() }).map(given =>
  post(given.id, {
    version: given.version,
    versions: [0, 1, 2].slice(0, given.version + 1).map(version => nameOf(given.id, version)),
    at: given.at,
    ...(given.reposts && { reposts: { id: 'x:9', url: 'https://x.com/i/9' } }),
  }),
)
const aShown = fc.record({ post: anId.map(id => `x:${id}`), version: aVersion })
const shown = fc.uniqueArray(aShown, { maxLength: 3, selector: ({ post: id }) => id })
const aNotice = fc
  .record({ channel: aChannel, key: aKey, at })
  .map(({ channel, key, at: when }) => notice(key, `At ${when}`, { channel: channel.id, at: when }))
const anAttempt = fc
  .record({ channel: aChannel, key: aKey, posts: shown, at, said: fc.option(aNotice, { nil: undefined }) })
  .map(({ channel, key, posts, at: when, said }) =>
    attempt(`${channel.id}:${key}`, {
      channel,
      posts,
      at: when,
      ...(said && { notice: { ...said, channel: channel.id } }),
    }),
  )
const aDraft = fc
  .record({ channel: aChannel, id: aKey, at, thread: fc.constantFrom(undefined, 'm1') })
  .map(({ channel, id, at: when, thread }) =>
    draft(id, { channel, at: when, ...(thread !== undefined && { thread }) }),
  )

const step = <T>(name: string, given: fc.Arbitrary<T>, run: (life: Life, given: T) => Promise<unknown>) =>
  given.map((value): Step => ({ name: `${name} ${JSON.stringify(value)}`, run: life => run(life, value) }))

const fenceOf = ({ fences }: Life, partition: string): Fence =>
  fences.get(partition) ?? { name: partition, epoch: 0, holder: 'nobody' }

const take = async ({ store, fences }: Life, partition: string, holder: string) => {
  const held = fences.get(partition)
  if (held) await store.leases.renew(held, -1)
  const fence = await store.leases.take(partition, holder, 60_000)
  if (fence) fences.set(partition, fence)
  return fence
}

const timeline = [
  step('append', fc.tuple(aPost, hashtags, at), ({ store }, given) => store.timeline.append(...given)),
  step('remove', fc.tuple(aName, at), ({ store }, given) => store.timeline.remove(...given)),
  step('entries', fc.tuple(aCursor, hashtags, fc.nat(4)), ({ store }, given) =>
    store.timeline.entries(...given),
  ),
]

const lanes = [
  step('enter', aChannel, ({ store }, channel) => store.lanes.enter(channel)),
  step('take', fc.tuple(aChannel, fc.constantFrom('p', 'q')), (life, [channel, holder]) =>
    take(life, channel.partition, holder),
  ),
  step('open', anAttempt, (life, begun) =>
    life.store.lanes.open(begun, fenceOf(life, begun.channel.partition)),
  ),
  step('settle', fc.tuple(anAttempt, aCursor), (life, [begun, cursor]) =>
    life.store.lanes.settle(begun, receipt(begun), cursor, fenceOf(life, begun.channel.partition)),
  ),
  step('settle the open one', fc.tuple(aChannel, at), async (life, [channel, when]) => {
    const open = (await life.store.lanes.read(channel.id))?.attempt
    if (!open) return undefined
    return life.store.lanes.settle(open, receipt(open, { at: when }), 0, fenceOf(life, channel.partition))
  }),
  step('refuse', fc.tuple(aChannel, fc.constantFrom(undefined, 'no')), async (life, [channel, reason]) => {
    const open = (await life.store.lanes.read(channel.id))?.attempt
    return open && life.store.lanes.refuse(open, reason, fenceOf(life, channel.partition))
  }),
  step('move', fc.tuple(aChannel, aCursor), (life, [channel, cursor]) =>
    life.store.lanes.move(channel.id, cursor, fenceOf(life, channel.partition)),
  ),
  step('pause', fc.tuple(aChannel, fc.boolean()), ({ store }, [{ id }, on]) =>
    store.lanes.pause(id, on ? { by: 'U1', at: noon } : undefined),
  ),
  step('stop', fc.tuple(aChannel, fc.boolean()), ({ store }, [{ id }, on]) =>
    store.lanes.stop(id, on ? { reason: 'no', at: noon } : undefined),
  ),
  step('lose', fc.tuple(aChannel, anId, fc.integer({ min: 1, max: 2 }), at), ({ store }, given) => {
    const [channel, id, count, when] = given
    const range = { count, first: `x:${id}`, last: `x:${id}` }
    return store.lanes.lose({ channel: channel.id, reason: 'no', at: when, ...range })
  }),
  step('amend', fc.tuple(aChannel, fc.boolean()), async (life, [channel, gone]) => {
    const [due] = await life.store.receipts.due(channel.id, 1)
    const fence = fenceOf(life, channel.partition)
    return due && life.store.receipts.amended(due.receipt, gone ? [] : due.posts, fence)
  }),
]

const books = [
  step('follow', fc.tuple(aChannel, aHashtag, fc.boolean(), at), ({ store }, given) => {
    const [channel, hashtag, reposts, began] = given
    return store.follows.add(follow({ channel: channel.id, hashtag, reposts, began }))
  }),
  step('unfollow', fc.tuple(aChannel, aHashtag), ({ store }, [{ id }, hashtag]) =>
    store.follows.remove(id, hashtag),
  ),
  step('notice', aNotice, ({ store }, one) => store.notices.put(one)),
  step('drop', fc.tuple(aChannel, aKey), ({ store }, [{ id }, key]) => store.notices.drop(id, key)),
  step('draft', aDraft, ({ store }, one) => store.drafts.put(one)),
  step('move a draft', fc.tuple(aKey, fc.subarray([...states]), aState, at), ({ store }, given) => {
    const [id, from, state, sentAt] = given
    return store.drafts.move(id, from, { state, sentAt })
  }),
  step('charge', fc.tuple(fc.uniqueArray(aKey), at), ({ store }, [keys, when]) =>
    store.ledger.charge(
      keys.map(resource => ({ resource, micros: 5, on: [`on:${resource < 'c'}`] })),
      when,
    ),
  ),
  step(
    'change follow',
    fc.tuple(aChannel, aHashtag, fc.boolean()),
    ({ store }, [channel, hashtag, reposts]) =>
      store.follows.change(follow({ channel: channel.id, hashtag, reposts })),
  ),
  step(
    'record',
    fc.tuple(aKey, fc.nat(3), fc.nat(2), aChannel, at),
    ({ store }, [id, was, count, { workspace }, until]) =>
      store.records.write(facts, { id, body: { count }, workspace, until }, was),
  ),
  step('forget record', fc.tuple(aKey, fc.option(fc.nat(3), { nil: undefined })), ({ store }, [id, was]) =>
    store.records.remove(facts, id, was),
  ),
  step('grant', fc.tuple(aChannel, aKey), ({ store }, [{ workspace }, to]) =>
    store.grants.add({ workspace, to, name: to, by: 'U1', at: noon }),
  ),
  step('look', fc.tuple(aChannel, names), async ({ store }, [channel, posts]) => [
    await store.timeline.posts(posts),
    await store.receipts.of(channel.id, posts),
    await store.receipts.lost(channel.id, posts),
    await Promise.all(posts.map(id => store.receipts.channels(id))),
  ]),
]

const upkeep = [
  step('retain', at, ({ store }, before) => store.retain(before)),
  step('erase', aChannel, ({ store }, { workspace }) => store.erase(workspace)),
]

/** Rarely forgotten, so that there is something to forget. */
export const life = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...timeline) },
    { weight: 10, arbitrary: fc.oneof(...lanes) },
    { weight: 6, arbitrary: fc.oneof(...books) },
    { weight: 1, arbitrary: fc.oneof(...upkeep) },
  ),
  { maxLength: 80, size: 'max' },
)

/** The answer, or what was refused. */
export const outcome = async (run: () => Promise<unknown>): Promise<unknown> => {
  try {
    return { answer: (await run()) ?? 'nothing' }
  } catch (error) {
    return { refused: error instanceof Stale ? 'Stale' : error instanceof Refusal ? 'Refusal' : 'Error' }
  }
}

/** All that can be read of a store. */
export async function everything({
  timeline,
  follows,
  lanes,
  receipts,
  notices,
  drafts,
  grants,
  ledger,
  records,
}: Store) {
  const all = ['hcsm', 'meded', 'nephjc']
  const posts = ['1', '2', '3', '4'].flatMap(id => [0, 1, 2].map(version => nameOf(id, version)))
  return Promise.all([
    timeline.entries(0, all, 100),
    timeline.newest(),
    Promise.all(all.map(tag => Promise.all([timeline.newest([tag]), timeline.latest(tag)]))),
    timeline.latest(),
    timeline.since(noon + day),
    timeline.posts(posts),
    records.list(facts),
    Promise.all([0, 1, 2, 3, 4].map(days => timeline.before(noon + days * day))),
    Promise.all(['on:true', 'on:false'].map(on => ledger.spentMonth(noon, on))),
    follows.all(),
    follows.channels(all),
    lanes.all(),
    lanes.awake(),
    lanes.undeliverable(),
    drafts.sent(0),
    Promise.all(['a', 'b', 'c', 'd'].map(id => drafts.read(id))),
    Promise.all([0, 1, 2, 3, 4].map(days => ledger.spent(noon + days * day))),
    Promise.all(channels.map(({ workspace }) => grants.of(workspace))),
    Promise.all(
      channels.map(({ id }) =>
        Promise.all([
          receipts.of(id, posts),
          receipts.due(id, 10),
          receipts.lost(id, posts),
          notices.next(id),
        ]),
      ),
    ),
    Promise.all(posts.map(id => receipts.channels(id))),
  ])
}
