/** Receipts in memory. */
import type { ChannelId, PostId } from '#core/ids.ts'
import type { Receipt, Receipts, Shown } from '#core/lane.ts'
import { by, guard, isRemoved, named, type State, shows } from './state.ts'
import type { Told } from './told.ts'

/** Removed on its network, or not to be shown in this channel. */
const isGone = (state: State, channel: ChannelId, post: PostId): boolean =>
  isRemoved(state, post) ||
  state.lost.some(lost => lost.channel === channel && lost.count === 1 && lost.first === post)

const isOld = (state: State, channel: ChannelId, { post, version }: Shown): boolean =>
  isGone(state, channel, post) || (state.posts.get(post)?.version ?? 0) > version

export const isDue = (state: State, { channel, posts }: Receipt): boolean =>
  posts.some(shown => isOld(state, channel, shown))

export const receipts = (state: State): Told<Receipts> => ({
  of: (channel, posts) =>
    state.receipts
      .filter(
        one => one.channel === channel && posts.some(id => shows(one, named(state, id)) || shows(one, id)),
      )
      .sort(
        by(
          ({ at }) => at,
          ({ key }) => key,
        ),
      ),
  lost: (channel, posts) =>
    state.lost
      .filter(lost => lost.channel === channel && lost.count === 1 && posts.includes(lost.first))
      .map(({ first }) => first),
  ofMessage: (channel, message) =>
    state.receipts.find(receipt => receipt.channel === channel && receipt.message === message),
  channels: post =>
    [
      ...new Set(
        state.receipts.filter(receipt => shows(receipt, named(state, post))).map(({ channel }) => channel),
      ),
    ].sort(),
  due: (channel, limit) =>
    state.receipts
      .filter(receipt => receipt.channel === channel && isDue(state, receipt))
      .sort(
        by(
          ({ posts }) => (posts.some(({ post }) => isGone(state, channel, post)) ? 0 : 1),
          ({ at }) => at,
          ({ key }) => key,
        ),
      )
      .slice(0, limit)
      .map(receipt => ({
        receipt,
        posts: receipt.posts
          .filter(({ post }) => !isGone(state, channel, post))
          .map(({ post, version }) => ({
            post,
            version: Math.max(version, state.posts.get(post)?.version ?? 0),
          })),
      })),
  amended(receipt, posts, fence) {
    guard(state, receipt.channel, fence)
    state.receipts = state.receipts.flatMap(one => {
      if (one.key !== receipt.key) return [one]
      return posts.length > 0 ? [{ ...receipt, posts }] : []
    })
  },
})
