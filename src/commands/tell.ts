/** Tells a channel what a member changed there. */
import { randomUUID } from 'node:crypto'
import type { Parts } from '#core/parts.ts'
import type { Line } from '#core/saying.ts'
import type { Channel } from '#core/workspace.ts'

export async function tell(
  channel: Channel,
  line: Line,
  { store, clock, wake }: Pick<Parts, 'store' | 'clock' | 'wake'>,
): Promise<void> {
  await store.notices.put({
    channel: channel.id,
    key: `told:${randomUUID()}`,
    at: clock.now(),
    saying: { lines: [line] },
  })
  wake(channel.id)
}
