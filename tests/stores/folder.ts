/** A folder of a test's own, and the SQLite stores opened in it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'backchannel-store-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
