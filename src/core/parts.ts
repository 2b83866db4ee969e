/** The parts a running Backchannel is made of; a verb asks for those it touches. */
import type { Bridge } from './bridge.ts'
import type { Clock } from './clock.ts'
import type { ChannelId, Hashtag, Micros, Platform } from './ids.ts'
import type { Log } from './log.ts'
import type { Publisher } from './publisher.ts'
import type { Source } from './source.ts'
import type { Store } from './store.ts'
import type { Work } from './work.ts'

export interface Parts {
  readonly store: Store
  readonly bridges: Readonly<Partial<Record<Platform, Bridge>>>
  readonly source: Source
  readonly publisher: Publisher
  readonly clock: Clock
  readonly log: Log
  readonly work: Work
  /** What may be spent on the network in one UTC day. */
  readonly dailyMicros: Micros
  /** What may be spent in one UTC calendar month; absent: no limit but the daily one. */
  readonly monthlyMicros?: Micros
  /** What members type: `/chat`. */
  readonly command: string
  /** Says that a channel's lane has something to do now. */
  wake(channel: ChannelId): void
  /**
   * Brings the network's rules in step with the follows; resolves with those it refuses and why, or after three
   * seconds with none, the work going on.
   */
  follows(): Promise<readonly { readonly hashtag: Hashtag; readonly reason: string }[]>
  /** How reading the network fares, for people: `live since …`, `waiting until …: reason`. */
  reading(): string
}
