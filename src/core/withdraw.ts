/** Takes a post out of one workspace: it is listed as not to be shown there, and messages that show it are amended. */
import type { PostId, WorkspaceId } from './ids.ts'
import type { Parts } from './parts.ts'

/** Resolves with how many channels had it. */
export async function withdraw(
  post: PostId,
  workspace: WorkspaceId,
  { store, clock, wake, log }: Pick<Parts, 'store' | 'clock' | 'wake' | 'log'>,
): Promise<number> {
  const [known] = await store.timeline.posts([post])
  const id = known?.id ?? post
  const having = new Set(await store.receipts.channels(id))
  let count = 0
  for (const { channel } of await store.lanes.all()) {
    if (channel.workspace !== workspace) continue
    const lost = { reason: 'removed by request', at: clock.now(), count: 1, first: id, last: id }
    await store.lanes.lose({ channel: channel.id, ...lost })
    if (having.has(channel.id)) count += 1
    wake(channel.id)
  }
  log.info({ post: id, workspace, channels: count }, 'withdrawn')
  return count
}
