/** Follow: the channel mirrors a chat from now on. */
import { Refusal } from '#core/errors.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import type { Hashtag } from '#core/ids.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { refusal } from '#core/said.ts'
import type { Action, Line } from '#core/saying.ts'
import { command } from './command.ts'
import { afford } from './money.ts'

/** How many posts from before are offered. */
export const lately = 10

export const follow = command({
  name: 'follow',
  aliases: ['subscribe'],
  about: 'Mirror a chat in this channel',
  may: 'manage',
  takes: {
    hashtag: { kind: 'hashtag', about: 'the chat’s hashtag, such as #hcsm' },
    reposts: { kind: 'flag', about: 'also show what merely passes posts on' },
  },
  examples: ['follow #hcsm', 'follow #hcsm reposts'],

  async run({ hashtag, reposts }, { channel, member }, parts) {
    const { store, clock } = parts
    await store.lanes.enter(channel)
    const kept: Follow = { channel: channel.id, hashtag, began: clock.now(), by: member.id, reposts }
    if (!(await store.follows.add(kept))) throw new Refusal(`This channel follows #${hashtag} already.`)
    try {
      await stepIn(hashtag, parts)
      await announce(kept, member.name, parts)
    } catch (error) {
      await store.follows.remove(channel.id, hashtag)
      await parts.follows()
      throw error
    }
    return welcome(hashtag, parts)
  },
})

/** @throws Refusal when the network will not have it. */
async function stepIn(hashtag: Hashtag, parts: Parts): Promise<void> {
  const refused = (await parts.follows()).find(one => one.hashtag === hashtag)
  if (refused) throw new Refusal(`X does not accept #${hashtag}: ${refused.reason} Nothing was changed.`)
}

/** Following proves itself by speaking in the channel: a missing invitation shows at once. */
async function announce(
  { channel, hashtag, by, began, reposts }: Follow,
  name: string,
  parts: Parts,
): Promise<void> {
  const key = `follow:${hashtag}:${began}`
  const line: Line = [
    { member: by, name },
    ' made this channel follow ',
    { bold: `#${hashtag}` },
    reposts ? ', reposts too.' : '.',
    ' New posts appear here; press Reply on X under one to answer it.',
  ]
  await parts.store.lanes.stop(channel, undefined)
  await parts.store.notices.put({ channel, key, at: began, saying: { lines: [line] } })
  parts.wake(channel)
  const reason = await refusal(channel, parts)
  if (reason === undefined) return
  await parts.store.notices.drop(channel, key)
  throw new Refusal(`${reason} Nothing is followed until then.`)
}

/** When the chat last spoke, and the offer to show it: nobody should stare at an empty channel until Wednesday. */
async function welcome(hashtag: Hashtag, parts: Parts): Promise<Feedback> {
  const said = await lastSpoke(hashtag, parts)
  const price = lately * parts.source.price
  const offer: Action = {
    label: `Show the last ${lately} posts (at most ${dollars(price)})`,
    press: { does: 'recent', of: hashtag },
  }
  return {
    kind: 'say',
    replaces: false,
    saying: {
      lines: [[`This channel follows `, { bold: `#${hashtag}` }, '.'], ...said.lines],
      ...(said.alive && { actions: [offer] }),
    },
  }
}

async function lastSpoke(
  hashtag: Hashtag,
  parts: Parts,
): Promise<{ lines: readonly Line[]; alive: boolean }> {
  try {
    await afford(5_000, parts)
    const { posts, last, charges } = await parts.source.activity(hashtag)
    await parts.store.ledger.charge(charges, parts.clock.now())
    if (last === undefined)
      return { lines: [`Nobody has used #${hashtag} in the last seven days.`], alive: false }
    return {
      lines: [
        [
          `It last spoke on `,
          { at: last, show: 'date' },
          ' towards ',
          { at: last, show: 'time' },
          `: ${posts} posts in seven days.`,
        ],
      ],
      alive: true,
    }
  } catch (error) {
    parts.log.info(
      { hashtag, reason: error instanceof Error ? error.message : String(error) },
      'activity not known',
    )
    return { lines: ['When it last spoke could not be found out just now.'], alive: true }
  }
}
