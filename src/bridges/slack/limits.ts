/** Slack's numbers (docs.slack.dev: chat.postMessage, web-api/rate-limits, block-kit), with a little headroom. */
import type { Limits } from '#core/bridge.ts'

export const limits: Limits = {
  channel: { count: 1, perMs: 1_050, burst: 3 },
  partition: { count: 5, perMs: 1_000, burst: 20 },
  amendChannel: { count: 1, perMs: 1_300, burst: 3 },
  amendPartition: { count: 45, perMs: 60_000, burst: 10 },
  requestMs: 12_000,
}

export const most = {
  /** Of a message; 50 in truth. */
  blocks: 48,
  /** Of all text in a message's blocks; beyond about 13,200 Slack refuses. */
  text: 11_000,
  section: 2_900,
  fallback: 3_000,
  alt: 1_900,
  button: 75,
  images: 4,
} as const
