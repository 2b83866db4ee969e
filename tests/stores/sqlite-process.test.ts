/** A SQLite database and the processes that use it: what was acknowledged stays, whoever is killed; one runs at a time. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Fault, Stale } from '#core/errors.ts'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { general, held } from '#tests/contracts/store/opened.ts'
import { noon, post } from '#tests/fakes/posts.ts'
import { folder } from './folder.ts'
import { writing } from './writing.ts'

test('nothing acknowledged is lost and nothing is torn, twenty-five times killed', async t => {
  const path = join(folder(t), 'test.db')
  let acknowledged = 0
  for (let round = 1; round <= 25; round += 1) {
    const name = `r${round}`
    const { child, kept, acknowledged: bursts, ended } = writing(t, { path, name })
    await bursts(1 + Math.floor(Math.random() * 60))
    child.kill('SIGKILL')
    await ended

    const store = await sqliteStore({ path })
    const entries = await store.timeline.entries(0, [name], 10_000)
    const there = new Set(entries.map(entry => entry.post))
    const lost = kept.filter(id => !there.has(`x:${id}`))
    assert.deepEqual(lost, [], `round ${round}`)
    assert.equal((await store.timeline.posts([...there])).length, there.size, 'every entry has its body')
    await store.close()
    acknowledged += kept.length
  }
  assert.ok(acknowledged > 100, `${acknowledged} were acknowledged`)
})

test('a second process is kept out while one runs, and let in as soon as that is killed', async t => {
  const path = join(folder(t), 'test.db')
  const first = writing(t, { path, name: 'first' })
  await first.acknowledged(1)
  await assert.rejects(sqliteStore({ path }), error => {
    assert.ok(error instanceof Fault)
    assert.match(error.message, /Another Backchannel runs on the database .*test\.db.*Stop it first/)
    return true
  })
  await first.acknowledged(3)
  first.child.kill('SIGKILL')
  await first.ended
  const store = await sqliteStore({ path })
  await store.close()
})

test('within one process too a database is opened once, and again when it is closed', async t => {
  const path = join(folder(t), 'test.db')
  const first = await sqliteStore({ path })
  await assert.rejects(sqliteStore({ path }), Fault)
  await first.timeline.append(post('1'), ['hcsm'], noon)
  await first.close()
  const second = await sqliteStore({ path })
  t.after(() => second.close())
  assert.deepEqual(await second.timeline.posts(['x:1']), [post('1')])
})

test('a disk that takes no more fails what is asked with a Fault, and loses nothing that was kept', async t => {
  const path = join(folder(t), 'test.db')
  const { kept, said, ended } = writing(t, { path, name: 'full', size: 20_000, fileKiB: 1024 })
  await ended
  assert.match(String(said[0]?.refused), /^Fault: The database .*(disk is full|disk reports an error)/)
  assert.deepEqual(said[1], { still: 1 })
  const store = await sqliteStore({ path })
  t.after(() => store.close())
  assert.equal((await store.timeline.posts(kept.map(id => `x:${id}`))).length, kept.length)
})

test('an error that ends the whole transaction fails all that was asked with it, and keeps nothing of it', async t => {
  const path = join(folder(t), 'test.db')
  await (await sqliteStore({ path })).close()
  const db = new DatabaseSync(path)
  db.exec(`create trigger full before insert on charges when new.resource = 'last'
    begin select raise(rollback, 'there is no room'); end`)
  t.after(() => db.close())
  const store = await sqliteStore({ path })
  t.after(() => store.close())
  // Kept waiting, the worker finds the rest together when it looks again.
  db.exec('begin immediate')
  const waiting = store.ledger.charge([], noon)
  for (let turn = 0; turn < 1000; turn += 1) await setImmediate()
  const asking = Promise.allSettled([
    store.timeline.append(post('1'), ['hcsm'], noon),
    store.ledger.charge([{ resource: 'last', micros: 1 }], noon),
    store.timeline.append(post('2'), ['hcsm'], noon),
  ])
  db.exec('rollback')
  await waiting
  const asked = await asking
  for (const one of asked) assert.match(String(one.status === 'rejected' && one.reason), /there is no room/)
  assert.deepEqual(await store.timeline.posts(['x:1', 'x:2']), [])
  assert.equal((await store.timeline.append(post('1'), ['hcsm'], noon))?.kind, 'posted')
})

test('a lease of an earlier process is void, and its epochs go on growing', async t => {
  const path = join(folder(t), 'test.db')
  const first = await sqliteStore({ path })
  const old = await held(first)
  await first.close()
  const second = await sqliteStore({ path })
  t.after(() => second.close())
  assert.equal(await second.leases.renew(old, 60_000), false)
  await assert.rejects(second.lanes.move(general.id, 1, old), Stale)
  const fresh = await second.leases.take(old.name, 'another', 60_000)
  assert.ok(fresh && fresh.epoch > old.epoch)
})

test('the main thread goes on while the disk keeps the database waiting', async t => {
  const path = join(folder(t), 'test.db')
  const store = await sqliteStore({ path })
  t.after(() => store.close())
  const other = new DatabaseSync(path)
  t.after(() => other.close())
  other.exec('begin immediate')
  let done = false
  const appended = store.timeline.append(post('1'), ['hcsm'], noon).then(() => {
    done = true
  })
  for (let turn = 0; turn < 1000; turn += 1) await setImmediate()
  assert.equal(done, false)
  other.exec('rollback')
  await appended
  assert.deepEqual(await store.timeline.posts(['x:1']), [post('1')])
})

test('what is asked together is written together', async t => {
  const path = folder(t)
  const written = async (name: string, together: boolean) => {
    const store = await sqliteStore({ path: join(path, name) })
    t.after(() => store.close())
    const ids = Array.from({ length: 200 }, (_, index) => String(index))
    const append = (id: string) => store.timeline.append(post(id), ['hcsm'], noon)
    if (together) await Promise.all(ids.map(append))
    else for (const id of ids) await append(id)
    return statSync(join(path, `${name}-wal`)).size
  }
  const [together, apart] = [await written('together.db', true), await written('apart.db', false)]
  assert.ok(together * 4 < apart, `${together} bytes together, ${apart} apart`)
})

test('answers come in the order of the askings, and a closed database refuses', async t => {
  const store = await sqliteStore({ path: join(folder(t), 'test.db') })
  const order: string[] = []
  const asked = ['1', '2', '3'].map(async id => {
    await store.timeline.append(post(id), ['hcsm'], noon)
    order.push(id)
  })
  await Promise.all([...asked, store.close(), store.close()])
  assert.deepEqual(order, ['1', '2', '3'])
  await assert.rejects(store.lanes.all(), /closed/)
})
