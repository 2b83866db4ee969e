/** The smaller books in memory. */
import type { Draft, Drafts } from '#core/draft.ts'
import type { Follows } from '#core/follow.ts'
import type { Grants } from '#core/grant.ts'
import type { Instant } from '#core/ids.ts'
import type { Leases } from '#core/lease.ts'
import type { Ledger } from '#core/ledger.ts'
import type { Notices } from '#core/notice.ts'
import type { Fact, Kind, Page } from '#core/records.ts'
import { by, type State } from './state.ts'
import type { Told } from './told.ts'

export const follows = (state: State): Told<Follows> => ({
  add(follow) {
    const known = state.follows.some(
      ({ channel, hashtag }) => channel === follow.channel && hashtag === follow.hashtag,
    )
    if (!known) state.follows.push(follow)
    return !known
  },
  change(follow) {
    const at = state.follows.findIndex(
      ({ channel, hashtag }) => channel === follow.channel && hashtag === follow.hashtag,
    )
    if (at >= 0) state.follows[at] = follow
    return at >= 0
  },
  remove(channel, hashtag) {
    const before = state.follows.length
    state.follows = state.follows.filter(one => one.channel !== channel || one.hashtag !== hashtag)
    return state.follows.length < before
  },
  of: channel => state.follows.filter(one => one.channel === channel),
  all: () => state.follows,
  channels: hashtags =>
    [
      ...new Set(
        state.follows.filter(({ hashtag }) => hashtags.includes(hashtag)).map(({ channel }) => channel),
      ),
    ].sort(),
})

export const notices = (state: State): Told<Notices> => ({
  put(notice) {
    const same = (one: { channel: string; key: string }) =>
      one.channel === notice.channel && one.key === notice.key
    if (state.said.some(same)) return
    const unsent = state.notices.findIndex(same)
    if (unsent < 0) state.notices.push(notice)
    else state.notices[unsent] = notice
  },
  next: channel => state.notices.find(notice => notice.channel === channel),
  drop(channel, key) {
    state.notices = state.notices.filter(one => one.channel !== channel || one.key !== key)
  },
})

const sentAt = ({ sentAt, at }: Draft): Instant => sentAt ?? at

export const drafts = ({ drafts: kept }: State): Told<Drafts> => ({
  put(draft) {
    if ((kept.get(draft.id)?.state ?? 'pending') !== 'pending') return
    for (const one of kept.values())
      if (
        one.state === 'pending' &&
        one.by === draft.by &&
        one.channel.id === draft.channel.id &&
        one.thread === draft.thread
      )
        kept.set(one.id, { ...one, state: 'dropped' })
    kept.set(draft.id, draft)
  },
  read: id => kept.get(id),
  move(id, from, to) {
    const draft = kept.get(id)
    if (!draft || !from.includes(draft.state)) return undefined
    const moved = { ...draft, ...to }
    kept.set(id, moved)
    return moved
  },
  sent: since =>
    [...kept.values()]
      .filter(one => ['sending', 'unknown', 'posted'].includes(one.state) && sentAt(one) >= since)
      .sort(by(sentAt, ({ id }) => id))
      .toReversed(),
  ofPost: post => [...kept.values()].find(draft => draft.post === post),
})

export const grants = (state: State): Told<Grants> => ({
  add(grant) {
    const known = state.grants.some(one => one.workspace === grant.workspace && one.to === grant.to)
    if (!known) state.grants.push(grant)
    return !known
  },
  remove(workspace, to) {
    const before = state.grants.length
    state.grants = state.grants.filter(one => one.workspace !== workspace || one.to !== to)
    return state.grants.length < before
  },
  of: workspace =>
    state.grants
      .filter(one => one.workspace === workspace)
      .sort(
        by(
          ({ at }) => at,
          ({ to }) => to,
        ),
      ),
  narrowed: workspace => state.narrowed.has(workspace),
  narrow(workspace, narrowed) {
    if (narrowed) state.narrowed.add(workspace)
    else state.narrowed.delete(workspace)
  },
})

export const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10)

export function ledger({ charges: kept, booked }: State): Told<Ledger> {
  const sum = (days: string, on = '') =>
    [...booked]
      .filter(([id]) => id.startsWith(days) && id.slice(11) === on)
      .reduce((all, [, micros]) => all + micros, 0)
  const spent = (at: Instant, on?: string) => sum(dayOf(at), on)
  return {
    charge(charges, at) {
      for (const { resource, micros, on = [] } of charges) {
        const id = `${dayOf(at)} ${resource}`
        if (kept.has(id)) continue
        kept.set(id, micros)
        for (const account of new Set(['', ...on])) {
          const book = `${dayOf(at)} ${account}`
          booked.set(book, (booked.get(book) ?? 0) + micros)
        }
      }
      return spent(at)
    },
    spent,
    spentMonth: (at, on) => sum(dayOf(at).slice(0, 7), on),
  }
}

export function leases({ leases: kept }: State): Told<Leases> {
  const isHeld = ({ name, epoch, holder }: Parameters<Leases['release']>[0]) => {
    const held = kept.get(name)
    return held?.epoch === epoch && held.holder === holder
  }
  return {
    take(name, holder, ttlMs) {
      const held = kept.get(name)
      const own = held?.holder === holder
      if (held && !own && held.until > performance.now()) return undefined
      const fence = { name, epoch: (held?.epoch ?? 0) + (own ? 0 : 1), holder }
      kept.set(name, { ...fence, until: performance.now() + ttlMs })
      return fence
    },
    renew(fence, ttlMs) {
      if (!isHeld(fence)) return false
      kept.set(fence.name, { ...fence, until: performance.now() + ttlMs })
      return true
    },
    release(fence) {
      if (isHeld(fence)) kept.set(fence.name, { ...fence, holder: '', until: 0 })
    },
  }
}

export function records({ records: kept }: State) {
  const nameOf = ({ name }: Kind<unknown>, id: string) => JSON.stringify([name, id])
  const read = (kind: Kind<unknown>, id: string) => kept.get(nameOf(kind, id))
  return {
    read,
    write(kind: Kind<unknown>, fact: Fact<unknown>, was: number) {
      if ((read(kind, fact.id)?.version ?? 0) !== was) return undefined
      kept.set(nameOf(kind, fact.id), { ...fact, version: was + 1 })
      return read(kind, fact.id)
    },
    remove(kind: Kind<unknown>, id: string, was?: number) {
      if (was !== undefined && read(kind, id)?.version !== was) return false
      return kept.delete(nameOf(kind, id))
    },
    list: ({ name }: Kind<unknown>, { workspace, after = '', limit = 1000 }: Page = {}) =>
      [...kept]
        .filter(([id]) => JSON.parse(id)[0] === name)
        .map(([, one]) => one)
        .filter(one => one.id > after && (workspace === undefined || one.workspace === workspace))
        .sort(by(({ id }) => id))
        .slice(0, limit),
  }
}
