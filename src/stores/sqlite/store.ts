/** A store in one SQLite file, no server: asked from the main thread, kept in a worker. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Clock, realClock } from '#core/clock.ts'
import { Fault, Refusal, Stale } from '#core/errors.ts'
import type { Instant, WorkspaceId } from '#core/ids.ts'
import type { Store } from '#core/store.ts'
import { asked } from './books.ts'
import type { Answer, Failure, Opening } from './messages.ts'

export interface SqliteOptions {
  readonly path: string
  /** Only looks: another process may be running on it. What it writes is refused. */
  readonly look?: boolean
  /** Tells when what retention lists was listed. */
  readonly clock?: Clock
}

type Ask = (book: string, method: string, given: readonly unknown[]) => Promise<unknown>

/** @throws Fault when the file cannot be used, or another process runs on it. */
export async function sqliteStore(options: SqliteOptions): Promise<Store> {
  const { path, look = false, clock = realClock } = options
  look ? mustExist(path) : makeRoom(path)
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
    retain: (before: Instant) => ask('store', 'retain', [before, clock.now()]),
    erase: (workspace: WorkspaceId) => ask('store', 'erase', [workspace]),
    close: end,
  }
  return { ...Object.fromEntries(books), ...own } as Store
}

function makeRoom(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new Fault(
      `The folder ${dirname(path)} for the database cannot be made. Check the path in STORE_URL, and who may write there.`,
      { cause: error },
    )
  }
  if (isFolder(path))
    throw new Fault(
      `The database ${path} is a folder. Set STORE_URL to a file, such as sqlite:${path}/backchannel.db.`,
    )
}

const isFolder = (path: string): boolean =>
  existsSync(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function mustExist(path: string): void {
  if (!existsSync(path))
    throw new Fault(`There is no database ${path}. Check the path in STORE_URL; a first start makes it.`)
}

/** Resolves once the worker has opened the database. */
async function spoken(worker: Worker): Promise<{ ask: Ask; end: () => Promise<void> }> {
  const answers = expected()
  let last = 0
  worker.on('message', (answer: Answer) => answers.take(answer))
  worker.on('error', (error: Error) => answers.fail(error))
  worker.on('exit', () => answers.fail(new Fault('The database is closed.')))
  const exited = new Promise<void>(resolve => worker.on('exit', () => resolve()))
  await answers.of(0)

  const ask: Ask = async (book, method, given) => {
    last += 1
    worker.postMessage({ id: last, book, method, given })
    return answers.of(last)
  }
  let ending: Promise<void> | undefined
  const closed = async () => {
    if (!answers.ended()) await ask('close', '', [])
    await exited
  }
  return {
    ask,
    end: () => {
      ending ??= closed()
      return ending
    },
  }
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

/** Those whose class says what may be done next. */
const named = { Stale, Fault, Refusal }

function revived({ name, message, stack }: Failure): Error {
  if (name in named) return new named[name as keyof typeof named](message)
  return Object.assign(new Error(message), { name, stack })
}
