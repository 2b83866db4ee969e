/** The memory store keeps every promise of a store: it can be believed as the measure of the others. */
import { storeContract } from '#tests/contracts/store.ts'
import { memoryStore } from '#tests/fakes/memory/store.ts'
import { noon } from '#tests/fakes/posts.ts'

storeContract('memory', async (_, now = noon) =>
  memoryStore({ clock: { now: () => now, sleep: async () => {} } }),
)
