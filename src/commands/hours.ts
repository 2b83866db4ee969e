/** Hours: a chat is read only while it takes place, five minutes before to fifteen after. */
import { Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import type { Follow } from '#core/follow.ts'
import { nextWindow, showHours, windowAt } from '#core/hours.ts'
import type { Parts } from '#core/parts.ts'
import type { Line } from '#core/saying.ts'
import { command } from './command.ts'
import { toHours } from './hours-text.ts'
import { tell } from './tell.ts'

export const hours = command({
  name: 'hours',
  about: 'Read a chat only in its hours, and pay for no others',
  may: 'manage',
  takes: {
    hashtag: { kind: 'hashtag', about: 'a chat this channel follows' },
    when: { kind: 'text', max: 200, optional: true, about: 'days, times and zone, or always' },
  },
  examples: ['hours #hcsm wed 20:30–21:45 America/New_York', 'hours #hcsm always'],

  async run({ hashtag, when = '' }, { channel, member }, parts) {
    const found = (await parts.store.follows.of(channel.id)).find(one => one.hashtag === hashtag)
    if (!found) throw new Refusal(`This channel does not follow #${hashtag}.`)
    if (when.trim() === '') return say(inWords(found), ...(next(found, parts) ?? []))
    const { hours: _, ...always } = found
    const changed: Follow = isAlways(when) ? always : { ...always, hours: toHours(when) }
    await parts.store.follows.change(changed)
    await parts.follows()
    await tell(
      channel,
      [
        { member: member.id, name: member.name },
        ` set when `,
        { bold: `#${hashtag}` },
        ` is read here: ${shown(changed)}.`,
      ],
      parts,
    )
    return say(inWords(changed), ...(next(changed, parts) ?? []))
  },
})

const isAlways = (when: string): boolean => /^\s*(always|off|24\/7)\s*$/i.test(when)

const shown = ({ hours: kept }: Follow): string => (kept ? showHours(kept) : 'always')

const inWords = (kept: Follow): Line =>
  kept.hours
    ? `#${kept.hashtag} is read ${shown(kept)}, from five minutes before to fifteen after. Outside these hours it costs nothing, and nothing is mirrored here.`
    : `#${kept.hashtag} is always read here.`

function next({ hours: kept }: Follow, { clock }: Parts): Line[] | undefined {
  if (!kept) return undefined
  const now = clock.now()
  const open = windowAt(kept, now)
  const window = open ?? nextWindow(kept, now)
  if (!window) return undefined
  const at = open ? window.until : window.from
  return [
    [
      open ? 'It is open now, until ' : 'It opens next on ',
      { at, show: 'date' },
      ', ',
      { at, show: 'time' },
      '.',
    ],
  ]
}
