/** Whose turn it is in a partition: round-robin, lanes that are live before those that are catching up. */
import type { ChannelId } from './ids.ts'

export interface Roster {
  /** The lane has something to do; if its turn is under way, it gets another. */
  add(channel: ChannelId): void
  /** It has much to do, and lets others go first. */
  addLate(channel: ChannelId): void
  /** Takes the next lane for a turn; undefined when none waits. */
  begin(): ChannelId | undefined
  /** Its turn has ended; true when it was added meanwhile. */
  end(channel: ChannelId): boolean
  underWay(): number
}

export function roster(): Roster {
  const live = new Set<ChannelId>()
  const late = new Set<ChannelId>()
  const running = new Set<ChannelId>()
  const again = new Set<ChannelId>()
  return {
    add(channel) {
      if (running.has(channel)) again.add(channel)
      else {
        late.delete(channel)
        live.add(channel)
      }
    },
    addLate(channel) {
      if (!live.has(channel)) late.add(channel)
    },
    begin() {
      const [channel] = live.size > 0 ? live : late
      if (channel === undefined) return undefined
      live.delete(channel)
      late.delete(channel)
      running.add(channel)
      return channel
    },
    end(channel) {
      running.delete(channel)
      return again.delete(channel)
    },
    underWay: () => running.size,
  }
}
