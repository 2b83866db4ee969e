/** Makes the parts of a running Backchannel from its settings, and says what runs. */
import { discordBridge } from '#bridges/discord/bridge.ts'
import { slackBridge } from '#bridges/slack/bridge.ts'
import { xPublisher } from '#bridges/x/publisher.ts'
import { xSource } from '#bridges/x/source.ts'
import { commands, grammar } from '#commands/grammar.ts'
import type { Bridge } from '#core/bridge.ts'
import type { Clock } from '#core/clock.ts'
import { complete } from '#core/completeness.ts'
import { ears } from '#core/ears.ts'
import { whileHeld } from '#core/held.ts'
import { listen } from '#core/listen.ts'
import type { Log } from '#core/log.ts'
import { partitions } from '#core/partitions.ts'
import type { Parts } from '#core/parts.ts'
import { reconcile } from '#core/reconcile.ts'
import type { Store } from '#core/store.ts'
import { sweep, sweepEarlier } from '#core/sweep.ts'
import { work } from '#core/work.ts'
import type { Config } from './config.ts'
import { counted } from './counted.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly log: Log
  /** How long an attempt whose answer is lost is left alone; the platforms' own unless given. */
  readonly requestMs?: number
}

export interface Built {
  readonly parts: Parts
  /** Starts everything; each promise ends with the signal, or rejects when its part failed for good. */
  run(signal: AbortSignal, ready: (bridge: Bridge) => void): Promise<void>[]
}

/** A SQLite database belongs to one process, which never loses a lease while it lives. */
const leaseMs = 600_000
/** What is older than this is forgotten. */
const keepMs = 35 * 86_400_000
const tidyEveryMs = 6 * 3_600_000

export function build(config: Config, kept: Store, surroundings: Surroundings): Built {
  const { clock, log } = surroundings
  const { apiUrl, webUrl, bearerToken, account, dailyMicros, monthlyMicros, polls } = config.x
  const inHand = work()
  const store = counted(kept, inHand)
  const base = {
    store,
    bridges: bridges(config, surroundings),
    source: xSource({ apiUrl, webUrl, bearerToken, clock, log, ...(polls && { polls }) }),
    publisher: xPublisher({ apiUrl, webUrl, clock, log, ...(account && { credentials: account }) }),
    clock,
    log,
    work: inHand,
    dailyMicros,
    ...(monthlyMicros !== undefined && { monthlyMicros }),
    command: config.command,
  }
  const lanes = partitions(base, leaseMs)
  const listening = listen({ ...base, wake: lanes.wake })
  const parts: Parts = { ...base, wake: lanes.wake, follows: listening.follows, reading: listening.reading }
  return {
    parts,
    run: (signal, ready) => [
      lanes.run(signal),
      whileHeld({ name: 'read:x', ttlMs: leaseMs, signal }, base, (_, held) => listening.run(held)),
      tidy(parts, signal),
      whileHeld({ name: 'chores', ttlMs: leaseMs, signal }, base, async (_, held) => {
        await Promise.all(chores.map(one => chore(one, parts, held)))
      }),
      ...Object.values(base.bridges).map(bridge =>
        bridge.run(ears(parts, grammar), signal, () => ready(bridge)),
      ),
    ],
  }
}

function bridges(
  { slack, discord, command }: Config,
  { clock, log, requestMs }: Surroundings,
): Parts['bridges'] {
  const patient = (bridge: Bridge): Bridge =>
    requestMs === undefined ? bridge : { ...bridge, limits: { ...bridge.limits, requestMs } }
  return {
    ...(slack && { slack: patient(slackBridge({ ...slack, command, clock, log })) }),
    ...(discord && { discord: patient(discordBridge({ ...discord, commands, command, clock, log })) }),
  }
}

/** What is done now and then by whoever holds the lease for it. */
const chores: readonly { readonly everyMs: number; readonly run: (parts: Parts) => Promise<void> }[] = [
  // Deletions of the day are noticed within this; X tells of none by itself.
  { everyMs: 5 * 60_000, run: sweep },
  { everyMs: 60 * 60_000, run: sweepEarlier },
  { everyMs: 60_000, run: complete },
  { everyMs: 6 * 60 * 60_000, run: reconcile },
]

async function chore({ everyMs, run }: (typeof chores)[number], parts: Parts, signal: AbortSignal) {
  while (!signal.aborted) {
    await parts.clock.sleep(everyMs, signal)
    if (!signal.aborted) await parts.work.run(() => run(parts))
  }
}

async function tidy({ store, clock, work, log }: Parts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work.run(() => store.retain(clock.now() - keepMs))
    log.debug({}, 'tidied')
    await clock.sleep(tidyEveryMs, signal)
  }
}
