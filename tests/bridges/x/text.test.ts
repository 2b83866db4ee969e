/** X's objects turned into posts: nothing of the text is lost, nothing shown twice, nothing breaks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { includes as parseIncludes, postObject } from '#bridges/x/payload.ts'
import { toPost as toPostOf } from '#bridges/x/post.ts'
import { split } from '#bridges/x/stream.ts'
import { toReading } from '#bridges/x/streamed.ts'
import { isWhole, plain } from '#core/post.ts'

const webUrl = 'https://x.com'
const id = '1790000000000000002'
const toPost = (object: object, includes: object = {}) =>
  toPostOf(postObject.parse({ id, text: 'Hello', author_id: '7', ...object }), {
    includes: parseIncludes.parse(includes),
    webUrl,
  })

/** An entity for the first place where `part` stands in the escaped text. */
const at = (text: string, part: string) => {
  const start = Array.from(text.slice(0, text.indexOf(part))).length
  return { start, end: start + Array.from(part).length }
}

test('the text is unescaped once, and entities are found by code points of what was escaped', () => {
  const text = '🩺🩺 Q&amp;A &lt;now&gt; &amp;amp; &amp;lt; @mary_reads $ABC #HCSM https://t.co/abc'
  const post = toPost({
    text,
    entities: {
      mentions: [{ ...at(text, '@mary_reads'), username: 'mary_reads' }],
      cashtags: [{ ...at(text, '$ABC'), tag: 'ABC' }],
      hashtags: [{ ...at(text, '#HCSM'), tag: 'HCSM' }],
      urls: [
        {
          ...at(text, 'https://t.co/abc'),
          url: 'https://t.co/abc',
          expanded_url: 'https://example.org/long/way',
          display_url: 'example.org/long…',
        },
      ],
      annotations: [{ start: 0, end: 3, probability: 0.5, type: 'Person', normalized_text: '🩺🩺' }],
    },
  })
  assert.deepEqual(post.text, [
    { kind: 'text', text: '🩺🩺 Q&A <now> &amp; &lt; ' },
    { kind: 'mention', text: '@mary_reads', url: 'https://x.com/mary_reads' },
    { kind: 'text', text: ' ' },
    { kind: 'cashtag', text: '$ABC', url: 'https://x.com/search?q=%24ABC' },
    { kind: 'text', text: ' ' },
    { kind: 'hashtag', text: '#HCSM', url: 'https://x.com/hashtag/HCSM' },
    { kind: 'text', text: ' ' },
    {
      kind: 'link',
      text: 'example.org/long…',
      url: 'https://t.co/abc',
      expanded: 'https://example.org/long/way',
    },
  ])
  assert.deepEqual(post.hashtags, ['hcsm'])
  assert.deepEqual(post.mentions, ['mary_reads'])
})

for (const words of ['tweet', 'post'] as const)
  test(`a post in X’s vocabulary '${words}' is the same post`, () => {
    const note = `${'Long. '.repeat(60)}#HCSM #Ärzte`
    const post = toPost(
      {
        text: 'Long. Long. … https://t.co/more',
        created_at: '2026-11-04T20:30:00.000Z',
        conversation_id: '1790000000000000000',
        in_reply_to_user_id: '8',
        lang: 'en',
        [`note_${words}`]: {
          text: note,
          entities: {
            hashtags: [
              { ...at(note, '#HCSM'), tag: 'HCSM' },
              { ...at(note, '#Ärzte'), tag: 'Ärzte' },
            ],
          },
        },
        [`edit_history_${words}_ids`]: ['1790000000000000001', id, '1790000000000000003'],
        [`referenced_${words}s`]: [
          { type: 'replied_to', id: '1790000000000000000' },
          { type: 'quoted', id: '1780000000000000000' },
        ],
      },
      {
        users: [
          {
            id: '7',
            username: 'mary_reads',
            name: 'Mary & Co',
            profile_image_url: 'https://example.org/m.png',
          },
          { id: '8', username: 'ana_answers', name: 'Ana' },
        ],
        [`${words}s`]: [{ id: '1780000000000000000', text: 'Quoted #meded', author_id: '8' }],
      },
    )
    assert.equal(plain(post.text), note)
    assert.deepEqual(post.hashtags, ['hcsm', 'ärzte'])
    assert.deepEqual(post.versions, ['x:1790000000000000001', `x:${id}`])
    assert.deepEqual([post.id, post.version], ['x:1790000000000000001', 1])
    assert.equal(post.url, `https://x.com/mary_reads/status/${id}`)
    assert.equal(post.at, Date.parse('2026-11-04T20:30:00Z'))
    assert.deepEqual([post.answers, post.answersTo], ['x:1790000000000000000', 'ana_answers'])
    assert.equal(post.conversation, 'x:1790000000000000000')
    assert.ok(isWhole(post.quotes))
    assert.equal(post.quotes.author.handle, 'ana_answers')
    assert.deepEqual(post.author, {
      id: 'x:7',
      handle: 'mary_reads',
      name: 'Mary & Co',
      picture: 'https://example.org/m.png',
      url: 'https://x.com/mary_reads',
    })
  })

const link = (text: string, url: string, expanded: string) => ({
  ...at(text, url),
  url,
  expanded_url: expanded,
  display_url: expanded.replace('https://', ''),
})

test('links that only stand for pictures and the quoted post are left out, where those are shown', () => {
  const text = 'Look #hcsm https://t.co/quote https://t.co/pic'
  const object = {
    text,
    referenced_tweets: [{ type: 'quoted', id: '5' }],
    attachments: { media_keys: ['3_1', '3_2', '7_3'] },
    entities: {
      hashtags: [{ ...at(text, '#hcsm'), tag: 'hcsm' }],
      urls: [
        link(text, 'https://t.co/quote', 'https://twitter.com/ana_answers/status/5?s=20'),
        link(text, 'https://t.co/pic', `https://twitter.com/mary_reads/status/${id}/photo/1`),
        link(text, 'https://t.co/pic', `https://twitter.com/mary_reads/status/${id}/photo/1`),
      ],
    },
  }
  const around = {
    tweets: [{ id: '5', text: 'Quoted', author_id: '8' }],
    media: [
      { media_key: '3_1', type: 'photo', url: 'https://example.org/1.png', alt_text: 'A chart' },
      { media_key: '3_2', type: 'photo', url: 'https://example.org/2.png' },
      { media_key: '7_3', type: 'animated_gif', preview_image_url: 'https://example.org/3.png' },
      { media_key: '9_9', type: 'photo', url: 'https://example.org/not-ours.png' },
    ],
  }
  const post = toPost(object, around)
  assert.equal(plain(post.text), 'Look #hcsm')
  assert.deepEqual(post.media, [
    { kind: 'photo', url: 'https://example.org/1.png', alt: 'A chart' },
    { kind: 'photo', url: 'https://example.org/2.png' },
    { kind: 'gif', url: 'https://example.org/3.png' },
  ])
  const bare = toPost(object)
  assert.match(plain(bare.text), /^Look #hcsm twitter\.com\/ana_answers\/status\/5\?s=20 twitter\.com/)
  assert.deepEqual(bare.quotes, { id: 'x:5', url: 'https://x.com/i/web/status/5' })
  assert.deepEqual(bare.media, [])
})

test('the link to a quoted post that did not come stays, for it is all there is of it', () => {
  const text = 'Look https://t.co/quote'
  const urls = [link(text, 'https://t.co/quote', 'https://twitter.com/ana_answers/status/5')]
  const object = { text, referenced_tweets: [{ type: 'quoted', id: '5' }], entities: { urls } }
  assert.equal(plain(toPost(object).text), 'Look twitter.com/ana_answers/status/5')
  const whole = toPost(object, { tweets: [{ id: '5', text: 'Quoted' }] })
  assert.equal(plain(whole.text), 'Look')
})

test('what two entities claim is shown once', () => {
  const text = 'Look https://t.co/a now'
  const one = link(text, 'https://t.co/a', 'https://example.org/a')
  assert.equal(plain(toPost({ text, entities: { urls: [one, one] } }).text), 'Look example.org/a now')
})

test('links to other posts, and white space that nothing was taken from, stay', () => {
  const text = 'See https://t.co/other and https://t.co/other  '
  const url = link(text, 'https://t.co/other', 'https://twitter.com/ana_answers/status/5')
  assert.equal(
    plain(toPost({ text, entities: { urls: [url] } }).text),
    'See twitter.com/ana_answers/status/5 and https://t.co/other  ',
  )
})

test('reposts and polls come whole, one level deep', () => {
  const post = toPost(
    {
      text: 'RT @ana_answers: Which?',
      referenced_tweets: [{ type: 'retweeted', id: '5' }],
      attachments: { poll_ids: ['99'] },
    },
    {
      tweets: [
        { id: '5', text: 'Which?', author_id: '8', referenced_tweets: [{ type: 'quoted', id: '4' }] },
        { id: '4', text: 'Deeper', author_id: '8' },
      ],
      polls: [
        {
          id: '99',
          options: [
            { position: 1, label: 'This', votes: 3 },
            { position: 2, label: 'That', votes: 4 },
          ],
          end_datetime: '2026-11-05T00:00:00Z',
        },
      ],
    },
  )
  assert.ok(isWhole(post.reposts))
  assert.equal(plain(post.reposts.text), 'Which?')
  assert.deepEqual(post.reposts.quotes, { id: 'x:4', url: 'https://x.com/i/web/status/4' })
  assert.deepEqual(post.poll, {
    options: [
      { label: 'This', votes: 3 },
      { label: 'That', votes: 4 },
    ],
    until: Date.parse('2026-11-05T00:00:00Z'),
  })
})

test('what leads elsewhere than to the web is no link and no picture', () => {
  const text = 'Press here'
  const post = toPost(
    {
      text,
      attachments: { media_keys: ['3_1'] },
      entities: {
        urls: [{ ...at(text, 'here'), url: 'javascript:alert(1)', display_url: 'example.org' }],
        mentions: [{ ...at(text, 'Press'), username: '../x' }],
      },
    },
    {
      users: [{ id: '7', username: 'mary_reads', name: 'M', profile_image_url: 'data:text/html,x' }],
      media: [{ media_key: '3_1', type: 'photo', url: 'file:///etc/passwd' }],
    },
  )
  assert.deepEqual(post.text, [{ kind: 'text', text }])
  assert.deepEqual(post.media, [{ kind: 'photo' }])
  assert.equal(post.author.picture, undefined)
})

const word = fc.constantFrom(
  'Hello',
  ' ',
  '\n',
  '🩺',
  '👩🏽‍🚀',
  'مرحبا',
  '&',
  '<b>',
  '医療',
  'é',
  '.',
  'a&amp;b',
  '\u202e',
)
const piece = fc.oneof(
  word.map(text => ({ kind: 'text', text })),
  fc.constantFrom('hcsm', 'Ärzte', '医療').map(tag => ({ kind: 'hashtag', text: `#${tag}`, tag })),
  fc.constantFrom('mary_reads', 'a').map(username => ({ kind: 'mention', text: `@${username}`, username })),
)
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

test('joined, the spans are the text that was written, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      let text = ''
      const entities: Record<string, object[]> = {}
      for (const one of pieces) {
        const start = Array.from(text).length
        text += escaped(one.text)
        const named = { start, end: Array.from(text).length, ...one }
        entities[`${one.kind}s`] = [...(entities[`${one.kind}s`] ?? []), named]
      }
      const post = toPost({ text, entities })
      assert.equal(plain(post.text), pieces.map(one => one.text).join(''))
      const named = pieces.filter(one => one.kind !== 'text')
      assert.deepEqual(
        post.text.filter(span => span.kind !== 'text').map(span => [span.kind, span.text]),
        named.map(one => [one.kind, one.text]),
      )
    }),
  )
})

test('entities that overlap, reach out of the text or point elsewhere lose nothing of it', () => {
  const place = fc.integer({ min: 0, max: 60 })
  const entity = fc.record({
    start: place,
    end: place,
    tag: fc.string(),
    username: fc.constant('mary_reads'),
  })
  const list = fc.array(entity, { maxLength: 8 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), list, list, (text, hashtags, mentions) => {
      const post = toPost({ text: escaped(text), entities: { hashtags, mentions } })
      assert.equal(plain(post.text), text)
    }),
  )
})

test('no JSON makes it fail: a line is a post, an end, or told as malformed', () => {
  const here = { webUrl, hashtag: () => undefined }
  const kinds = ['posts', 'ending', 'malformed']
  fc.assert(fc.property(fc.json(), line => kinds.includes(toReading(line, here).kind)))
  const field = fc.constantFrom(
    ...['entities', 'note_tweet', 'attachments', 'referenced_tweets', 'edit_history_tweet_ids', 'created_at'],
    ...['author_id', 'conversation_id', 'lang', 'in_reply_to_user_id', 'unheard_of'],
  )
  fc.assert(
    fc.property(
      fc.dictionary(field, fc.jsonValue()),
      fc.jsonValue(),
      fc.jsonValue(),
      (odd, includes, matching_rules) => {
        const line = JSON.stringify({ data: { ...odd, id, text: 'Hello' }, includes, matching_rules })
        const read = toReading(line, here)
        assert.equal(read.kind, 'posts')
        assert.ok(read.kind === 'posts' && read.sightings[0]?.post.versions.includes(`x:${id}`))
      },
    ),
  )
})

test('however the bytes are cut, the same lines come', async () => {
  const lines = ['{"text":"🩺 naïve 医療"}', '{"b":1}', 'x'.repeat(50)]
  const ends = fc.constantFrom('\r\n', '\n', '\r\n\r\n')
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(ends, ends, ends),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      async (endings, sizes) => {
        const bytes = Buffer.from(lines.map((line, index) => line + endings[index]).join(''))
        async function* chunks() {
          for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1
            yield bytes.subarray(from, from + size)
            from += size
          }
        }
        assert.deepEqual(await Array.fromAsync(split(chunks(), () => undefined)), lines)
      },
    ),
  )
})

test('a line without end is not kept for ever', async () => {
  async function* chunks() {
    for (;;) yield Buffer.alloc(65_536, 'x')
  }
  await assert.rejects(Array.fromAsync(split(chunks(), () => undefined)), /without an end/)
})
