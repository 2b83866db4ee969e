/** The stream rules of the stand-in: their language, and adding and deleting them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from '#sandbox/x/rule-language.ts'
import type { Subject } from '#sandbox/x/subject.ts'
import { house } from './x-house.ts'

const endpoint = 'POST /2/tweets/search/stream/rules'

const said = (change: Partial<Subject> = {}): Subject => ({
  text: 'Café talk about Health Data today #hcsm',
  hashtags: new Set(['hcsm']),
  mentions: new Set(['mary_b']),
  urls: ['https://example.org/page'],
  from: 'jon_k',
  to: 'mary_b',
  conversation: '42',
  is: new Set(['reply']),
  has: new Set(['links']),
  quoted: undefined,
  ...change,
})

const matches = (rule: string, place: 'stream' | 'search' = 'stream', subject = said()) => {
  const reading = read(rule, place)
  assert.ok('matches' in reading, `${rule}: ${'fault' in reading && reading.fault}`)
  return reading.matches(subject)
}

test('rules match what they say', () => {
  const yes = [
    '#hcsm',
    '#HCSM',
    'health',
    '"health data"',
    'from:jon_k',
    'to:@mary_b',
    '@mary_b',
    'conversation_id:42',
    'url:"example.org/page"',
    '#hcsm is:reply',
    '#hcsm -is:retweet',
    '#hcsm has:links',
    '#other OR #hcsm',
    '(#other OR #hcsm) from:jon_k',
    '#a #b OR #hcsm',
    'café',
    '#hcsm -from:lee_w',
  ]
  const no = [
    '#hcs',
    '#hcsmx',
    'heal',
    '"data health"',
    'from:mary_b',
    '#hcsm is:quote',
    '#hcsm -is:reply',
    '#hcsm has:media',
    '(#other OR #hcsm) from:lee_w',
    '#a OR #b #hcsm',
    'cafe',
    '#hcsm -health',
  ]
  assert.deepEqual(
    yes.filter(rule => !matches(rule)),
    [],
  )
  assert.deepEqual(
    no.filter(rule => matches(rule)),
    [],
  )
})

test('search forgives accents and does not look into quoted posts; the stream is the other way round', () => {
  assert.equal(matches('cafe', 'search'), true)
  const quoting = said({ hashtags: new Set(), quoted: said() })
  assert.equal(matches('#hcsm', 'stream', quoting), true)
  assert.equal(matches('#hcsm', 'search', quoting), false)
})

test('rules that X would refuse are refused', () => {
  const faulty = [
    '',
    '-#hcsm',
    'is:retweet',
    '#hcsm OR is:reply',
    '-(#a OR #b) #c',
    '(#a',
    '#a)',
    '"open',
    '#a OR',
    'has:hats #a',
    'nothing:here',
    '#',
    'from:',
  ]
  assert.deepEqual(
    faulty.filter(rule => !('fault' in read(rule, 'stream'))),
    [],
  )
  assert.ok('fault' in read('#a sample:10', 'search'))
  assert.ok(!('fault' in read('#a sample:10', 'stream')))
})

test('the real client adds, lists and deletes rules', async t => {
  const { app, x } = await house(t)
  const added = await app.v2.updateStreamRules({
    add: [
      { value: '#hcsm', tag: 'a' },
      { value: '#health', tag: 'b' },
    ],
  })
  assert.deepEqual(
    added.data.map(({ value, tag }) => [value, tag]),
    [
      ['#hcsm', 'a'],
      ['#health', 'b'],
    ],
  )
  assert.deepEqual(added.meta.summary, { created: 2, not_created: 0, valid: 2, invalid: 0 })
  const byId = await app.v2.updateStreamRules({ delete: { ids: [added.data[0]?.id ?? ''] } })
  assert.deepEqual(byId.meta.summary, { deleted: 1, not_deleted: 0 })
  assert.deepEqual(
    (await app.v2.streamRules()).data.map(({ value }) => value),
    ['#health'],
  )
  await app.v2.updateStreamRules({ delete: { values: ['#health', '#none'] } as never })
  assert.deepEqual(x.rules(), [])
})

test('some refused rules do not hinder the others; when all are refused the request is', async t => {
  const { ask } = await house(t)
  const add = [
    { value: '#hcsm' },
    { value: '#hcsm' },
    { value: 'is:retweet' },
    { value: `#${'x'.repeat(1024)}` },
  ]
  const some = await ask(endpoint, { add })
  assert.equal(some.status, 201)
  assert.equal(some.body.data.length, 1)
  assert.deepEqual(
    some.body.errors.map((error: { type: string }) => error.type.split('/').at(-1)),
    ['duplicate-rules', 'invalid-rules', 'invalid-rules'],
  )
  assert.equal(some.body.errors[0].id, some.body.data[0].id)
  assert.equal((await ask(endpoint, { add: [{ value: '#hcsm' }] })).status, 400)
})

test('a dry run changes nothing, and delete_all leaves nothing', async t => {
  const { ask, x } = await house(t)
  assert.equal(
    (await ask(`${endpoint}?dry_run=true`, { add: [{ value: '#hcsm' }] })).body.meta.summary.created,
    1,
  )
  assert.deepEqual(x.rules(), [])
  await ask(endpoint, { add: [{ value: '#a' }, { value: '#b' }] })
  const counts = await ask('GET /2/tweets/search/stream/rules/counts')
  assert.equal(counts.body.data.client_app_rules_count.rule_count, 2)
  assert.equal((await ask(`${endpoint}?delete_all=true`, {})).body.meta.summary.deleted, 2)
})

test('there are at most 1,000 rules', async t => {
  const { ask } = await house(t)
  const add = Array.from({ length: 1001 }, (_, index) => ({ value: `#t${index}` }))
  const { body } = await ask(endpoint, { add })
  assert.equal(body.data.length, 1000)
  assert.match(body.errors[0].type, /\/rule-cap$/)
})

test('bodies that are not rules are refused', async t => {
  const { ask } = await house(t)
  const bodies = [
    {},
    { add: [] },
    { add: [{ value: 1 }] },
    { add: [{ value: '#a', colour: 'red' }] },
    { remove: {} },
    { delete: {} },
    { delete: { ids: ['x'] } },
    '{"add":',
    [1],
  ]
  for (const body of bodies) assert.equal((await ask(endpoint, body)).status, 400, JSON.stringify(body))
})
