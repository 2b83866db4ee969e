/** List: what this channel and the others of the workspace follow. */
import { say } from '#core/feedback.ts'
import type { Line } from '#core/saying.ts'
import { command } from './command.ts'

export const list = command({
  name: 'list',
  aliases: ['ls', 'follows'],
  about: 'What this channel and the others here follow',
  may: 'anyone',
  takes: {},

  async run(_, { channel }, { store, command: called }) {
    const here = (await store.follows.of(channel.id)).map(
      one => `#${one.hashtag}${one.reposts ? ' with reposts' : ''}`,
    )
    const others = (await store.lanes.all()).filter(
      lane => lane.channel.workspace === channel.workspace && lane.channel.id !== channel.id,
    )
    const lines: Line[] = []
    for (const lane of others) {
      const follows = await store.follows.of(lane.channel.id)
      if (follows.length > 0)
        lines.push(
          `${lane.channel.name ? `#${lane.channel.name}` : 'Another channel'} follows ${follows.map(one => `#${one.hashtag}`).join(', ')}.`,
        )
    }
    const first: Line =
      here.length > 0
        ? ['This channel follows ', { bold: here.join(', ') }, '.']
        : ['This channel follows nothing yet: ', { code: `${called} follow #hcsm` }]
    return say(first, ...lines)
  },
})
