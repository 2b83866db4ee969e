/** Runs Backchannel from a Config until told to stop: all of it, or nothing. */
import { Fault, NetworkError } from '#core/errors.ts'
import type { Parts } from '#core/parts.ts'
import { plan } from '#core/plan.ts'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { web } from '#web/server.ts'
import { build, type Surroundings } from './build.ts'
import type { Config } from './config.ts'

/** How long work in hand may take to end. */
const drainMs = 9_000

export interface App {
  /** Where /healthz and /readyz are. */
  readonly url: string
  readonly parts: Parts
  /** Ends intake, lets work in hand end, closes everything. */
  stop(): Promise<void>
  /** Resolves when it has stopped; rejects when a part failed for good, with everything closed. */
  readonly ended: Promise<void>
}

/** Resolves once every platform listens. @throws Fault, with nothing left running. */
export async function app(config: Config, surroundings: Surroundings): Promise<App> {
  const ending = new AbortController()
  const missing = new Set(['everything: it is starting'])
  const store = await sqliteStore({ ...config.store, clock: surroundings.clock })
  const closing = [() => store.close()]
  const { parts, run } = build(config, store, surroundings)
  let running: Promise<void>[] = []

  const close = once(async () => {
    ending.abort()
    missing.add('everything: it is stopping')
    await withinMs(drainMs, Promise.allSettled([...running, parts.work.drained()]))
    for (const end of closing.toReversed()) await end()
  })
  try {
    const served = await web(config.host, config.port, { missing: () => [...missing] })
    closing.push(() => served.close())
    await recognised(parts)
    const listening = new Map(
      Object.values(parts.bridges).map(bridge => [bridge, Promise.withResolvers<void>()]),
    )
    running = run(ending.signal, bridge => listening.get(bridge)?.resolve())
    await Promise.race([failed(running), Promise.all([...listening.values()].map(({ promise }) => promise))])
    missing.clear()
    const ended = Promise.all(running).then(close, error => close().then(() => Promise.reject(error)))
    return { url: served.url, parts, stop: () => close().then(() => {}), ended }
  } catch (error) {
    await close()
    throw error
  }
}

/** Asks X who we are before anything starts: with a wrong token there is nothing to start. */
async function recognised({ source, store, clock }: Parts): Promise<void> {
  try {
    await source.want((await plan({ store, clock })).wanted)
  } catch (error) {
    if (error instanceof NetworkError && error.next.next === 'stop')
      throw new Fault(error.message, { cause: error })
    if (!(error instanceof NetworkError)) throw error
  }
}

/** Rejects as soon as one of them does. */
const failed = (running: readonly Promise<void>[]): Promise<never> =>
  new Promise((_, reject) => {
    for (const part of running) part.catch(reject)
  })

function once(job: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= job()
    return done
  }
}

/** In real time, whatever clock the program lives by: a process that is told to end has only that. */
async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const handle = setTimeout(timer.resolve, ms)
  await Promise.race([work, timer.promise])
  clearTimeout(handle)
}
