/** What placing stands on: the sittings with their questions, who asks in them, and what each question is about. */
import type { Instant } from '#core/ids.ts'
import { nearness, rarity, type Subject, subject } from './content.ts'
import type { Asked } from './questions.ts'
import type { Read } from './reading.ts'
import { type Sitting, sittingAt } from './sitting.ts'

/** A sitting with what was asked in it, oldest first. */
export interface Sat extends Sitting {
  readonly number: number
  readonly asked: readonly Asked[]
  readonly askers: ReadonlySet<string>
  /** When who asks said goodbye. */
  readonly closed?: Instant
}

export type Kind = 'question' | 'answer' | 'talk' | 'frame' | 'other'

/** Where a post belongs, and what told it. */
export interface Spot {
  readonly kind: Kind
  readonly asked?: Asked
  readonly sat: Sat
  readonly by: 'asking' | 'label' | 'conversation' | 'quote' | 'mention' | 'guess' | 'manner'
  /** It hangs on a guess. */
  readonly guess: boolean
}

export interface Ground {
  readonly reads: readonly Read[]
  readonly sats: readonly Sat[]
  /** By index of the read; empty where nothing but a guess can tell, or nothing yet. */
  readonly spots: (Spot | undefined)[]
  /** The question that a read asks, by index. */
  readonly carried: ReadonlyMap<number, { readonly asked: Asked; readonly sat: Sat }>
  /** How near a read is to a question in content, 0 to 1. */
  near(read: Read, asked: Asked): number
}

export function ground(reads: readonly Read[], sats: readonly Sat[]): Ground {
  const rare = rarity(reads.filter(({ passes }) => !passes).map(({ stems }) => stems))
  const subjects = new Map<Asked, Subject>()
  const carried = new Map<number, { asked: Asked; sat: Sat }>()
  for (const sat of sats)
    for (const asked of sat.asked) {
      const about = subject()
      for (const { index, stems } of asked.reads) {
        carried.set(index, { asked, sat })
        about.add(stems, 3 / asked.reads.length)
      }
      subjects.set(asked, about)
    }
  const spots: (Spot | undefined)[] = new Array(reads.length).fill(undefined)
  return {
    reads,
    sats,
    spots,
    carried,
    near(read, asked) {
      const about = subjects.get(asked)
      return about ? nearness(read.stems, about, rare) : 0
    },
  }
}

export const satOf = ({ sats }: Pick<Ground, 'sats'>, at: Instant): Sat => {
  const sat = sats[sittingAt(sats, at)]
  if (!sat) throw new Error('no sitting')
  return sat
}

/** The question that was last asked. */
export const current = ({ asked }: Sat, at: Instant): Asked | undefined => asked.findLast(one => one.at <= at)
