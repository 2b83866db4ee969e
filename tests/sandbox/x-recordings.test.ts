/** Recorded stream objects played through the stand-in. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { house, until } from './x-house.ts'

const chats = fileURLToPath(new URL('../../../shared/data/chats/', import.meta.url))

for (const [file, rule] of [
  ['nephjc-2016.jsonl', '#nephjc'],
  ['v2-edge-cases.jsonl', '#edge'],
] as const)
  test(`${file} arrives whole, in its order, with the live rule`, async t => {
    if (!existsSync(chats + file)) return t.skip(`${file} is not here`)
    const { x, ask, hear, follow } = await house(t)
    const [live] = await follow(rule)
    const heard = await hear()
    const lines = readFileSync(chats + file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
    for (const line of lines) assert.equal(x.feed(line), true, line.data.id)
    await until(() => heard.text().split('\r\n').length > lines.length)
    const arrived = heard.objects()
    assert.deepEqual(
      arrived.map(({ data }) => data),
      lines.map(line => line.data),
    )
    assert.ok(arrived.every(({ matching_rules: [match] }) => match?.id === live?.id))
    const id = lines[0].data.id
    assert.deepEqual((await ask(`GET /2/tweets?ids=${id}`)).body.data, [lines[0].data])
  })
