/** Pause: the channel gets no posts for a while, and none is lost meanwhile. */
import { Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import { command } from './command.ts'
import { tell } from './tell.ts'

export const pause = command({
  name: 'pause',
  about: 'Hold back new posts in this channel until resumed',
  may: 'manage',
  takes: {},

  async run(_, { channel, member }, parts) {
    const lane = await parts.store.lanes.read(channel.id)
    if (!lane || (await parts.store.follows.of(channel.id)).length === 0)
      throw new Refusal('This channel follows nothing that could be paused.')
    if (lane.paused) throw new Refusal(`It is paused already. \`${parts.command} resume\` goes on.`)
    await parts.store.lanes.pause(channel.id, { by: member.id, at: parts.clock.now() })
    await tell(
      channel,
      [
        { member: member.id, name: member.name },
        ' paused this channel. Posts wait until someone resumes it.',
      ],
      parts,
    )
    return say(`Paused. \`${parts.command} resume\` goes on; nothing is lost meanwhile.`)
  },
})
