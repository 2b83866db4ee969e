/**
 * A process that writes to a database until it is killed or refused, and says what was acknowledged:
 * a line of JSON for every burst, `{"kept":[ids]}` or `{"refused":"why"}`.
 */
import { writeSync } from 'node:fs'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { noon, post } from '#tests/fakes/posts.ts'

const [, , path = '', name = 'w', size = '200'] = process.argv
const text = 'y'.repeat(Number(size))
const store = await sqliteStore({ path })

for (let burst = 1, refused = false; !refused; burst += 1) {
  const ids = Array.from({ length: burst % 7 }, (_, index) => `${name}.${burst}.${index}`)
  const appended = ids.map(id => store.timeline.append(post(id, { text }), ['hcsm', name], noon))
  const results = await Promise.allSettled(appended)
  const kept = ids.filter((_, index) => results[index]?.status === 'fulfilled')
  writeSync(1, `${JSON.stringify({ kept })}\n`)
  const failure = results.find(result => result.status === 'rejected')
  if (!failure) continue
  refused = true
  const { name: kind, message } = failure.reason as Error
  writeSync(1, `${JSON.stringify({ refused: `${kind}: ${message}` })}\n`)
}
writeSync(1, `${JSON.stringify({ still: (await store.timeline.posts([`x:${name}.1.0`])).length })}\n`)
process.kill(process.pid, 'SIGKILL')
