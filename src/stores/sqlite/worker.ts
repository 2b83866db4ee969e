/**
 * Keeps the database in a thread of its own. What has been asked by the time it looks is done in one transaction,
 * each asking in a savepoint, and answered after the commit: many writes share one wait for the disk.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Answers, books } from './books.ts'
import { type Database, database, toFault } from './database.ts'
import { lock } from './lock.ts'
import { type Answer, type Asking, type Opening, toFailure } from './messages.ts'

const { path, look } = workerData as Opening

interface Kept {
  readonly db: Database
  readonly answers: Readonly<Record<string, Answers>>
  close(): void
}

function opened(): Kept {
  const unlock = look ? () => {} : lock(path)
  let db: Database | undefined
  const close = () => {
    db?.close()
    unlock()
  }
  try {
    db = database(path, look)
    return { db, answers: books(db, { look }), close }
  } catch (error) {
    close()
    throw error
  }
}

/** If the commit fails nothing of the burst was written, and everyone is told so. */
function committed(burst: readonly Asking[], kept: Kept): Answer[] {
  const { db } = kept
  try {
    db.execute(look ? 'begin' : 'begin immediate')
    const answers = burst.map(asking => answered(asking, kept))
    db.execute('commit')
    return answers
  } catch (error) {
    if (db.inTransaction()) db.execute('rollback')
    return burst.map(({ id }) => failed(id, error))
  }
}

function answered({ id, book, method, given }: Asking, { db, answers }: Kept): Answer {
  db.execute('savepoint asking')
  try {
    const answer = answers[book]?.[method]?.(...(given as never[]))
    db.execute('release asking')
    return { id, answer }
  } catch (error) {
    // A full disk ends the whole transaction, and with it what others of this burst were to be told.
    if (!db.inTransaction()) throw error
    db.execute('rollback to asking; release asking')
    return failed(id, error)
  }
}

const failed = (id: number, error: unknown): Answer => ({ id, failure: toFailure(toFault(error, path)) })

function serve(kept: Kept, port: MessagePort): void {
  let asked: Asking[] = []
  const burst = () => {
    const all = asked
    asked = []
    const close = all.find(({ book }) => book === 'close')
    for (const answer of committed(
      all.filter(asking => asking !== close),
      kept,
    ))
      port.postMessage(answer)
    if (!close) return
    kept.close()
    port.postMessage({ id: close.id, answer: undefined } satisfies Answer)
    port.close()
  }
  port.on('message', (asking: Asking) => {
    if (asked.push(asking) === 1) setImmediate(burst)
  })
  port.postMessage({ id: 0, answer: 'open' } satisfies Answer)
}

if (!parentPort) throw new Error('The store runs in a worker thread.')
try {
  serve(opened(), parentPort)
} catch (error) {
  parentPort.postMessage(failed(0, error))
}
