/** What keeps a SQLite database from being used is said in one clear sentence, with the cure. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Fault } from '#core/errors.ts'
import { sqliteStore } from '#stores/sqlite/store.ts'
import { general } from '#tests/contracts/store/opened.ts'
import { noon, post } from '#tests/fakes/posts.ts'
import { folder } from './folder.ts'

/** Closed again where it should not have been opened at all: the test fails, and ends. */
const opened = async (path: string, look: boolean) => (await sqliteStore({ path, look })).close()

const faulted = (path: string, said: RegExp, look = false) =>
  assert.rejects(opened(path, look), error => {
    assert.ok(error instanceof Fault, String(error))
    assert.match(error.message, said)
    assert.ok(error.message.includes(dirname(path)), `"${error.message}" names the place`)
    assert.doesNotMatch(error.message, /\n|SQLITE|\bat \w+ \(/)
    return true
  })

async function kept(path: string, posts = 1): Promise<void> {
  const store = await sqliteStore({ path })
  for (let id = 1; id <= posts; id += 1) await store.timeline.append(post(String(id)), ['hcsm'], noon)
  await store.close()
}

const altered = (path: string, sql: string): void => {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

test('a folder that is missing is made', async t => {
  const path = join(folder(t), 'a', 'b', 'test.db')
  await kept(path)
  assert.ok(existsSync(path))
})

test('a folder that cannot be made is named', async t => {
  const file = join(folder(t), 'file')
  writeFileSync(file, '')
  await faulted(join(file, 'test.db'), /STORE_URL/)
  await faulted(join(file, 'deeper', 'test.db'), /STORE_URL/)
})

test('a folder that may only be read is named', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async t => {
  const path = join(folder(t), 'closed')
  mkdirSync(path, { mode: 0o555 })
  await faulted(join(path, 'test.db'), /user|permission/)
})

test('a folder in place of the file is told as such', async t => {
  const path = join(folder(t), 'test.db')
  mkdirSync(path)
  await faulted(path, /is a folder.*STORE_URL/)
})

test('a file that holds something else is left as it is', async t => {
  const path = join(folder(t), 'notes.txt')
  const notes = 'These are notes about many things. '.repeat(200)
  writeFileSync(path, notes)
  await faulted(path, /holds something else.*STORE_URL/)
  assert.equal(readFileSync(path, 'utf8'), notes)
})

test('a database of another program is left as it is', async t => {
  const path = join(folder(t), 'other.db')
  altered(path, 'create table posts (id); pragma user_version = 40')
  await faulted(path, /holds something else.*STORE_URL/)
  const db = new DatabaseSync(path)
  t.after(() => db.close())
  assert.deepEqual(
    db
      .prepare('select name from sqlite_schema')
      .all()
      .map(({ name }) => name),
    ['posts'],
  )
})

test('a database of a newer Backchannel is refused with both versions, and unharmed', async t => {
  const path = join(folder(t), 'test.db')
  await kept(path)
  altered(path, 'pragma user_version = 99')
  await faulted(path, /version 99.*versions up to \d+.*(newer|STORE_URL)/)
  altered(path, 'pragma user_version = 2')
  const store = await sqliteStore({ path })
  t.after(() => store.close())
  assert.deepEqual(await store.timeline.posts(['x:1']), [post('1')])
})

test('a damaged database is told at the start', async t => {
  const path = join(folder(t), 'test.db')
  await kept(path, 200)
  const bytes = readFileSync(path)
  // One page, among those that are not read on the way in.
  const page = 4096 * Math.floor(bytes.length / 4096 / 2)
  bytes.fill(0x5a, page, page + 4096)
  writeFileSync(path, bytes)
  await faulted(path, /damaged.*backup/)
})

test('a database that was cut short is told at the start', async t => {
  const path = join(folder(t), 'test.db')
  await kept(path, 200)
  writeFileSync(path, readFileSync(path).subarray(0, 20_000))
  await faulted(path, /damaged.*backup/)
})

test('after a failed start nothing is left that keeps the next one out', async t => {
  const path = join(folder(t), 'test.db')
  await kept(path)
  altered(path, 'pragma user_version = 99')
  await faulted(path, /version 99/)
  altered(path, 'pragma user_version = 2')
  await kept(path)
})

test('one that only looks needs a database of its own version, and writes nothing', async t => {
  const path = join(folder(t), 'test.db')
  await faulted(path, /There is no database.*STORE_URL/, true)
  assert.ok(!existsSync(path))
  await kept(path)
  altered(path, 'pragma user_version = 0; drop table charges')
  await faulted(path, /version 0.*Start this Backchannel on it once/, true)
})

test('one that only looks sees what a running one writes, and does not disturb it', async t => {
  const path = join(folder(t), 'test.db')
  const running = await sqliteStore({ path })
  t.after(() => running.close())
  await running.lanes.enter(general)
  const fence = await running.leases.take(general.partition, 'a', 60_000)
  const looking = await sqliteStore({ path, look: true })
  t.after(() => looking.close())
  await running.timeline.append(post('1'), ['hcsm'], noon)
  assert.deepEqual(await looking.timeline.posts(['x:1']), [post('1')])
  await assert.rejects(looking.timeline.remove('x:1', noon), Fault)
  assert.deepEqual(await running.timeline.posts(['x:1']), [post('1')])
  assert.ok(fence && (await running.leases.renew(fence, 60_000)))
})
