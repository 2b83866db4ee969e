/** Removes all that is kept of a workspace, when its people ask for it. */
import { Fault } from '#core/errors.ts'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { storePath } from './config.ts'

export async function erase(
  workspace: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (!workspace || !/^(slack|discord):\w+$/.test(workspace))
    throw new Fault(
      'Which workspace? npm start -- erase --workspace slack:T0123 (or discord:1234…); /chat status names it.',
    )
  const store = await sqliteStore({ path: storePath(environment) })
  try {
    const removed = Object.entries(await store.erase(workspace)).filter(([, count]) => count > 0)
    const what = removed.map(([book, count]) => `  ${book}: ${count}`).join('\n')
    process.stdout.write(
      removed.length > 0 ? `Erased of ${workspace}:\n${what}\n` : `Nothing is kept of ${workspace}.\n`,
    )
  } finally {
    await store.close()
  }
}
