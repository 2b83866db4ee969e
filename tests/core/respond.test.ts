/** Whatever is asked, and whatever goes wrong, whoever asked is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError, Refusal } from '#core/errors.ts'
import { say } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import { type Grammar, respond } from '#core/respond.ts'
import { plainLine } from '#core/saying.ts'
import { work } from '#core/work.ts'
import { channel, noon } from '#tests/fakes/posts.ts'

const asked: Invocation = {
  id: '1',
  at: noon,
  channel: channel(),
  member: { id: 'slack:T1/U1', name: 'Tom', admin: false, manages: true, roles: [] },
  kind: 'line',
  line: 'follow #hcsm',
}

function answering(run: Grammar['run']) {
  const logged: { facts: Readonly<Record<string, unknown>>; happened: string }[] = []
  const note = (facts: Readonly<Record<string, unknown>>, happened: string) =>
    void logged.push({ facts, happened })
  const jobs = work()
  const parts = { work: jobs, log: { info: note, warn: note, error: note, debug: note } } as unknown as Parts
  const answer = respond(asked, parts, { run, suggest: async () => [] })
  const text = answer.then(shown =>
    shown.kind === 'say' ? shown.saying.lines.map(line => plainLine(line as never)).join('\n') : '',
  )
  return { jobs, logged, text }
}

test('what was asked is answered, as work in hand', async () => {
  const { jobs, text, logged } = answering(async ({ member }) => say(`Hello ${member.name}`))
  assert.equal(jobs.inHand(), 1)
  assert.equal(await text, 'Hello Tom')
  assert.equal(jobs.inHand(), 0)
  assert.deepEqual(logged, [])
})

test('a refusal, of ours or of the network, is told in its words and is no fault', async () => {
  for (const error of [
    new Refusal('That cannot be.'),
    new NetworkError('That cannot be.', { next: 'retry', waitMs: 1 }),
  ]) {
    const { text, logged } = answering(async () => {
      throw error
    })
    assert.equal(await text, 'That cannot be.')
    assert.deepEqual(logged, [])
  }
})

test('a bug is logged whole under the id that is told, and tells nothing of itself', async () => {
  const bug = new TypeError('secret inside')
  const { text, logged } = answering(() => {
    throw bug
  })
  const told = await text
  const id = /Something went wrong here, and nothing was posted\. It is noted as ([0-9a-f]{8})/.exec(
    told,
  )?.[1]
  assert.ok(id, told)
  assert.doesNotMatch(told, /secret/)
  assert.equal(logged.length, 1)
  assert.equal(logged[0]?.facts.id, id)
  assert.equal(logged[0]?.facts.error, bug)
})
