/** Follow: the channel mirrors a chat from now on. */
import { shortage } from '#core/afford.ts'
import { NetworkError, Refusal } from '#core/errors.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import type { Hashtag } from '#core/ids.ts'
import type { Lane } from '#core/lane.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { refusal } from '#core/said.ts'
import type { Action, Line } from '#core/saying.ts'
import { command } from './command.ts'

/** How many posts from before are offered. */
export const lately = 10
/** What asking how alive a chat is costs at most. */
const countsMicros = 5_000

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
    const lane = await store.lanes.enter(channel)
    const kept: Follow = { channel: channel.id, hashtag, began: clock.now(), by: member.id, reposts }
    if (!(await store.follows.add(kept))) throw new Refusal(`This channel follows #${hashtag} already.`)
    const later = await proved(kept, member.name, parts).catch(async (error: unknown) => {
      await store.follows.remove(channel.id, hashtag)
      await settled(parts.follows())
      throw error
    })
    return welcome(hashtag, { before: [...later, ...stillPaused(lane, parts)], parts })
  },
})

async function proved(kept: Follow, name: string, parts: Parts): Promise<readonly Line[]> {
  const later = await stepIn(kept.hashtag, parts)
  await announce(kept, name, parts)
  return later
}

/** What went wrong before is what is told. */
const settled = (job: Promise<unknown>): Promise<unknown> => Promise.allSettled([job])

/** Resolves with what to say when the network has yet to hear of it. @throws Refusal when it will not have it. */
async function stepIn(hashtag: Hashtag, parts: Parts): Promise<Line[]> {
  try {
    const refused = (await parts.follows()).find(one => one.hashtag === hashtag)
    if (refused) throw new Refusal(`X does not accept #${hashtag}: ${refused.reason} Nothing was changed.`)
    return []
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    if (error.next.next !== 'retry' && error.next.next !== 'unsure')
      throw new Refusal(`${error.message} Nothing was changed.`, { cause: error })
    return [`${error.message} It is asked again by itself; posts come once X answers.`]
  }
}

const stillPaused = ({ paused }: Lane, { command: called }: Parts): Line[] =>
  paused ? [`This channel is paused: posts wait until \`${called} resume\`.`] : []

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
  throw new Refusal(`${reason} Until then #${hashtag} is not followed here.`)
}

interface Welcoming {
  /** What is to be known first. */
  readonly before: readonly Line[]
  readonly parts: Parts
}

/** When the chat last spoke, and the offer to show it: nobody should stare at an empty channel until Wednesday. */
async function welcome(hashtag: Hashtag, { before, parts }: Welcoming): Promise<Feedback> {
  const said = await lastSpoke(hashtag, parts)
  const offer: Action = {
    label: `Show the last ${lately} posts (at most ${dollars(lately * parts.source.price)})`,
    press: { does: 'recent', of: hashtag },
  }
  return {
    kind: 'say',
    replaces: false,
    saying: {
      lines: [[`This channel follows `, { bold: `#${hashtag}` }, '.'], ...before, ...said.lines],
      ...(said.alive && { actions: [offer] }),
    },
  }
}

interface Alive {
  readonly lines: readonly Line[]
  /** Whether there is something to show. */
  readonly alive: boolean
}

/** Following does not hang on it: what cannot be known is said, and that is that. */
async function lastSpoke(hashtag: Hashtag, parts: Parts): Promise<Alive> {
  const short = await shortage(countsMicros, parts)
  if (short !== undefined)
    return { lines: [`When #${hashtag} last spoke was not looked up. ${short}`], alive: false }
  try {
    const { posts, last, charges } = await parts.source.activity(hashtag)
    await parts.store.ledger.charge(charges, parts.clock.now())
    if (last === undefined)
      return { lines: [`Nobody has used #${hashtag} in the last seven days.`], alive: false }
    const when: Line = [
      'It last spoke on ',
      { at: last, show: 'date' },
      ' towards ',
      { at: last, show: 'time' },
      `: ${posts} posts in seven days.`,
    ]
    return { lines: [when], alive: true }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    parts.log.info({ hashtag, reason: error.message }, 'activity not known')
    return { lines: ['When it last spoke could not be found out just now.'], alive: true }
  }
}
