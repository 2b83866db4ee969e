/** Nothing that comes from outside mentions, links, formats or breaks a message on Slack. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { manifest } from '#bridges/slack/manifest.ts'
import { fits, showPosts } from '#bridges/slack/render-post.ts'
import { showSaying } from '#bridges/slack/render-saying.ts'
import { plain, type Span } from '#core/post.ts'
import { faultsOf, isTooLong, mentionsIn, textsOf } from '#sandbox/slack/blocks.ts'
import { plain as shown } from '#sandbox/slack/show.ts'
import { post } from '#tests/fakes/posts.ts'

const nasty = [
  '<!channel>',
  '<!here|x>',
  '<@U01MARY>',
  '<#C01|a>',
  '<https://evil.example|bank.example>',
  '*bold*',
  '_it_',
  '`code`',
  '&lt;!everyone&gt;',
  '\u202ertl',
  '👩🏽‍⚕️',
  '\ud800',
  '|',
  '>',
  '\n> quote',
  '```',
  '@everyone',
  '\u0000',
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', maxLength: 20 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map(parts => parts.join(''))
const span: fc.Arbitrary<Span> = fc.oneof(
  text.map((text): Span => ({ kind: 'text', text })),
  text.map((text): Span => ({ kind: 'link', text, url: 'https://t.co/abc' })),
  text.map((text): Span => ({ kind: 'mention', text, url: 'https://x.com/a' })),
)
const hostile = fc
  .record({
    spans: fc.array(span, { minLength: 1, maxLength: 6 }),
    name: text,
    handle: text,
    alt: text,
    label: text,
  })
  .map(({ spans, name, handle, alt, label }) =>
    post('1', {
      text: spans,
      author: { id: 'x:1', name, handle, url: 'https://x.com/a', picture: 'https://x.com/p.png' },
      media: [{ kind: 'photo', url: 'https://x.com/p.png', alt }],
      poll: { options: [{ label, votes: 1 }] },
      answers: 'x:0',
      answersTo: handle,
      quotes: post('2', { text: spans }),
    }),
  )

test('no post makes a mention, a broadcast, a fake link or invalid blocks', () => {
  fc.assert(
    fc.property(hostile, made => {
      for (const { text, blocks } of showPosts({ posts: [made], orphans: [made.id] })) {
        assert.deepEqual(faultsOf(blocks), [])
        assert.deepEqual(mentionsIn(text, blocks), [])
        assert.ok(!isTooLong(blocks))
        for (const { text, markup } of textsOf(blocks))
          assert.ok(!markup || !text.includes('<https://evil'), text)
      }
    }),
    { numRuns: 300 },
  )
})

test('no saying with words from outside does either', () => {
  fc.assert(
    fc.property(text, words => {
      const { text, blocks } = showSaying({
        lines: [
          [words],
          words,
          { quote: [[words]] },
          [
            { bold: words },
            { code: words },
            { link: words, url: 'https://x.com/a' },
            { member: 'slack:T/U', name: words },
          ],
        ],
        actions: [{ label: `a${words}`, press: { does: 'send', of: '1' } }],
      })
      assert.deepEqual(faultsOf(blocks), [])
      assert.deepEqual(mentionsIn(text, blocks), [])
    }),
    { numRuns: 300 },
  )
})

test('a long post is complete, over as many messages as it takes', () => {
  const long = Array.from({ length: 4000 }, (_, index) => `word${index}`).join(' ')
  const bodies = showPosts({ posts: [post('1', { text: long })], orphans: [] })
  assert.ok(bodies.length > 1)
  for (const { blocks } of bodies) assert.deepEqual([faultsOf(blocks), isTooLong(blocks)], [[], false])
  const all = bodies.map(({ blocks, text }) => shown({ blocks: blocks as never, text })).join('\n')
  for (const word of ['word0 ', 'word1999 ', 'word3999']) assert.ok(all.includes(word.trim()))
  assert.equal(
    all.replace(/\s/g, '').match(/word\d+/g)?.length,
    long.replace(/\s/g, '').match(/word\d+/g)?.length,
  )
})

test('as many posts are grouped as Slack takes, and no more', () => {
  const posts = Array.from({ length: 40 }, (_, index) => post(String(index), { text: 'x'.repeat(250) }))
  const most = posts.findIndex((_, index) => !fits(posts.slice(0, index + 1)))
  assert.ok(most > 5, String(most))
  const [body] = showPosts({ posts: posts.slice(0, most), orphans: [] })
  assert.ok(body)
  assert.deepEqual([faultsOf(body.blocks), isTooLong(body.blocks)], [[], false])
})

test('what a post says can be read in what is shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), words => {
      const made = post('1', { text: words })
      const [body] = showPosts({ posts: [made], orphans: [] })
      assert.ok(
        shown({ blocks: (body?.blocks ?? []) as never, text: '' })
          .replace(/\s/g, '')
          .includes(plain(made.text).replace(/\s/g, '')),
      )
    }),
  )
})

const schema = join(import.meta.dirname, '../../../../shared/data/slack-manifest-schema.json')
test('the manifest is one that Slack takes', {
  skip: existsSync(schema) ? false : 'the official schema is not beside this project',
}, () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  const valid = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')))
  assert.ok(valid(manifest('/chat')), JSON.stringify(valid.errors?.slice(0, 5)))
  assert.equal(valid(manifest('chat')), false, 'a command without its slash is refused')
})
