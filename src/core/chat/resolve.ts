/** Which question a label means: by its number, and where that cannot be, by conversation, content and time. */
import { current, type Ground, type Sat, satOf } from './ground.ts'
import type { Label } from './label.ts'
import type { Asked } from './questions.ts'
import type { Read } from './reading.ts'

export interface Meant {
  readonly asked: Asked
  readonly sat: Sat
}

/** Before a question is asked nobody answers it, but clocks and fingers differ a little. */
const earlyMs = 60_000

/** Content speaks plainly for one question against another. */
const plainly = { far: 0.04, near: 0.2 }

/** Undefined when nothing that was asked bears the number. */
export function meant(label: Label, read: Read, ground: Ground): Meant | undefined {
  const here = satOf(ground, read.at)
  const before = ground.sats[here.number - 1]
  const named = ofNumber(here, label)
  const known = named.filter(({ at }) => at <= read.at + earlyMs)
  if (known.length === 0 && before) {
    const earlier = choose(ofNumber(before, label), read, ground)
    if (earlier) return { asked: earlier, sat: before }
  }
  const asked = choose(known, read, ground)
  if (asked) return doubted(label, asked, { read, here, ground }) ? undefined : { asked, sat: here }
  const later = named[0]
  return later && announces(read, later, { here, ground }) ? { asked: later, sat: here } : undefined
}

function ofNumber({ asked }: Sat, { number, letters }: Label): Asked[] {
  const those = asked.filter(one => one.number === number || one.alias === number)
  const lettered = letters.length > 0 ? those.filter(({ letter }) => letters.includes(letter)) : []
  if (lettered.length > 0) return lettered
  const whole = those.filter(({ letter }) => letter === '')
  return whole.length > 0 ? whole : those
}

/** Of several with one number (`3a`, `3b`, a mistaken 3) the one that the content is near, or that was asked last. */
function choose(those: readonly Asked[], read: Read, { near }: Ground): Asked | undefined {
  const asked = those.filter(({ at }) => at <= read.at + earlyMs)
  const last = asked.at(-1) ?? those[0]
  if (those.length < 2 || !last) return last
  const nearest = [...asked].sort((one, other) => near(read, other) - near(read, one))[0]
  return nearest && near(read, nearest) > near(read, last) + plainly.near ? nearest : last
}

interface Here {
  readonly here: Sat
  readonly ground: Ground
}

/** A slip may mean what was asked of late; a label, anything, unless conversation and content both speak against it. */
function doubted(label: Label, asked: Asked, { read, here, ground }: Here & { read: Read }): boolean {
  const last = current(here, read.at)
  if (label.trust === 'typo') {
    const recent = here.asked.filter(({ at }) => at <= read.at).slice(-2)
    return !recent.includes(asked) || (label.role === 'either' && asked !== last)
  }
  const other = leansOn(read, ground) ?? last
  if (!other || other === asked) return false
  const known = Math.max(ground.near(read, asked), 0)
  const leans = leansOn(read, ground) !== undefined
  return known < plainly.far && ground.near(read, other) > (leans ? plainly.near : 2 * plainly.near)
}

/** The question that a post answers or quotes directly. */
function leansOn({ parent, quoted }: Read, { carried }: Ground): Asked | undefined {
  const on = quoted ?? parent
  return on && carried.get(on.index)?.asked
}

/** An answer may come before its question where the questions were announced: then it speaks of it. */
function announces(read: Read, later: Asked, { here, ground }: Here): boolean {
  const last = current(here, read.at)
  if (!last) return later.at - read.at < 10 * earlyMs || ground.near(read, later) > plainly.near
  return later.at - read.at < 3 * earlyMs
    ? ground.near(read, later) >= ground.near(read, last)
    : ground.near(read, later) > ground.near(read, last) + plainly.near
}
