/** Reply: an answer to a post that one has the address of. */
import { Refusal } from '#core/errors.ts'
import { command } from './command.ts'
import { draft } from './draft.ts'
import { replyForm } from './form.ts'

export const reply = command({
  name: 'reply',
  aliases: ['answer'],
  about: 'Answer a post on X by its link; easier: the button under it',
  may: 'anyone',
  takes: {
    link: { kind: 'address', about: 'the link of the post, such as https://x.com/mary/status/1' },
    text: { kind: 'text', about: 'what to say', max: 2000, optional: true },
  },
  examples: ['reply https://x.com/mary/status/1 Thank you, that helps.'],

  async run({ link, text }, asked, parts) {
    const answers = parts.publisher.toPost(link)
    if (answers === undefined)
      throw new Refusal('That is not the link of a post on X. It looks like https://x.com/mary/status/1.')
    if (text === undefined) return replyForm({ press: { does: 'reply', of: answers }, answers }, parts)
    return draft({ text, answers }, asked, parts)
  },
})
