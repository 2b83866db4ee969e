/** Unfollow: the channel mirrors a chat no longer. */
import { Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import { command } from './command.ts'
import { tell } from './tell.ts'

export const unfollow = command({
  name: 'unfollow',
  aliases: ['unsubscribe'],
  about: 'Mirror a chat in this channel no longer',
  may: 'manage',
  takes: { hashtag: { kind: 'hashtag', about: 'the chat’s hashtag, such as #hcsm' } },
  examples: ['unfollow #hcsm'],

  async run({ hashtag }, { channel, member }, parts) {
    if (!(await parts.store.follows.remove(channel.id, hashtag))) {
      const others = (await parts.store.follows.of(channel.id)).map(one => `#${one.hashtag}`)
      const follows = others.length > 0 ? `It follows ${others.join(', ')}.` : 'It follows nothing.'
      throw new Refusal(`This channel does not follow #${hashtag}. ${follows}`)
    }
    await parts.follows()
    await tell(
      channel,
      [{ member: member.id, name: member.name }, ' ended following ', { bold: `#${hashtag}` }, ' here.'],
      parts,
    )
    return say(`This channel no longer follows #${hashtag}. What it has stays, and stays up to date.`)
  },
})
