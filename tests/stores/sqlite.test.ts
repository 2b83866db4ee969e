/** SQLite keeps every promise of a store. */
import { join } from 'node:path'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { storeContract } from '#tests/contracts/store.ts'
import { noon } from '#tests/fakes/posts.ts'
import { folder } from './folder.ts'

storeContract('sqlite', async (t, now = noon) => {
  const clock = { now: () => now, sleep: async () => {} }
  const store = await sqliteStore({ path: join(folder(t), 'test.db'), clock })
  t.after(() => store.close())
  return store
})
