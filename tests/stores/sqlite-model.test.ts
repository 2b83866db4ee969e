/** SQLite and the memory store, asked the same in any order, always answer the same. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { memoryStore } from '#tests/fakes/memory/store.ts'
import { noon } from '#tests/fakes/posts.ts'
import { folder } from './folder.ts'
import { everything, type Life, life, outcome } from './model.ts'

const clock = { now: () => noon, sleep: async () => {} }

test('whatever is asked, in whatever order, SQLite answers as the memory store does', async t => {
  const path = folder(t)
  let run = 0
  await fc.assert(
    fc.asyncProperty(life, async steps => {
      run += 1
      const ours: Life = { store: memoryStore({ clock }), fences: new Map() }
      const theirs: Life = {
        store: await sqliteStore({ path: join(path, `${run}.db`), clock }),
        fences: new Map(),
      }
      try {
        for (const { name, run: ask } of steps)
          assert.deepEqual(await outcome(() => ask(theirs)), await outcome(() => ask(ours)), name)
        assert.deepEqual(await everything(theirs.store), await everything(ours.store))
      } finally {
        await theirs.store.close()
      }
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 60) },
  )
})
