/** Takes in one reading of a network: pays for it, and writes down what is new, once. */
import { chatAccount } from './budget.ts'
import { belongsTo } from './hashtag.ts'
import type { ChannelId, Instant, Micros, PostId } from './ids.ts'
import type { Charge } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Plan } from './plan.ts'
import { echoed } from './publish.ts'
import type { Reading, Sighting } from './source.ts'

type Needs = Pick<Parts, 'store' | 'publisher' | 'clock' | 'log' | 'wake'>

/** What a reading came to. */
export interface Watched {
  /** New posts and later versions of known ones. */
  readonly admitted: number
  /** Already there. */
  readonly known: number
  /** Spent this UTC day, so far. */
  readonly spent: Micros
  /** Whether what is to be read may be other than before. */
  readonly changesPlan?: boolean
}

/** What is read is booked on those of `plan`, and may change it. */
export async function watch(
  reading: Reading,
  parts: Needs,
  plan: Pick<Plan, 'payers' | 'opens'> = nobody,
): Promise<Watched> {
  const now = parts.clock.now()
  switch (reading.kind) {
    case 'posts': {
      const spent = await parts.store.ledger.charge(booked(reading.charges, plan), now)
      const admitted = await admit(reading.sightings, now, parts)
      const changesPlan = admitted > 0 && (await opensMore(reading.sightings, plan, parts))
      return { admitted, known: reading.sightings.length - admitted, spent, changesPlan }
    }
    case 'removed':
      for (const post of reading.posts) await remove(post, parts)
      break
    case 'malformed':
      parts.log.warn({ why: reading.why }, 'not understood')
      break
    case 'complete':
      break
    case 'state':
      parts.log.info({ state: reading.state, reason: reading.reason, until: reading.until }, 'reading')
  }
  return { admitted: 0, known: 0, spent: await parts.store.ledger.spent(now) }
}

const nobody: Pick<Plan, 'payers' | 'opens'> = { payers: new Map(), opens: undefined }

/** A chat's charges are those of everyone who has it read. */
function booked(charges: readonly Charge[], { payers }: Pick<Plan, 'payers'>): Charge[] {
  const all = new Map([...payers].map(([hashtag, accounts]) => [chatAccount(hashtag), accounts]))
  return charges.map(charge => ({
    ...charge,
    on: [...new Set((charge.on ?? []).flatMap(account => all.get(account) ?? [account]))],
  }))
}

/** Whether one of these begins a conversation that is to be read whole: our own, or a named account's. */
async function opensMore(
  sightings: readonly Sighting[],
  { opens }: Pick<Plan, 'opens'>,
  { store }: Needs,
): Promise<boolean> {
  if (!opens) return false
  for (const { post } of sightings)
    if (opens.has(post.author.handle.toLowerCase()) || (await store.drafts.ofPost(post.id))) return true
  return false
}

/** In the order given. Our own posts settle their drafts first: what says so in the channel goes ahead of them. */
async function admit(sightings: readonly Sighting[], now: Instant, parts: Needs): Promise<number> {
  let admitted = 0
  for (const { post, matched } of sightings) {
    const hashtags = belongsTo(post, matched)
    await echoed(post, parts)
    const entry = await parts.store.timeline.append(post, hashtags, now)
    if (!entry) continue
    admitted += 1
    parts.log.debug({ post: post.id, seq: entry.seq, kind: entry.kind }, 'admitted')
    const concerned = await (entry.kind === 'edited'
      ? parts.store.receipts.channels(post.id)
      : parts.store.follows.channels(hashtags))
    wakeAll(concerned, parts)
  }
  return admitted
}

/** Takes a post out of the timeline and, by receipt, out of every channel. False when it was gone already. */
export async function remove(
  post: PostId,
  parts: Pick<Parts, 'store' | 'clock' | 'log' | 'wake'>,
): Promise<boolean> {
  const entry = await parts.store.timeline.remove(post, parts.clock.now())
  if (!entry) return false
  parts.log.info({ post: entry.post, seq: entry.seq }, 'removed')
  wakeAll(await parts.store.receipts.channels(entry.post), parts)
  return true
}

function wakeAll(channels: readonly ChannelId[], { wake }: Pick<Parts, 'wake'>): void {
  for (const channel of channels) wake(channel)
}
