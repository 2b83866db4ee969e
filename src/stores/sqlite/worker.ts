/**
 * Keeps the database in a thread of its own. What has been asked by the time it looks is done in one transaction,
 * each asking in a savepoint, and answered after the commit: many writes share one wait for the disk.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { books } from './books.ts'
import { type Database, database, toFault } from './database.ts'
import { lock } from './lock.ts'
import { type Answer, type Asking, type Opening, toFailure } from './messages.ts'

const { path, look } = workerData as Opening
const port = parentPort
if (!port) throw new Error('The store runs in a worker thread.')

const unlock = begin(() => (look ? () => {} : lock(path)))
const db = begin(() => database(path))
const kept = begin(() => books(db))
let asked: Asking[] = []
let waiting = false

port.on('message', (asking: Asking) => {
  asked.push(asking)
  if (waiting) return
  waiting = true
  setImmediate(burst)
})
port.postMessage({ id: 0, answer: 'open' } satisfies Answer)

function begin<T>(step: () => T): T {
  try {
    return step()
  } catch (error) {
    port?.postMessage({ id: 0, failure: toFailure(toFault(error, path)) } satisfies Answer)
    throw error
  }
}

function burst(): void {
  const burst = asked
  asked = []
  waiting = false
  const close = burst.find(({ book }) => book === 'close')
  const answers = committed(burst.filter(asking => asking !== close))
  if (close) {
    db.close()
    unlock()
    answers.push({ id: close.id, answer: undefined })
  }
  for (const answer of answers) port?.postMessage(answer)
  if (close) port?.close()
}

/** If the commit fails nothing of the burst was written, and everyone is told so. */
function committed(burst: readonly Asking[]): Answer[] {
  try {
    db.execute('begin immediate')
    const answers = burst.map(asking => answered(asking, db))
    db.execute('commit')
    return answers
  } catch (error) {
    try {
      db.execute('rollback')
    } catch {
      // There was nothing to roll back: the transaction did not begin, or ended with the error.
    }
    return burst.map(({ id }) => ({ id, failure: toFailure(toFault(error, path)) }))
  }
}

function answered({ id, book, method, given }: Asking, { execute }: Database): Answer {
  execute('savepoint asking')
  try {
    const answer = kept[book]?.[method]?.(...(given as never[]))
    execute('release asking')
    return { id, answer }
  } catch (error) {
    execute('rollback to asking; release asking')
    return { id, failure: toFailure(toFault(error, path)) }
  }
}
