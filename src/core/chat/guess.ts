/** Guesses the question of a post that says nothing of it: by what it is about, whom it speaks to, and what people talk of just then. */
import { current, type Ground, type Kind, type Sat, type Spot, satOf } from './ground.ts'
import { isOver } from './placing.ts'
import type { Asked } from './questions.ts'
import type { Read } from './reading.ts'
import { hasQuestionMark } from './speech.ts'

const minute = 60_000
/** How far around a post people are listened to. */
const earshotMs = 4 * minute
const fadeMs = 80_000

/** After so long a silence, and so long after the last question, a chat is over. */
const silentMs = 20 * minute

export function guess(read: Read, ground: Ground): Spot {
  const sat = satOf(ground, read.at)
  const votes = heard(read, sat, ground)
  const spot = (kind: Kind, asked?: Asked): Spot => ({
    kind,
    ...(asked && { asked }),
    sat,
    by: 'guess',
    guess: asked !== undefined,
  })
  const last = current(sat, read.at)
  if (!last) return spot(sat.askers.has(read.by) ? 'frame' : 'other')
  const best = sat.asked
    .filter(({ at }) => at <= read.at)
    .map(asked => ({ asked, score: weigh(asked, { read, last, sat, ground, votes }) }))
    .reduce((one, other) => (other.score > one.score ? other : one))
  const near = ground.near(read, best.asked)
  const quiet = votes.size === 0 && read.at - last.at > Math.max(silentMs, 2 * pace(sat))
  if ((quiet || isOver(read, sat)) && near < 0.15) return spot(read.manner === 'saying' ? 'other' : 'frame')
  return spot(kindOf(read, sat), best.asked)
}

const kindOf = (read: Read, { askers }: Sat): Kind =>
  read.passes || read.addressed || askers.has(read.by) || hasQuestionMark(read.said) || read.stems.size < 2
    ? 'talk'
    : 'answer'

/** The usual time between two questions. */
function pace({ asked }: Sat): number {
  const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? at))
  return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 10 * minute
}

/** What others talk of around a post, as shares of their voices. The nearer in time, the louder. */
function heard(read: Read, sat: Sat, { reads, spots }: Ground): Map<Asked, number> {
  const votes = new Map<Asked, number>()
  for (const step of [-1, 1])
    for (let index = read.index + step; index >= 0 && index < reads.length; index += step) {
      const other = reads[index]
      const distance = Math.abs((other?.at ?? 0) - read.at)
      if (!other || distance > earshotMs) break
      const spot = spots[index]
      if (!spot?.asked || spot.guess || spot.sat !== sat || spot.kind === 'question' || other.by === read.by)
        continue
      const weight = Math.exp(-distance / fadeMs) * (other.passes ? 0.3 : spot.by === 'label' ? 1 : 0.7)
      votes.set(spot.asked, (votes.get(spot.asked) ?? 0) + weight)
    }
  return votes
}

interface Weighing {
  readonly read: Read
  readonly last: Asked
  readonly sat: Sat
  readonly ground: Ground
  readonly votes: ReadonlyMap<Asked, number>
}

function weigh(asked: Asked, { read, last, sat, ground, votes }: Weighing): number {
  const all = [...votes.values()].reduce((sum, one) => sum + one, 0)
  const share = (votes.get(asked) ?? 0) / (all + 0.7)
  const age = read.at - last.at
  const previous = sat.asked[sat.asked.indexOf(last) - 1]
  const settled = Math.min(1, 0.25 + age / Math.min(2 * minute, Math.max(1, pace(sat) / 3)))
  const clock = asked === last ? 0.6 * settled : asked === previous ? 0.6 * (1 - settled) + 0.05 : 0
  return 1.1 * share + clock + 2 * ground.near(read, asked) + company(asked, read, ground)
}

/** What its author last spoke of, whom it speaks to, and what those who answer it take it to be about. */
function company(asked: Asked, read: Read, { reads, spots }: Ground): number {
  let weight = 0
  let own = false
  let theirs = read.addressed === undefined
  for (let index = read.index - 1; index >= 0 && !(own && theirs); index -= 1) {
    const other = reads[index]
    if (!other || read.at - other.at > 15 * minute) break
    const spot = spots[index]
    if (!spot?.asked || other.passes) continue
    const fresh = Math.exp(-(read.at - other.at) / (4 * minute))
    if (!own && other.by === read.by) {
      own = true
      if (spot.asked === asked) weight += 0.5 * fresh
    } else if (!theirs && other.by === read.addressed) {
      theirs = true
      if (spot.asked === asked) weight += 0.4 + 0.8 * fresh
    }
  }
  return weight
}
