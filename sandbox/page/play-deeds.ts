/** What one can do with the sample chat from the page. */
import { z } from 'zod'
import { deed } from './deed.ts'

const nothing = z.object({})

export const playDeeds = {
  'play/start': deed(nothing, (_, { play }) => play.start()),
  'play/pause': deed(nothing, (_, { play }) => play.pause()),
  'play/speed': deed(z.object({ times: z.literal([1, 6, 20]) }), ({ times }, { play }) => play.speed(times)),
}
