/** A recording played through the whole program: every post admitted once, delivered once to each channel, in order. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const root = join(import.meta.dirname, '..')
const recordings = join(root, '../shared/data/chats')
const skip = existsSync(recordings) ? false : 'the recordings are not beside this project'

interface Outcome {
  readonly code: number
  readonly err: string
  readonly delivered: readonly { posts: string[]; platform: string; channel: string; thread: string | null }[]
  readonly placed: readonly { post: string; kind: string; question: string | null; guess: boolean }[]
  readonly totals: {
    read: number
    admitted: number
    delivered: Record<string, number>
    duplicates: number
    lost: number
    malformed: number
    seconds: number
  }
}

function replay(file: string, ...more: readonly string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH } as NodeJS.ProcessEnv
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      ['src/main.ts', 'replay', file, '--speed', 'max', '--json', ...more],
      { cwd: root, env, maxBuffer: 2 ** 26 },
      (_, out, err) => {
        const lines = out
          .trim()
          .split('\n')
          .map(line => JSON.parse(line))
        const totals = lines.pop()?.totals
        const those = (name: string) => lines.filter(line => name in line).map(line => line[name])
        const [delivered, placed] = [those('delivered'), those('placed')]
        resolve({ code: child.exitCode ?? 1, err, delivered, placed, totals })
      },
    )
  })
}

/** An invented recording of `count` posts, ten seconds apart, every fourth a reply. */
function invented(t: TestContext, count: number, lines: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'backchannel-recording-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const began = Date.parse('2026-03-04T20:30:00Z')
  const id = (index: number) => String((BigInt(began + index * 10_000 - 1_288_834_974_657) << 22n) + 1n)
  const made = Array.from({ length: count }, (_, index) => {
    const text = `Post number ${index} <!channel> @everyone [a](http://b) #hcsm`
    const start = text.indexOf('#hcsm')
    return JSON.stringify({
      data: {
        id: id(index),
        text: text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        created_at: new Date(began + index * 10_000).toISOString(),
        author_id: String(100 + (index % 5)),
        conversation_id: id(index),
        edit_history_tweet_ids: [id(index)],
        entities: { hashtags: [{ start: start + 6, end: start + 11, tag: 'hcsm' }] },
        ...(index % 4 === 3 && { referenced_tweets: [{ type: 'replied_to', id: id(index - 1) }] }),
      },
      includes: {
        users: [
          { id: String(100 + (index % 5)), username: `person_${index % 5}`, name: `Person ${index % 5}` },
        ],
      },
      matching_rules: [{ id: '1', tag: 'hcsm' }],
    })
  })
  const file = join(folder, 'made.jsonl')
  writeFileSync(file, [...made.slice(0, 5), ...lines, ...made.slice(5)].join('\n'))
  return file
}

const inOrder = ({ delivered }: Outcome, platform: string) =>
  delivered.filter(one => one.platform === platform && one.thread === null).flatMap(({ posts }) => posts)

test('an invented recording is admitted and delivered once, in order, replies in threads, malformed lines skipped and named', async t => {
  const outcome = await replay(invented(t, 60, ['{"cut off', '[]', '{"data":{"id":1}}']))
  const { code, err, totals, delivered } = outcome
  assert.equal(code, 0, err)
  assert.deepEqual(
    { ...totals, seconds: 0 },
    {
      read: 60,
      admitted: 60,
      delivered: { 'discord:400000000000000002': 60, 'slack:C01HCSM': 60 },
      duplicates: 0,
      lost: 0,
      malformed: 3,
      seconds: 0,
    },
  )
  for (const number of [6, 7, 8]) assert.match(err, new RegExp(`line ${number} skipped`))
  for (const platform of ['slack', 'discord']) {
    const order = inOrder(outcome, platform)
    assert.deepEqual(
      order,
      [...order].sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1)),
    )
    assert.equal(
      delivered.filter(one => one.platform === platform && one.thread !== null).flatMap(({ posts }) => posts)
        .length,
      15,
    )
  }
})

test('the same recording twice on one database brings nothing twice', async t => {
  const file = invented(t, 20)
  const store = `sqlite:${join(file, '..', 'kept.db')}`
  assert.equal((await replay(file, '--store', store)).code, 0)
  const again = await replay(file, '--store', store)
  assert.equal(again.delivered.length, 0, again.err)
})

test('every admitted post is placed once, after all was read', async t => {
  const { placed, totals } = await replay(invented(t, 12))
  assert.equal(placed.length, totals.admitted)
  assert.equal(new Set(placed.map(({ post }) => post)).size, totals.admitted)
  for (const one of placed) {
    assert.deepEqual(Object.keys(one), ['post', 'kind', 'question', 'guess'])
    assert.ok(['question', 'answer', 'talk', 'frame', 'other'].includes(one.kind))
  }
})

test('only what belongs to a chosen hashtag is played', async t => {
  const { totals } = await replay(invented(t, 12), '--follow', '#nothing')
  assert.deepEqual([totals.read, totals.admitted], [12, 0])
})

for (const [name, expected] of [
  ['nephjc-2016', { read: 642, admitted: 642, malformed: 0 }],
  ['v2-edge-cases', { read: 46, admitted: 45, malformed: 0 }],
  ['stream-disconnect', { read: 4, admitted: 4, malformed: 0 }],
  ['stream-cut', { read: 7, admitted: 7, malformed: 1 }],
] as const)
  test(`the recording ${name} loses nothing and doubles nothing`, { skip }, async t => {
    const file = join(recordings, `${name}.jsonl`)
    const { code, err, totals, delivered, placed } = await replay(file)
    const { read, admitted, malformed, lost, duplicates } = totals
    assert.deepEqual(
      { code, read, admitted, malformed, lost, duplicates },
      { code: 0, ...expected, lost: 0, duplicates: 0 },
      err,
    )
    assert.deepEqual(Object.values(totals.delivered), [admitted, admitted])
    assert.equal(new Set(placed.map(({ post }) => post)).size, admitted)
    assert.equal(placed.length, admitted)
    for (const platform of ['slack', 'discord']) {
      const posts = delivered.filter(one => one.platform === platform).flatMap(one => one.posts)
      assert.equal(new Set(posts).size, posts.length)
      assert.equal(posts.length, admitted)
    }
    if (name === 'nephjc-2016') {
      const made = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => String(JSON.parse(line).data.id))
      for (const platform of ['slack', 'discord']) {
        const order = inOrder({ code, err, totals, delivered, placed }, platform)
        assert.deepEqual(
          order,
          made.filter(id => order.includes(id)),
        )
      }
    }
    t.diagnostic(`${read} read, ${admitted} admitted, ${delivered.length} messages, ${totals.seconds} s`)
  })
