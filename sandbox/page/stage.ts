/** What the page shows and plays on: the three stand-ins with the program among them, and the sample chat. */
import type { Play } from '#sandbox/chat/play.ts'
import type { Clock } from '#sandbox/clock.ts'
import type { House } from '#sandbox/house.ts'

export interface Stage {
  readonly house: House
  readonly play: Play
  /** Where the stage is one of several, one after the other. */
  readonly run: number
  close(): Promise<void>
}

/** How often is looked whether somebody follows: not to be noticed. */
const lookMs = 200

/** Begins the sample chat as soon as somebody follows its hashtag, so that they see it from its first word. */
export async function openWhenFollowed(
  { house, play }: Pick<Stage, 'house' | 'play'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (house.x.rules().some(({ value }) => /#hcsm\b/i.test(value))) return play.start()
    await clock.sleep(lookMs, signal)
  }
}
