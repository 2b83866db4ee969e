/** What becomes of what a bridge hears: askings are answered, and lanes learn what happened to their channels. */
import type { Ears } from './bridge.ts'
import type { Parts } from './parts.ts'
import type { Grammar } from './respond.ts'
import { respond } from './respond.ts'

export function ears(parts: Parts, grammar: Grammar): Ears {
  const { store, clock, log } = parts
  return {
    respond: invocation => respond(invocation, parts, grammar),
    suggest: asked => parts.work.run(() => grammar.suggest(asked, parts)),
    lost: (channel, reason) =>
      parts.work.run(async () => {
        await store.lanes.stop(channel, { reason, at: clock.now() })
        log.info({ channel, reason }, 'channel lost')
      }),
    found: channel =>
      parts.work.run(async () => {
        await store.lanes.stop(channel, undefined)
        log.info({ channel }, 'channel found')
        parts.wake(channel)
      }),
    left: workspace =>
      parts.work.run(async () => {
        for (const { channel } of await store.lanes.all()) {
          if (channel.workspace !== workspace) continue
          for (const { hashtag } of await store.follows.of(channel.id))
            await store.follows.remove(channel.id, hashtag)
          await store.lanes.stop(channel.id, {
            reason: 'Backchannel was removed from this workspace.',
            at: clock.now(),
          })
        }
        log.info({ workspace }, 'workspace left')
        await parts.follows()
      }),
  }
}
