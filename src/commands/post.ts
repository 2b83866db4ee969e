/** Post: a post of one's own, with the chat's hashtag. */
import { command } from './command.ts'
import { draft } from './draft.ts'

export const post = command({
  name: 'post',
  aliases: ['say'],
  about: 'Write a post of your own for the chat; you see it before it goes out',
  may: 'anyone',
  takes: {
    text: { kind: 'text', about: 'what to say; the chat’s hashtag is added if it is missing', max: 2000 },
  },
  examples: ['post A1 We put the kettle on first.'],
  run: ({ text }, asked, parts) => draft({ text }, asked, parts),
})
