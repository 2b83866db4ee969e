/** Keeps a lease for as long as it can, and does the leaseholder's job meanwhile. */
import { randomUUID } from 'node:crypto'
import { Stale } from './errors.ts'
import type { Fence } from './lease.ts'
import type { Parts } from './parts.ts'

/**
 * Waits for the lease, runs `job` under it, renews it at a third of its time, and aborts the job's signal once the
 * lease is lost; then it waits again, until `signal` aborts. The job must end soon after its signal aborts.
 */
export async function whileHeld(
  { name, ttlMs, signal }: { readonly name: string; readonly ttlMs: number; readonly signal: AbortSignal },
  { store, clock, log }: Pick<Parts, 'store' | 'clock' | 'log'>,
  job: (fence: Fence, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const holder = randomUUID()
  while (!signal.aborted) {
    const fence = await store.leases.take(name, holder, ttlMs)
    if (!fence) {
      await clock.sleep(ttlMs / 3, signal)
      continue
    }
    log.debug({ lease: name, epoch: fence.epoch }, 'lease taken')
    const lost = new AbortController()
    const until = AbortSignal.any([signal, lost.signal])
    const renewing = renew(fence, until, () => lost.abort())
    try {
      await job(fence, until)
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      log.warn({ lease: name, epoch: fence.epoch }, 'lease lost')
    } finally {
      lost.abort()
      await renewing
      await store.leases.release(fence)
    }
  }

  async function renew(fence: Fence, until: AbortSignal, lose: () => void): Promise<void> {
    while (!until.aborted) {
      await clock.sleep(ttlMs / 3, until)
      if (!until.aborted && !(await store.leases.renew(fence, ttlMs))) lose()
    }
  }
}
