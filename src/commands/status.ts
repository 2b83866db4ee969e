/** Status: how reading fares, what it costs, how far this channel is, what it did not get and why. */
import { standing } from '#core/account.ts'
import { completenesses } from '#core/completeness.ts'
import { say } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import type { Undeliverable } from '#core/lane.ts'
import { dollars } from '#core/ledger.ts'
import { waiting } from '#core/owed.ts'
import type { Parts } from '#core/parts.ts'
import type { Line } from '#core/saying.ts'
import type { Channel } from '#core/workspace.ts'
import { command } from './command.ts'

/** As many as one reads; the rest is counted. */
const mostReasons = 5

export const status = command({
  name: 'status',
  about: 'How reading fares, what it cost today, what waits here',
  may: 'anyone',
  takes: {},

  async run(_, { channel }, parts) {
    const { store, clock, dailyMicros } = parts
    const follows = await store.follows.of(channel.id)
    const spent = await store.ledger.spent(clock.now())
    const { account, trouble } = await standing(parts)
    return say(
      follows.length > 0
        ? ['This channel follows ', { bold: follows.map(({ hashtag }) => `#${hashtag}`).join(', ') }, '.']
        : 'This channel follows nothing.',
      ...(await completenessLines(follows, parts)),
      `Reading X: ${parts.reading()}. Today cost ${dollars(spent)} of at most ${dollars(dailyMicros)} (UTC day, all channels).`,
      account
        ? `The team speaks as @${account.handle}.`
        : (trouble ?? 'No team account is set up: members post on X as themselves.'),
      ...(await laneLines(channel, parts)),
      `This workspace is ${channel.workspace}.`,
    )
  },
})

async function completenessLines(follows: readonly Follow[], { store }: Parts): Promise<Line[]> {
  const kept = await Promise.all(follows.map(({ hashtag }) => store.records.read(completenesses, hashtag)))
  return kept.flatMap(one => {
    if (!one) return []
    const { have, counted, beside, window } = one.body
    const more = beside > 0 ? `, and ${beside} that X does not count there` : ''
    const line: Line = [
      `#${one.id}, last measured up to `,
      { at: window.until, show: 'date' },
      ', ',
      { at: window.until, show: 'time' },
      `: ${Math.min(have, counted)} of the ${counted} posts X counts${more}.`,
    ]
    return [line]
  })
}

async function laneLines(channel: Channel, { store }: Parts): Promise<Line[]> {
  const lane = await store.lanes.read(channel.id)
  if (!lane) return []
  const posts = await waiting(lane, store)
  const lost = await store.lanes.undeliverable(channel.id)
  const oldest = posts[0]
  return [
    ...(lane.paused
      ? [
          [
            `Paused since `,
            { at: lane.paused.at, show: 'date' },
            ', ',
            { at: lane.paused.at, show: 'time' },
            '.',
          ] as Line,
        ]
      : []),
    ...(lane.stopped ? [`Stopped: ${lane.stopped.reason}`] : []),
    oldest
      ? [`${posts.length} posts wait to be shown, the oldest of `, { at: oldest.at, show: 'time' }, '.']
      : 'Nothing waits to be shown.',
    ...reasons(lost),
  ]
}

function reasons(lost: readonly Undeliverable[]): Line[] {
  const counts = new Map<string, number>()
  for (const { reason, count } of lost) counts.set(reason, (counts.get(reason) ?? 0) + count)
  const all = [...counts].map(([reason, count]): Line => `Not shown: ${count} (${reason}).`)
  return all.length > mostReasons
    ? [...all.slice(0, mostReasons), `… and ${all.length - mostReasons} more reasons.`]
    : all
}
