/** Remove: a post is taken out of this workspace at once, as its author may ask. */
import { Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import { withdraw } from '#core/withdraw.ts'
import { command } from './command.ts'

export const remove = command({
  name: 'remove',
  aliases: ['takedown'],
  about: 'Take a post out of this workspace, for an author who asks',
  may: 'manage',
  takes: { link: { kind: 'address', about: 'where the post stands on X' } },
  examples: ['remove https://x.com/someone/status/1234567890123456789'],

  async run({ link }, { channel }, parts) {
    const post = parts.publisher.toPost(link)
    if (post === undefined)
      throw new Refusal(
        'That is no address of a post: https://x.com/…/status/… is the form. Nothing was removed.',
      )
    const count = await withdraw(post, channel.workspace, parts)
    if (count === 0) return say('No channel of this workspace has that post, and none will get it.')
    return say(
      `It is being taken out of ${count === 1 ? 'one channel' : `${count} channels`}, and will not come back. On X it stays as it is.`,
    )
  },
})
