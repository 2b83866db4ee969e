/** Claims a database for one process: an open transaction on a file beside it, which the system ends with the process. */
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '#core/errors.ts'

/** Returns what gives the claim back. @throws Fault while another process holds it. */
export function lock(path: string): () => void {
  const file = `${path}.lock`
  const claim = new DatabaseSync(file, { timeout: 0 })
  try {
    claim.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    claim.close()
    if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5)
      throw new Fault(
        `Another Backchannel runs on the database ${path}. Stop it first, or set STORE_URL to another file.`,
        { cause: error },
      )
    throw error
  }
  return () => claim.close()
}
