/** Conversations: answers that forgot the hashtag are read too. */
import { Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import { command } from './command.ts'

const handle = /^@?(\w{1,15})$/

export const conversations = command({
  name: 'conversations',
  about: 'Also read answers that forgot the hashtag, in conversations of ours or of named accounts',
  may: 'manage',
  takes: {
    hashtag: { kind: 'hashtag', about: 'a chat this channel follows' },
    of: {
      kind: 'text',
      max: 300,
      optional: true,
      about: 'on, off, or handles on X whose conversations are read whole',
    },
  },
  examples: ['conversations #hcsm on', 'conversations #hcsm @hostess @cohost', 'conversations #hcsm off'],

  async run({ hashtag, of = 'on' }, { channel }, { store, follows }) {
    const found = (await store.follows.of(channel.id)).find(one => one.hashtag === hashtag)
    if (!found) throw new Refusal(`This channel does not follow #${hashtag}.`)
    const { conversations: _, ...without } = found
    const named = toNamed(of)
    const changed: Follow = named ? { ...without, conversations: named } : without
    await store.follows.change(changed)
    await follows()
    if (!named) return say(`Of #${hashtag} only posts with the hashtag are read.`)
    const whose = [...named.map(one => `@${one}`), 'this channel'].join(', ')
    return say(
      `Conversations under #${hashtag} that ${whose} began or took part in are read whole for a day, hashtag or not. What is read that way costs as much as other posts.`,
    )
  },
})

/** Undefined for off. */
function toNamed(typed: string): string[] | undefined {
  const words = typed.toLowerCase() === 'off' ? [] : typed.split(/[\s,]+/).filter(word => word !== '')
  if (words.length === 0) return undefined
  if (words.length === 1 && words[0]?.toLowerCase() === 'on') return []
  return words.map(word => {
    const [, name] = handle.exec(word) ?? []
    if (name === undefined) throw new Refusal(`“${word}” is no handle on X. Nothing was changed.`)
    return name
  })
}
