/** Drives one partition: runs the turns of its lanes, many lanes at once, each lane one turn at a time. */
import { amend } from './amend.ts'
import { deliver, type Hold, type Turn } from './deliver.ts'
import { Stale } from './errors.ts'
import type { ChannelId } from './ids.ts'
import type { Parts } from './parts.ts'
import { type Roster, roster } from './roster.ts'

/** Turns under way at once: enough to hide a platform's latency, few enough to be fair. */
const atOnce = 64
/** After a bug a lane rests, so that it cannot spin. */
const afterFaultMs = 5000

export interface Drive {
  wake(channel: ChannelId): void
  /** Runs until the signal aborts and the turns under way have ended. @throws Stale */
  run(signal: AbortSignal): Promise<void>
}

type Needs = Pick<Parts, 'store' | 'bridges' | 'clock' | 'log' | 'work'>

export function drive(hold: Hold, parts: Needs): Drive {
  const next = roster()
  const rests = resting(parts, channel => wake(channel))
  const ended = Promise.withResolvers<void>()
  let going = false

  const wake = (channel: ChannelId) => {
    rests.end(channel)
    next.add(channel)
    start()
  }
  const start = () => {
    while (going && next.underWay() < atOnce) {
      const channel = next.begin()
      if (channel === undefined) return
      void parts.work.run(() => one(channel))
    }
  }
  const one = async (channel: ChannelId) => {
    const turns = await turn(channel, hold, parts).catch((error: unknown) => lost(channel, error))
    after(channel, turns, { next, rest: rests.begin })
    if (!going && next.underWay() === 0) ended.resolve()
    start()
  }
  /** A bug must not stop the others; a lost lease stops all. */
  const lost = (channel: ChannelId, error: unknown): readonly Turn[] => {
    if (error instanceof Stale) {
      going = false
      ended.reject(error)
      return []
    }
    parts.log.error({ channel, error }, 'turn failed')
    return [{ did: 'wait', waitMs: afterFaultMs }]
  }

  return {
    wake,
    async run(signal) {
      if (signal.aborted) return
      signal.addEventListener('abort', () => {
        going = false
        if (next.underWay() === 0) ended.resolve()
      })
      going = true
      start()
      await ended.promise.finally(rests.endAll)
    },
  }
}

/** Amendments first: what was removed on the network should not stand here a moment longer than it must. */
const turn = async (channel: ChannelId, hold: Hold, parts: Needs): Promise<readonly Turn[]> => [
  await amend(channel, hold, parts),
  await deliver(channel, hold, parts),
]

interface Queue {
  readonly next: Roster
  rest(channel: ChannelId, waitMs: number): void
}

/** Where a lane goes after its turn: it has more to do, has to wait, or sleeps until it is woken. */
function after(channel: ChannelId, turns: readonly Turn[], { next, rest }: Queue): void {
  const again = next.end(channel)
  const waits = turns.flatMap(one => (one.did === 'wait' ? [one.waitMs] : []))
  if (again) next.add(channel)
  else if (turns.some(one => one.did === 'something' && one.many)) next.addLate(channel)
  else if (turns.some(one => one.did === 'something')) next.add(channel)
  else if (waits.length > 0) rest(channel, Math.min(...waits))
}

/** Lanes that have been told to wait. */
function resting({ clock }: Pick<Parts, 'clock'>, wake: (channel: ChannelId) => void) {
  const rests = new Map<ChannelId, AbortController>()
  const end = (channel: ChannelId) => {
    rests.get(channel)?.abort()
    rests.delete(channel)
  }
  const begin = async (channel: ChannelId, waitMs: number) => {
    end(channel)
    const rest = new AbortController()
    rests.set(channel, rest)
    await clock.sleep(waitMs, rest.signal)
    if (!rest.signal.aborted) wake(channel)
  }
  return {
    end,
    begin: (channel: ChannelId, waitMs: number) => void begin(channel, waitMs),
    endAll() {
      for (const channel of [...rests.keys()]) end(channel)
    },
  }
}
