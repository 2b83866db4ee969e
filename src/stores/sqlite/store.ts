/** A store in one SQLite file, no server: asked from the main thread, kept in a worker. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Fault, Stale } from '#core/errors.ts'
import type { Store } from '#core/store.ts'
import { asked } from './books.ts'
import type { Answer, Failure, Opening } from './messages.ts'

export interface SqliteOptions {
  readonly path: string
  /** Only looks: another process may be running on it. */
  readonly look?: boolean
}

type Ask = (book: string, method: string, given: readonly unknown[]) => Promise<unknown>

/** @throws Fault when the file cannot be used, or another process runs on it. */
export async function sqliteStore({ path, look = false }: SqliteOptions): Promise<Store> {
  makeFolder(path)
  const { ask, end } = await spoken(
    new Worker(new URL('./worker.ts', import.meta.url), { workerData: { path, look } satisfies Opening }),
  )
  const books = Object.entries(asked).map(([book, methods]) => [
    book,
    Object.fromEntries(
      Object.keys(methods).map(method => [method, (...given: unknown[]) => ask(book, method, given)]),
    ),
  ])
  const own = {
    retain: (before: number) => ask('store', 'retain', [before]),
    erase: (workspace: string) => ask('store', 'erase', [workspace]),
    close: end,
  }
  return { ...Object.fromEntries(books), ...own } as Store
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new Fault(
      `The folder ${dirname(path)} for the database cannot be made. Check the path in STORE_URL, and who may write there.`,
      { cause: error },
    )
  }
}

/** Resolves once the worker has opened the database. */
async function spoken(worker: Worker): Promise<{ ask: Ask; end: () => Promise<void> }> {
  const answers = expected()
  let last = 0
  worker.on('message', (answer: Answer) => answers.take(answer))
  worker.on('error', (error: Error) => answers.fail(error))
  worker.on('exit', () => answers.fail(new Fault('The database is closed.')))
  await answers.of(0)

  const ask: Ask = (book, method, given) => {
    last += 1
    const answer = answers.of(last)
    worker.postMessage({ id: last, book, method, given })
    return answer
  }
  return { ask, end: async () => void (answers.ended() || (await ask('close', '', []))) }
}

/** The answers that are waited for. */
function expected() {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let ended: Error | undefined
  return {
    of(id: number): Promise<unknown> {
      if (ended) return Promise.reject(ended)
      const answer = Promise.withResolvers<unknown>()
      waiting.set(id, answer)
      return answer.promise
    },
    take(answer: Answer): void {
      const waiter = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('failure' in answer) waiter?.reject(revived(answer.failure))
      else waiter?.resolve(answer.answer)
    },
    fail(error: Error): void {
      ended ??= error
      for (const waiter of waiting.values()) waiter.reject(ended)
      waiting.clear()
    },
    ended: () => ended !== undefined,
  }
}

function revived({ name, message, stack }: Failure): Error {
  if (name === 'Stale') return new Stale(message)
  if (name === 'Fault') return new Fault(message)
  return Object.assign(new Error(message), { name, stack })
}
