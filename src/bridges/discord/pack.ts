/** Packs embeds into messages: at most ten, and 6,000 characters in all of them together. */
import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js'
import { type Atoms, cut, lengthOf } from './cut.ts'
import { most } from './limits.ts'

/** A message's looks, as far as we decide them. */
export interface Body {
  readonly embeds: readonly APIEmbed[]
  readonly components: readonly APIActionRowComponent<APIButtonComponent>[]
}

/** Embeds that must stand in the same message. */
export type Unit = readonly APIEmbed[]

export const colour = 0x5b6b7c

/** What counts towards the limit of all embeds of a message. */
export const sizeOf = (embeds: Unit): number =>
  embeds.reduce(
    (sum, { title, author, description, footer }) =>
      sum +
      (title?.length ?? 0) +
      (author?.name.length ?? 0) +
      (description?.length ?? 0) +
      (footer?.text.length ?? 0),
    0,
  )

/** Room left in every message for a line that says whose text goes on. */
const spare = most.author + 20

export const fitTogether = (units: readonly Unit[], room: number = most.embeds): boolean =>
  units.reduce((count, { length }) => count + length, 0) <= most.embedCount &&
  units.reduce((sum, unit) => sum + sizeOf(unit), 0) <= room

/** In order, as many to a message as it takes. */
export function packed(units: readonly Unit[]): APIEmbed[][] {
  const messages: Unit[][] = []
  for (const unit of units) {
    const last = messages.at(-1)
    if (last && fitTogether([...last, unit], most.embeds - spare)) last.push(unit)
    else messages.push([unit])
  }
  return messages.map(all => all.flat())
}

/** Two of these fit a message, with author and footer. */
const half = 2_600

/** A text as descriptions: one where it fits, else such that a message takes two. */
export const descriptions = (atoms: Atoms): string[] =>
  lengthOf(atoms) <= most.description ? cut(atoms, most.description) : cut(atoms, half)
