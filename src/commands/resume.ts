/** Resume: the channel goes on; when much has piled up, it is asked how. */
import { digest } from '#core/digest.ts'
import { Refusal } from '#core/errors.ts'
import { type Feedback, say, sayInstead } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Lane } from '#core/lane.ts'
import { waiting } from '#core/owed.ts'
import type { Parts } from '#core/parts.ts'
import { type Post, plain } from '#core/post.ts'
import type { Action } from '#core/saying.ts'
import { command } from './command.ts'
import { check } from './may.ts'
import { tell } from './tell.ts'

/** More than this is a flood, and is asked about. */
const flood = 50

const ways: readonly { does: string; label: string }[] = [
  { does: 'resume-all', label: 'All of them' },
  { does: 'resume-digest', label: 'A digest' },
  { does: 'resume-now', label: 'Only from now on' },
]

export const resume = command({
  name: 'resume',
  aliases: ['unpause'],
  about: 'Go on after a pause',
  may: 'manage',
  takes: {},

  async run(_, asked, parts) {
    const lane = await pausedLane(asked, parts)
    const posts = await waiting(lane, parts.store)
    if (posts.length <= flood) return goOn(asked, posts.length, parts)
    const actions = ways.map(({ does, label }): Action => ({ label, press: { does, of: 'here' } }))
    return {
      kind: 'say',
      replaces: false,
      saying: { lines: [`${posts.length} posts have waited. What should the channel get?`], actions },
    }
  },
})

async function pausedLane({ channel }: Invocation, parts: Parts): Promise<Lane> {
  const lane = await parts.store.lanes.read(channel.id)
  if (!lane?.paused && !lane?.stopped) throw new Refusal('This channel is not paused.')
  return lane
}

/** The answer to what was asked: all, a digest, or from now. */
export async function resumeWith(does: string, asked: Invocation, parts: Parts): Promise<Feedback> {
  await check('manage', asked, parts)
  const lane = await pausedLane(asked, parts)
  const posts = await waiting(lane, parts.store)
  if (does !== 'resume-all') {
    const { channel } = asked
    const reason = does === 'resume-digest' ? 'told in a digest' : 'skipped on resuming'
    if (does === 'resume-digest')
      await parts.store.notices.put({
        channel: channel.id,
        key: `digest:${asked.id}`,
        at: parts.clock.now(),
        saying: digest(`While this channel was paused: ${posts.length} posts`, byWeight(posts)),
      })
    for (const { id } of posts)
      await parts.store.lanes.lose({
        channel: channel.id,
        reason,
        at: parts.clock.now(),
        count: 1,
        first: id,
        last: id,
      })
  }
  return goOn(asked, does === 'resume-all' ? posts.length : 0, parts)
}

async function goOn(asked: Invocation, count: number, parts: Parts): Promise<Feedback> {
  const { channel, member, kind } = asked
  await parts.store.lanes.stop(channel.id, undefined)
  await parts.store.lanes.pause(channel.id, undefined)
  await tell(channel, [{ member: member.id, name: member.name }, ' resumed this channel.'], parts)
  const line = count > 0 ? `Resumed: ${count} posts that waited are on their way.` : 'Resumed.'
  return kind === 'press' ? sayInstead([line]) : say(line)
}

/** Those with the most to say first, each author once before anyone twice; told in the order they were said. */
function byWeight(posts: readonly Post[]): Post[] {
  const turns = new Map<string, number>()
  const ranked = posts
    .map(post => {
      const turn = turns.get(post.author.id) ?? 0
      turns.set(post.author.id, turn + 1)
      return { post, turn, length: plain(post.text).length + (post.answers ? 0 : 100) }
    })
    .sort((one, other) => one.turn - other.turn || other.length - one.length)
  const chosen = new Set(ranked.slice(0, 10).map(({ post }) => post))
  return [...posts.filter(post => chosen.has(post)), ...posts.filter(post => !chosen.has(post))]
}
