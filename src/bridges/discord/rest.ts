/**
 * The package's REST client with its traps switched off: it neither retries nor waits by itself; what it may not do
 * now comes back at once to the lane, which knows what else is to be sent. Time is our own clock's.
 */
import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import type { Clock } from '#core/clock.ts'
import type { Log } from '#core/log.ts'
import { heard } from './headers.ts'
import { limits } from './limits.ts'

/** After this many refusals (401, 403, 429) whoever runs Backchannel is told; 10,000 in ten minutes bring a ban. */
const alarm = 500
const alarmMs = 600_000

export function restOptions(
  apiUrl: string | undefined,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Partial<RESTOptions> {
  const known = heard(clock)
  const count = counted(clock, log)
  return {
    ...(apiUrl && { api: apiUrl }),
    retries: 0,
    // The same by the machine's clock, should ours stand still.
    timeout: limits.requestMs,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: () => true,
    invalidRequestWarningInterval: alarm,
    async makeRequest(url, init) {
      const method = init.method ?? 'GET'
      known.check(method, url)
      const response = await inTime(signal => DefaultRestOptions.makeRequest(url, { ...init, signal }), {
        clock,
        given: init.signal,
      })
      count(response.status)
      if (response.status === 429) await response.text().catch(() => '')
      known.learn(method, url, response)
      // Left in, they would make the package wait by its own clock, unseen by the lane.
      for (const name of [...response.headers.keys()])
        if (name.startsWith('x-ratelimit-')) response.headers.delete(name)
      return response
    },
  }
}

/** Gives a request up after the time in which it must have been answered. */
async function inTime<T>(
  request: (signal: AbortSignal) => Promise<T>,
  { clock, given }: { readonly clock: Clock; readonly given?: AbortSignal | null | undefined },
): Promise<T> {
  const answered = new AbortController()
  const late = new AbortController()
  void clock.sleep(limits.requestMs, answered.signal).then(() => {
    if (!answered.signal.aborted)
      late.abort(new DOMException('Discord did not answer in time', 'TimeoutError'))
  })
  try {
    return await request(given ? AbortSignal.any([late.signal, given]) : late.signal)
  } finally {
    answered.abort()
  }
}

/** Refusals in a row of ten minutes, told once when there are too many. */
function counted(clock: Clock, log: Log): (status: number) => void {
  let [began, refusals] = [clock.now(), 0]
  return status => {
    if (![401, 403, 429].includes(status)) return
    if (clock.now() - began > alarmMs) [began, refusals] = [clock.now(), 0]
    refusals += 1
    if (refusals === alarm) log.error({ refusals }, 'refused by Discord so often that it may ban us')
  }
}
