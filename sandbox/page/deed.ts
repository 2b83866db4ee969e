/** Something that the page may ask for: what it takes, and what it does on the stage. */
import { z } from 'zod'
import type { Stage } from './stage.ts'

export interface Deed {
  /** @throws Declined with words for the person who asked. */
  run(given: unknown, stage: Stage): Promise<unknown>
}

/** Not done, and why, for the person who asked. */
export class Declined extends Error {}

export function deed<T extends z.ZodType>(
  takes: T,
  run: (given: z.output<T>, stage: Stage) => unknown,
): Deed {
  return {
    async run(given, stage) {
      const read = takes.safeParse(given)
      if (!read.success) throw new Declined(read.error.issues[0]?.message ?? 'That could not be read.')
      return run(read.data, stage)
    },
  }
}

export const name = z.string().min(1).max(80)
export const id = z.string().min(1).max(200)
export const words = z
  .string()
  .max(4000, 'That is too long: 4,000 characters at most.')
  .refine(text => text.trim() !== '', 'There is nothing in it yet.')
export const values = z
  .record(z.string().max(100), z.string().max(4000))
  .refine(all => Object.keys(all).length <= 25, 'That form has too many fields.')

/** What an app answers within three seconds, or the platform says that it did not. */
export function answered({ failed }: { readonly failed: boolean }, who: string): void {
  if (failed) throw new Declined(`${who} did not answer. Nothing was done; try again.`)
}
