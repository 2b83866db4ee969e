/** Waits until a channel has been told something, or has refused to be. */
import type { ChannelId } from './ids.ts'
import type { Parts } from './parts.ts'

const patienceMs = 2000
const stepMs = 50

/** Resolves with why the channel refused; undefined once it was said, or when it will be said later. */
export async function refusal(
  channel: ChannelId,
  { store, clock, work }: Pick<Parts, 'store' | 'clock' | 'work'>,
): Promise<string | undefined> {
  for (let waited = 0; waited < patienceMs; waited += stepMs) {
    const lane = await store.lanes.read(channel)
    if (lane?.stopped) return lane.stopped.reason
    if (!lane?.attempt && !(await store.notices.next(channel))) return undefined
    await work.waiting(() => clock.sleep(stepMs))
  }
  return undefined
}
