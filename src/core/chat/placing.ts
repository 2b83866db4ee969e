/** Places posts by what they say and lean on: label, conversation, quote, mention of a question, in this order of trust. */
import { isIdle } from './candidates.ts'
import { current, type Ground, type Kind, type Sat, type Spot, satOf } from './ground.ts'
import { labelsIn } from './label.ts'
import { retells } from './questions.ts'
import type { Read } from './reading.ts'
import { type Meant, meant } from './resolve.ts'
import { hasQuestionMark } from './speech.ts'

/** Undefined when only a guess can tell. What it leans on was placed before. */
export function place(read: Read, ground: Ground): Spot | undefined {
  return (
    asking(read, ground) ??
    passing(read, ground) ??
    byLabel(read, ground) ??
    byConversation(read, ground) ??
    byQuote(read, ground) ??
    byManner(read, ground) ??
    byMention(read, ground) ??
    byContinuing(read, ground)
  )
}

/** Retold by who asks, a question is asked again; by others it is talked about. */
function asking(read: Read, { carried, reads }: Ground): Spot | undefined {
  const one = carried.get(read.index)
  if (!one) return undefined
  const { asked, sat } = one
  const only = asked.reads.every(other => !sat.askers.has(reads[other.index]?.by ?? ''))
  const asks = sat.askers.has(read.by) || (only && asked.reads[0] === read)
  return { kind: asks ? 'question' : 'talk', asked, sat, by: 'asking', guess: false }
}

/** A repost is where its original is. */
function passing(read: Read, ground: Ground): Spot | undefined {
  if (!read.passes) return undefined
  const spot = read.original && ground.spots[read.original.index]
  if (spot) {
    const again = spot.kind === 'question' && spot.sat.askers.has(read.by)
    const kind = spot.asked && !again ? 'talk' : spot.kind
    return { ...spot, kind, by: 'quote' }
  }
  if (read.original) return undefined
  const { label } = read
  const found = label && meant(label, read, ground)
  return found && { kind: 'talk', ...found, by: 'quote', guess: false }
}

function byLabel(read: Read, ground: Ground): Spot | undefined {
  const { label } = read
  if (!label || read.passes) return undefined
  if (label.role !== 'answer' && isIdle(read)) {
    const sat = satOf(ground, read.at)
    const asked = sat.asked.find(one => one.number === label.number && one.at <= read.at)
    return { kind: 'frame', ...(asked && { asked }), sat, by: 'label', guess: false }
  }
  const found = meant(label, read, ground)
  return found && { kind: kindLabelled(read, found), ...found, by: 'label', guess: false }
}

function kindLabelled(read: Read, { asked, sat }: Meant): Kind {
  const role = read.label?.role
  if (role === 'answer' || role === 'either') return 'answer'
  const host = sat.askers.has(read.by)
  if (role === 'topic') return read.by === asked.by ? 'talk' : 'answer'
  if (host) return retells(read, asked) ? 'question' : 'talk'
  return hasQuestionMark(read.said) && !read.said.startsWith('http') ? 'talk' : 'answer'
}

/** A reply is where the nearest post above it is that is known. */
function byConversation(read: Read, ground: Ground): Spot | undefined {
  if (!read.post.answers) return undefined
  const above = read.parent ?? read.root ?? sibling(read, ground)
  const spot = above && ground.spots[above.index]
  if (!above || !spot) return undefined
  if (spot.asked)
    return { ...spot, kind: above === read.parent ? kindUnder(read, spot) : 'talk', by: 'conversation' }
  // Some answer everything under the welcome.
  const own = read.manner === 'saying' && read.at - above.at > 5 * 60_000 && read.stems.size > 3
  if (own && current(satOf(ground, read.at), read.at) && spot.kind === 'frame') return undefined
  const kind = read.manner === 'introducing' || !spot.sat.askers.has(read.by) ? 'other' : 'frame'
  return { kind, sat: spot.sat, by: 'conversation', guess: false }
}

/** The last post of the same conversation, where what was answered is not known. */
function sibling(read: Read, { reads, spots }: Ground): Read | undefined {
  const { conversation, answers } = read.post
  const from = Math.max(0, read.index - 400)
  for (let index = read.index - 1; index >= from; index -= 1) {
    const other = reads[index]
    const same =
      other &&
      ((answers && other.post.answers === answers) ||
        (conversation && other.post.conversation === conversation))
    if (same && spots[index]?.asked) return other
  }
  return undefined
}

/** Under a question people answer it, under anything else they talk. Who asked talks. */
const kindUnder = (read: Read, { kind, asked }: Spot): Kind =>
  kind === 'question' && read.by !== asked?.by && !(read.said.length < 80 && hasQuestionMark(read.said))
    ? 'answer'
    : 'talk'

function byQuote(read: Read, ground: Ground): Spot | undefined {
  const { quoted, foreign, passes } = read
  if (passes) return undefined
  const spot = quoted && ground.spots[quoted.index]
  if (spot?.asked) return { ...spot, kind: kindUnder(read, spot), by: 'quote' }
  if (quoted && spot && read.stems.size < 5) return { ...spot, kind: spot.kind, by: 'quote' }
  const label = foreign && (foreign.label ?? labelsIn(foreign.said).find(({ trust }) => trust === 'sure'))
  const found = label && meant(label, read, ground)
  if (!found) return undefined
  return { kind: label.role === 'question' ? 'answer' : 'talk', ...found, by: 'quote', guess: false }
}

/** Greetings, thanks, rules and announcements belong to no question. */
function byManner(read: Read, ground: Ground): Spot | undefined {
  const sat = satOf(ground, read.at)
  const spot = (kind: Kind): Spot => ({ kind, sat, by: 'manner', guess: false })
  const first = sat.asked[0]
  if (!first || read.at < first.at) {
    const framing = sat.askers.has(read.by) || ['hosting', 'announcing', 'thanking'].includes(read.manner)
    return spot(framing && read.manner !== 'introducing' ? 'frame' : 'other')
  }
  if (read.label || read.passes) return undefined
  const about = read.labels.length > 0
  if (read.manner === 'hosting' || (read.manner === 'thanking' && !about)) return spot('frame')
  if (read.manner === 'announcing' && (sat.askers.has(read.by) || isOver(read, sat))) return spot('frame')
  if (read.manner === 'introducing' && !about) return spot('other')
  if (read.manner === 'welcoming' && read.stems.size < 5 && !about)
    return spot(sat.askers.has(read.by) ? 'frame' : 'other')
  return undefined
}

export const isOver = ({ at }: Read, { closed }: Sat): boolean => closed !== undefined && at > closed + 60_000

const comparing =
  /\b(?:same as|similar to|like|buil(?:t|d|ding) (?:on|off)|my|your|as in|echo\w*|goes (?:along )?with)\b[^.!?]{0,20}\b[qat]\d/iu

function byMention(read: Read, ground: Ground): Spot | undefined {
  if (read.label || read.passes) return undefined
  const pointer = read.labels.find(({ trust }) => trust === 'pointer')
  const numbers = new Set(read.labels.map(({ number }) => number))
  const one = pointer ?? (numbers.size === 1 && !comparing.test(read.said) ? read.labels[0] : undefined)
  const found = one && meant({ ...one, trust: 'mention' }, read, ground)
  if (!one || !found || found.asked.at > read.at) return undefined
  const answers = one === pointer && !sat(found, read)
  return { kind: answers ? 'answer' : 'talk', ...found, by: 'mention', guess: false }
}

const sat = ({ sat: { askers } }: Meant, { by }: Read): boolean => askers.has(by)

const continuing =
  /^\W*(?:\(?\s?(?:[2-9]\s?\/\s?\d?\b|cont\b|contd\b|cont'd\b|continued\b|part 2|pt 2)|\.\.\.|…|\+ )/iu

/** `2/2 …`, `(cont.) …`: where its author's last post is. */
function byContinuing(read: Read, { reads, spots }: Ground): Spot | undefined {
  if (!continuing.test(read.said)) return undefined
  for (let index = read.index - 1; index >= 0; index -= 1) {
    const other = reads[index]
    if (!other || read.at - other.at > 5 * 60_000) return undefined
    const spot = other.by === read.by && !other.passes ? spots[index] : undefined
    if (spot)
      return spot.kind === 'question' ? { ...spot, by: 'conversation' } : { ...spot, by: 'conversation' }
  }
  return undefined
}
