/** Lanes in memory. */
import { isDeepStrictEqual } from 'node:util'
import type { ChannelId, Seq } from '#core/ids.ts'
import type { Attempt, Lane, Lanes, Undeliverable } from '#core/lane.ts'
import { isDue } from './receipts.ts'
import { by, carries, guard, type State } from './state.ts'
import type { Told } from './told.ts'

export function lose(state: State, lost: Undeliverable): void {
  const listed = state.lost.some(
    known =>
      isDeepStrictEqual(known, lost) ||
      (lost.count === 1 && known.count === 1 && known.channel === lost.channel && known.first === lost.first),
  )
  if (!listed) state.lost.push(lost)
}

function change(
  state: State,
  channel: ChannelId,
  changed: { [Key in keyof Lane]?: Lane[Key] | undefined },
): void {
  const lane = state.lanes.get(channel)
  if (!lane) return
  const whole = Object.entries({ ...lane, ...changed }).filter(([, value]) => value !== undefined)
  state.lanes.set(channel, Object.fromEntries(whole) as unknown as Lane)
}

const move = (state: State, channel: ChannelId, cursor: Seq) =>
  change(state, channel, { cursor: Math.max(cursor, state.lanes.get(channel)?.cursor ?? 0) })

const isOpen = (state: State, { key, channel }: Attempt) => state.lanes.get(channel.id)?.attempt?.key === key

export const lanes = (state: State): Told<Lanes> => ({ ...going(state), ...attempts(state) })

const attempts = (state: State): Pick<Told<Lanes>, 'open' | 'settle' | 'refuse' | 'move'> => ({
  open(attempt, fence) {
    guard(state, attempt.channel.id, fence)
    const other = state.lanes.get(attempt.channel.id)?.attempt
    if (other && other.key !== attempt.key) throw new Error('The lane has an open attempt already.')
    change(state, attempt.channel.id, { attempt })
  },
  settle(attempt, receipt, cursor, fence) {
    const channel = attempt.channel.id
    guard(state, channel, fence)
    state.receipts = [...state.receipts.filter(({ key }) => key !== receipt.key), receipt]
    const key = attempt.notice?.key
    if (key !== undefined) {
      state.said.push({ channel, key, at: receipt.at })
      state.notices = state.notices.filter(one => one.channel !== channel || one.key !== key)
    }
    move(state, channel, cursor)
    if (isOpen(state, attempt)) change(state, channel, { attempt: undefined })
  },
  refuse(attempt, reason, fence) {
    const channel = attempt.channel.id
    guard(state, channel, fence)
    if (!isOpen(state, attempt)) return
    change(state, channel, { attempt: undefined })
    if (reason === undefined) return
    state.notices = state.notices.filter(one => !isDeepStrictEqual(one, attempt.notice))
    if (attempt.notice) return
    for (const { post } of attempt.posts)
      lose(state, { channel, reason, at: attempt.at, count: 1, first: post, last: post })
  },
  move(channel, cursor, fence) {
    guard(state, channel, fence)
    move(state, channel, cursor)
  },
})

const going = (state: State): Omit<Told<Lanes>, 'open' | 'settle' | 'refuse' | 'move'> => ({
  read: channel => state.lanes.get(channel),
  enter(channel) {
    const known = state.lanes.get(channel.id)
    const name = known?.channel.name
    const entered = {
      cursor: state.seq,
      ...known,
      channel: { ...(name !== undefined && { name }), ...channel },
    }
    state.lanes.set(channel.id, entered)
    return entered
  },
  all: () => [...state.lanes.values()].sort(by(({ channel }) => channel.id)),
  awake: () =>
    [...state.lanes.values()]
      .filter(lane => isAwake(state, lane))
      .map(({ channel }) => channel.id)
      .sort(),
  pause: (channel, paused) => change(state, channel, { paused }),
  stop: (channel, stopped) => change(state, channel, { stopped }),
  lose: lost => lose(state, lost),
  undeliverable: channel => state.lost.filter(lost => channel === undefined || lost.channel === channel),
})

function isAwake(state: State, { channel: { id }, cursor, attempt, paused, stopped }: Lane): boolean {
  if (state.receipts.some(receipt => receipt.channel === id && isDue(state, receipt))) return true
  if (stopped) return false
  if (attempt || state.notices.some(({ channel }) => channel === id)) return true
  const followed = state.follows.filter(({ channel }) => channel === id).map(({ hashtag }) => hashtag)
  return !paused && state.entries.some(entry => entry.seq > cursor && carries(entry, followed))
}
