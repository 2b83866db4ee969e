/** Discord's numbers (docs: resources/message, topics/rate-limits); the rates leave headroom for the headers to correct. */
import type { Limits } from '#core/bridge.ts'

export const limits: Limits = {
  channel: { count: 5, perMs: 5_000, burst: 5 },
  partition: { count: 45, perMs: 1_000, burst: 45 },
  amendChannel: { count: 5, perMs: 5_000, burst: 5 },
  amendPartition: { count: 45, perMs: 1_000, burst: 45 },
  requestMs: 10_000,
}

export const most = {
  content: 2_000,
  /** Of one embed. */
  description: 4_096,
  /** Of all embeds of a message together. */
  embeds: 6_000,
  embedCount: 10,
  rows: 5,
  inRow: 5,
  author: 256,
  footer: 2_048,
  label: 80,
  customId: 100,
  buttonUrl: 512,
  threadName: 100,
} as const
