/** X's objects turned into posts. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { nothingIncluded, postObject, streamed } from '#bridges/x/payload.ts'
import { toPost } from '#bridges/x/post.ts'
import { unescaped } from '#bridges/x/spans.ts'
import { toReading } from '#bridges/x/streamed.ts'
import { plain } from '#core/post.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/chats')
const skip = existsSync(folder) ? false : 'the recordings are not beside this project'
const webUrl = 'https://x.com'
const read = (object: object) =>
  toPost(postObject.parse({ id: '1800000000000000001', text: '', ...object }), {
    includes: nothingIncluded,
    webUrl,
  })

test('entities count code points of the escaped text, and every piece says what it is', () => {
  const text = '👩🏽‍⚕️ &amp; #hcsm @mary_reads &lt;b&gt; https://t.co/abc'
  const at = (piece: string) => {
    const start = Array.from(text.slice(0, text.indexOf(piece))).length
    return { start, end: start + Array.from(piece).length }
  }
  const {
    text: spans,
    hashtags,
    mentions,
  } = read({
    text,
    entities: {
      hashtags: [{ ...at('#hcsm'), tag: 'HCSM' }],
      mentions: [{ ...at('@mary_reads'), username: 'mary_reads' }],
      urls: [
        {
          ...at('https://t.co/abc'),
          url: 'https://t.co/abc',
          expanded_url: 'https://example.org/a?b=1',
          display_url: 'example.org/a…',
        },
      ],
    },
  })
  assert.deepEqual(
    spans.map(({ kind, text }) => [kind, text]),
    [
      ['text', '👩🏽‍⚕️ & '],
      ['hashtag', '#hcsm'],
      ['text', ' '],
      ['mention', '@mary_reads'],
      ['text', ' <b> '],
      ['link', 'example.org/a…'],
    ],
  )
  assert.deepEqual([hashtags, mentions], [['hcsm'], ['mary_reads']])
})

test('a long post is its note, whole, with the note’s own hashtags', () => {
  for (const name of ['note_tweet', 'note_post']) {
    const { text, hashtags } = read({
      text: 'Short…',
      [name]: { text: 'Long #hcsm', entities: { hashtags: [{ start: 5, end: 10, tag: 'hcsm' }] } },
    })
    assert.equal(plain(text), 'Long #hcsm')
    assert.deepEqual(hashtags, ['hcsm'])
  }
})

test('an edit is a later version of its first id, in either vocabulary', () => {
  for (const name of ['edit_history_tweet_ids', 'edit_history_post_ids']) {
    const { id, version, versions, url } = read({
      id: '1800000000000000009',
      [name]: ['1800000000000000001', '1800000000000000009'],
    })
    assert.equal(id, 'x:1800000000000000001')
    assert.equal(version, 1)
    assert.deepEqual(versions, ['x:1800000000000000001', 'x:1800000000000000009'])
    assert.match(url, /1800000000000000009$/)
  }
})

test('entities that lie, overlap or run off the end change no letter of the text', () => {
  const range = fc.record({
    start: fc.nat(60),
    end: fc.nat(80),
    tag: fc.string(),
    username: fc.string(),
    url: fc.constant('https://t.co/a'),
  })
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(range),
      fc.array(range),
      (text, tags, names) => {
        const { text: spans } = read({ text, entities: { hashtags: tags, mentions: names } })
        assert.equal(plain(spans), unescaped(text))
      },
    ),
  )
})

test('no line of JSON, however odd, is more than malformed', () => {
  fc.assert(
    fc.property(fc.json(), line => {
      assert.ok(toReading(line, { webUrl, hashtag: () => undefined }))
    }),
    { numRuns: 500 },
  )
  for (const line of [
    '',
    '{',
    '[]',
    'null',
    '{"data":1}',
    '{"data":{"id":"1"}}',
    `{"data":{"id":"1","text":"a","__proto__":{"x":1}}}`,
  ])
    assert.ok(toReading(line, { webUrl, hashtag: () => undefined }), line)
})

test('every recorded line becomes a post whose pieces join to its text', { skip }, () => {
  let posts = 0
  for (const file of readdirSync(folder).filter(name => name.endsWith('.jsonl')))
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const parsed = line.startsWith('{"data"') ? streamed.safeParse(tryJson(line)) : undefined
      if (!parsed?.success) continue
      const { data, includes } = parsed.data
      const post = toPost(data, { includes, webUrl })
      posts += 1
      const { text, entities } = data.note_tweet ?? data
      let whole = unescaped(text)
      for (const { url, display_url: display } of entities.urls)
        if (display) whole = whole.replace(url, display)
      assert.ok(whole.startsWith(plain(post.text).trimEnd().slice(0, 20)), post.id)
      assert.ok(!Number.isNaN(post.at) && URL.canParse(post.url), post.id)
    }
  assert.ok(posts > 690, String(posts))
})

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
