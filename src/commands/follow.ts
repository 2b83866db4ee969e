/** Follow: the channel mirrors a chat from now on. */
import { NetworkError, Refusal } from '#core/errors.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import { toHashtag } from '#core/hashtag.ts'
import type { Hashtag } from '#core/ids.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Lane } from '#core/lane.ts'
import { dollars } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { refusal } from '#core/said.ts'
import type { Action, Line } from '#core/saying.ts'
import { command } from './command.ts'
import { check } from './may.ts'
import { type Outlook, outlook } from './outlook.ts'

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

  async run({ hashtag, reposts }, asked, parts) {
    if ((await parts.store.follows.of(asked.channel.id)).some(one => one.hashtag === hashtag))
      throw new Refusal(`This channel follows #${hashtag} already.`)
    const ahead = await outlook(hashtag, reposts, parts)
    if ((ahead.monthMicros ?? 0) > askAboveMicros) return question(hashtag, reposts, ahead)
    return begin(hashtag, { reposts, ahead, asked, parts })
  },
})

/** A chat that is expected to cost more in a month than this is asked about. */
const askAboveMicros = 25_000_000

function question(hashtag: Hashtag, reposts: boolean, { lines }: Outlook): Feedback {
  const does = reposts ? 'follow-all' : 'follow-sure'
  const actions: Action[] = [
    { label: 'Follow it', style: 'primary', press: { does, of: hashtag } },
    { label: 'No', press: { does: 'never-mind', of: 'here' } },
  ]
  const hint = 'Reading hours (`hours`) and a budget (`budget`) keep it small. Follow it?'
  return { kind: 'say', replaces: false, saying: { lines: [...lines, hint], actions } }
}

/** It was asked whether it may cost that much, and it may. */
export async function followSure(of: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  await check('manage', asked, parts)
  const hashtag = toHashtag(of)
  if (hashtag === undefined) throw new Refusal('That is no hashtag.')
  const reposts = asked.kind === 'press' && asked.press.does === 'follow-all'
  const begun = await begin(hashtag, { reposts, ahead: { lines: [], alive: true }, asked, parts })
  return begun.kind === 'say' ? { ...begun, replaces: true } : begun
}

interface Beginning {
  readonly reposts: boolean
  readonly ahead: Outlook
  readonly asked: Invocation
  readonly parts: Parts
}

async function begin(hashtag: Hashtag, { reposts, ahead, asked, parts }: Beginning): Promise<Feedback> {
  const { store, clock } = parts
  const { channel, member } = asked
  const lane = await store.lanes.enter(channel)
  const kept: Follow = { channel: channel.id, hashtag, began: clock.now(), by: member.id, reposts }
  if (!(await store.follows.add(kept))) throw new Refusal(`This channel follows #${hashtag} already.`)
  const later = await proved(kept, member.name, parts).catch(async (error: unknown) => {
    await store.follows.remove(channel.id, hashtag)
    await settled(parts.follows())
    throw error
  })
  const lines: Line[] = [[`This channel follows `, { bold: `#${hashtag}` }, '.']]
  const saying = { lines: [...lines, ...later, ...stillPaused(lane, parts), ...ahead.lines] }
  return {
    kind: 'say',
    replaces: false,
    saying: ahead.alive ? { ...saying, actions: [offer(hashtag, parts)] } : saying,
  }
}

/** Nobody should stare at an empty channel until Wednesday. */
const offer = (hashtag: Hashtag, { source }: Parts): Action => ({
  label: `Show the last ${lately} posts (at most ${dollars(lately * source.price)})`,
  press: { does: 'recent', of: hashtag },
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
