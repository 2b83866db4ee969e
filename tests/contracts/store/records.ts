/** What every store promises of its small records. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { every, kind, update } from '#core/records.ts'
import { noon } from '#tests/fakes/posts.ts'
import { day, type Open } from './opened.ts'

interface Count {
  readonly count: number
}
const counts = kind<Count>('count')
const others = kind<Count>('other')

export function recordsContract(open: Open): void {
  writing(open)
  listing(open)
  forgetting(open)
}

function writing(open: Open): void {
  test('a record is kept as it is, with the version it has', async t => {
    const { records } = await open(t)
    const fact = { id: 'a', body: { count: 1 }, workspace: 'slack:T1', until: noon }
    assert.deepEqual(await records.write(counts, fact, 0), { ...fact, version: 1 })
    assert.deepEqual(await records.write(counts, { id: 'a', body: { count: 2 } }, 1), {
      id: 'a',
      body: { count: 2 },
      version: 2,
    })
    assert.deepEqual(await records.read(counts, 'a'), { id: 'a', body: { count: 2 }, version: 2 })
    assert.equal(await records.read(others, 'a'), undefined)
    assert.equal(await records.read(counts, 'b'), undefined)
  })

  test('what has another version than expected is left as it is', async t => {
    const { records } = await open(t)
    await records.write(counts, { id: 'a', body: { count: 1 } }, 0)
    assert.equal(await records.write(counts, { id: 'a', body: { count: 5 } }, 0), undefined)
    assert.equal(await records.write(counts, { id: 'a', body: { count: 5 } }, 2), undefined)
    assert.equal(await records.write(counts, { id: 'b', body: { count: 5 } }, 1), undefined)
    assert.equal((await records.read(counts, 'a'))?.body.count, 1)
    assert.equal(await records.read(counts, 'b'), undefined)
  })

  test('of fifty who change a record at once each change counts', async t => {
    const { records } = await open(t)
    await Promise.all(
      Array.from({ length: 50 }, () =>
        update(records, { kind: counts, id: 'a' }, kept => ({
          body: { count: (kept?.body.count ?? 0) + 1 },
        })),
      ),
    )
    assert.deepEqual(await records.read(counts, 'a'), { id: 'a', body: { count: 50 }, version: 50 })
    assert.equal((await update(records, { kind: counts, id: 'a' }, () => undefined))?.version, 50)
  })

  test('a record is removed once, and with a version only in that one', async t => {
    const { records } = await open(t)
    await records.write(counts, { id: 'a', body: { count: 1 } }, 0)
    assert.equal(await records.remove(counts, 'a', 2), false)
    assert.equal(await records.remove(counts, 'a', 1), true)
    assert.equal(await records.remove(counts, 'a'), false)
    assert.deepEqual((await records.write(counts, { id: 'a', body: { count: 7 } }, 0))?.version, 1)
  })
}

function listing(open: Open): void {
  test('records of a kind are listed by id, of a workspace, and page by page', async t => {
    const { records } = await open(t)
    const write = (id: string, workspace?: string) =>
      records.write(counts, { id, body: { count: 1 }, ...(workspace && { workspace }) }, 0)
    for (const id of ['b', 'a:2', 'ä', 'a', 'Z']) await write(id, id === 'b' ? 'slack:T1' : undefined)
    await records.write(others, { id: 'a', body: { count: 9 } }, 0)
    const ids = async (page = {}) => (await records.list(counts, page)).map(({ id }) => id)
    assert.deepEqual(await ids(), ['Z', 'a', 'a:2', 'b', 'ä'])
    assert.deepEqual(await ids({ workspace: 'slack:T1' }), ['b'])
    assert.deepEqual(await ids({ workspace: 'slack:T2' }), [])
    assert.deepEqual(await ids({ after: 'a', limit: 2 }), ['a:2', 'b'])
  })

  test('every record is found, however many there are', async t => {
    const { records } = await open(t)
    const ids = Array.from({ length: 1005 }, (_, index) => String(index).padStart(5, '0'))
    await Promise.all(ids.map(id => records.write(counts, { id, body: { count: 1 } }, 0)))
    const found = []
    for await (const { id } of every(records, counts)) found.push(id)
    assert.deepEqual(found, ids)
  })
}

function forgetting(open: Open): void {
  test('a record whose time has passed is forgotten, and no other', async t => {
    const store = await open(t, noon)
    const { records } = store
    await records.write(counts, { id: 'old', body: { count: 1 }, until: noon - 1 }, 0)
    await records.write(counts, { id: 'new', body: { count: 1 }, until: noon + 1 }, 0)
    await records.write(counts, { id: 'ever', body: { count: 1 } }, 0)
    await store.retain(noon - 30 * day)
    assert.deepEqual(
      (await records.list(counts)).map(({ id }) => id),
      ['ever', 'new'],
    )
  })

  test('records of a workspace are erased with it', async t => {
    const store = await open(t)
    const { records } = store
    await records.write(counts, { id: 'a', body: { count: 1 }, workspace: 'slack:T1' }, 0)
    await records.write(others, { id: 'a', body: { count: 1 }, workspace: 'slack:T1' }, 0)
    await records.write(counts, { id: 'b', body: { count: 1 }, workspace: 'slack:T2' }, 0)
    await records.write(counts, { id: 'c', body: { count: 1 } }, 0)
    assert.equal((await store.erase('slack:T1')).records, 2)
    assert.deepEqual(
      (await records.list(counts)).map(({ id }) => id),
      ['b', 'c'],
    )
    assert.deepEqual(await records.list(others), [])
  })
}
