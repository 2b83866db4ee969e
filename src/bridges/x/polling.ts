/** Reads by search alone, where X gives no stream: as often as the chat is lively, and as its limits allow. */
import type { Instant } from '#core/ids.ts'
import type { Memory, Reading } from '#core/source.ts'
import { overlapMs, searchLagMs } from './catch-up.ts'
import type { Produce } from './connection.ts'
import { gap } from './gap.ts'
import type { Heard } from './heard.ts'
import type { Reader } from './reader.ts'
import { queries } from './search.ts'

const quickestMs = 15_000
const slowestMs = 300_000
/** X allows 450 searches in 15 minutes; a tenth is left for other askings. */
const searchMs = (15 * 60_000) / 405

/** How long to wait after a round that brought so many new posts: lively chats are asked often, quiet ones ever less. */
export function paceMs(before: number, brought: number): number {
  if (brought >= 5) return quickestMs
  if (brought > 0) return Math.max(quickestMs, Math.min(30_000, before))
  return Math.min(slowestMs, Math.max(30_000, before * 2))
}

export const polling =
  ({ reader, memory }: { readonly reader: Reader; readonly memory: Memory }): Produce =>
  async (give, signal) => {
    const { clock, search, heard } = reader
    let pace = quickestMs
    let from = ((await memory.known()) ?? clock.now()) - overlapMs
    void give({ kind: 'state', state: 'live', reason: 'by search, every so often' })
    while (!signal.aborted) {
      const now = clock.now()
      const asked = reader.asked
      let brought = 0
      const reads = gap({ asked, window: { from, until: now }, now, search, enough: memory.enough })
      for await (const read of reads) {
        if (signal.aborted) return
        if (read.kind === 'posts') brought += fresh(read, heard)
        await give(read)
      }
      from = now - searchLagMs - overlapMs
      void give({ kind: 'complete', until: now - searchLagMs })
      pace = paceMs(pace, brought)
      await rest(Math.max(pace, queries(asked).length * searchMs), { reader, signal, now })
    }
  }

/** How many of these are new. */
function fresh({ sightings }: Reading & { kind: 'posts' }, heard: Heard): number {
  const found = sightings.filter(({ post }) => !post.versions.some(id => heard.has(id)))
  for (const { post } of found) heard.note(post.versions)
  return found.length
}

interface Resting {
  readonly reader: Reader
  readonly signal: AbortSignal
  readonly now: Instant
}

async function rest(waitMs: number, { reader: { clock }, signal, now }: Resting): Promise<void> {
  await clock.sleep(Math.max(0, now + waitMs - clock.now()), signal)
}
