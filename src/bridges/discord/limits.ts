/** Discord's numbers (docs: resources/message, topics/rate-limits); the rates leave headroom, the headers are not asked. */
import type { Limits } from '#core/bridge.ts'

export const limits: Limits = {
  channel: { count: 5, perMs: 5_500, burst: 4 },
  partition: { count: 45, perMs: 1_000, burst: 45 },
  amendChannel: { count: 5, perMs: 5_500, burst: 4 },
  amendPartition: { count: 40, perMs: 1_000, burst: 40 },
  requestMs: 12_000,
}

export const most = {
  content: 2_000,
  /** Of one embed, with room for what is added around the text. */
  description: 3_900,
  /** Of all embeds of a message together; 6,000 in truth. */
  embeds: 5_800,
  embedCount: 10,
  rows: 5,
  author: 256,
  label: 80,
  threadName: 100,
} as const
