/** What Discord's Markdown would do with a post's text: nothing, whatever it holds, and nothing of it is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { APIEmbed } from 'discord.js'
import fc from 'fast-check'
import { cut } from '#bridges/discord/cut.ts'
import { clean, escaped, linked, visible } from '#bridges/discord/escape.ts'
import { showForm } from '#bridges/discord/form.ts'
import { marked, markOf } from '#bridges/discord/mark.ts'
import { fits, showPosts } from '#bridges/discord/render-post.ts'
import { showNotice, showSaying } from '#bridges/discord/render-saying.ts'
import type { Post, Span } from '#core/post.ts'
import { post } from '#tests/fakes/posts.ts'

const nasty = fc.constantFrom(
  ...['@everyone', '@here', '<@1>', '<@&1>', '<#1>', '<t:1:R>', '<:e:1>', '</c:1>', '<id:home>', '||', '~~'],
  ...[
    '**',
    '*',
    '__',
    '_',
    '`',
    '```',
    '\\',
    '[a](https://evil.example)',
    '[',
    '](',
    ')',
    '\n',
    ' ',
    '# ',
    '-# ',
  ],
  ...[
    '> ',
    '>>> ',
    '- ',
    '+ ',
    '1. ',
    '12.',
    'https://evil.example',
    'http://',
    ':smile:',
    ':',
    '::',
    '\u202e',
  ],
  ...['👩‍👩‍👧', '🇩🇪', 'e\u0301', '\u200f', 'שלום', '\ud800', '\u0000', 'word', 'a_b', 'x', '\u2028'],
)
const text = fc.array(fc.oneof({ weight: 4, arbitrary: nasty }, fc.string({ unit: 'binary' })), {
  maxLength: 60,
})
const hostile = text.map(pieces => pieces.join(''))

/** Discord's own rules, as its Markdown is parsed: each would do something if it were found unescaped. */
const rules: Readonly<Record<string, RegExp>> = {
  mention: /<(?:@[!&]?|#|id:|t:|a?:|\/)/,
  everyone: /@(?:everyone|here)/,
  emphasis: /[*_]|~~|\|\|/,
  code: /`/,
  link: /\[[^\]]*\]\(/,
  address: /https?:\/\//,
  emoji: /:[^\s:]+:/,
  block: /^\s*(?:#{1,3}\s|-#\s|>{1,3}\s|[-+*]\s|\d+\.\s)/m,
}

/** Escapes taken for a letter of no meaning: what is left is what Discord obeys. */
const obeyed = (markdown: string): string => markdown.replace(/\\[^0-9A-Za-z\s]/g, '\u00b7')

function assertHarmless(markdown: string): void {
  const left = obeyed(markdown)
  for (const [name, rule] of Object.entries(rules)) assert.doesNotMatch(left, rule, `${name}: ${markdown}`)
}

test('a hostile text obeys nothing, wherever it is cut, and reads as it was written', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 8, max: 200 }), (given, max) => {
      const atoms = escaped(given)
      assertHarmless(atoms.join(''))
      assert.equal(visible(atoms.join('')), clean(given))
      const pieces = cut(atoms, Math.max(max, ...atoms.map(({ length }) => length)))
      for (const piece of pieces) assertHarmless(piece)
      const joined = pieces.map(visible).join('')
      assert.equal(joined.replace(/\s/g, ''), clean(given).replace(/\s/g, ''))
    }),
    { numRuns: 1_000 },
  )
})

test('no cut goes through a grapheme', () => {
  const family = '👩‍👩‍👧‍👦🇩🇪e\u0301'
  const known = new Set([...new Intl.Segmenter().segment(family)].map(({ segment }) => segment))
  for (const piece of cut(escaped(family.repeat(100)), 37))
    for (const { segment } of new Intl.Segmenter().segment(piece)) assert.ok(known.has(segment), segment)
})

test('a link shows where it leads, or names no other place', () => {
  assert.deepEqual(linked('example.org/a…', 'https://example.org/article'), [
    '[example.org/a…](https://example.org/article)',
  ])
  assert.deepEqual(linked('bank.example/login', 'https://evil.example/x'), [
    '[evil.example](https://evil.example/x)',
  ])
  assert.deepEqual(
    linked('https://bank.example', 'https://user:pw@bank.example'),
    escaped('https://bank.example'),
  )
  assert.equal(linked('here', 'javascript:alert(1)').join(''), 'here')
  assert.equal(
    linked('x', 'https://a.example/a)b[c]<d>').join(''),
    '[x](https://a.example/a%29b%5Bc%5D%3Cd%3E)',
  )
})

const span: fc.Arbitrary<Span> = fc.oneof(
  hostile.map((text): Span => ({ kind: 'text', text })),
  fc
    .tuple(hostile, fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), hostile))
    .map(([text, url]): Span => ({ kind: 'link', text, url })),
  hostile.map((text): Span => ({ kind: 'mention', text: `@${text}`, url: 'https://x.com/mary_reads' })),
)
const anyPost: fc.Arbitrary<Post> = fc
  .record({
    spans: fc.array(span, { maxLength: 12 }),
    name: hostile,
    handle: hostile,
    repeat: fc.constantFrom(1, 1, 40),
    alt: hostile,
    votes: fc.nat(9),
    quoted: fc.boolean(),
    answersTo: hostile,
  })
  .map(({ spans, name, handle, repeat, alt, votes, quoted, answersTo }) =>
    post('1', {
      text: Array.from({ length: repeat }, () => spans).flat(),
      author: { id: 'x:u1', handle, name, url: 'https://x.com/u' },
      media: [{ kind: 'video', url: 'https://pics.example/1.jpg', alt }],
      poll: { options: [{ label: alt, votes }] },
      answers: 'x:0',
      answersTo,
      ...(quoted && { quotes: post('2', { text: [...spans, ...spans] }) }),
    }),
  )

const sizeOf = (embeds: readonly APIEmbed[]) =>
  embeds.reduce(
    (sum, { author, description, footer }) =>
      sum + (author?.name.length ?? 0) + (description?.length ?? 0) + (footer?.text.length ?? 0),
    0,
  )

function assertWithinLimits(embeds: readonly APIEmbed[]): void {
  assert.ok(embeds.length > 0 && embeds.length <= 10)
  assert.ok(sizeOf(embeds) <= 6_000, `${sizeOf(embeds)} characters`)
  for (const { author, description, footer, image, url } of embeds) {
    assert.ok((author?.name.length ?? 1) <= 256 && (author?.name.length ?? 1) >= 1)
    assert.ok((description?.length ?? 1) <= 4_096)
    assert.notEqual(description?.trim(), '')
    assert.ok((footer?.text.length ?? 0) <= 2_048)
    for (const address of [url, image?.url, author?.url])
      assert.ok(address === undefined || URL.canParse(address))
  }
}

test('whatever a post holds, its messages keep every limit and obey nothing', () => {
  fc.assert(
    fc.property(anyPost, fc.boolean(), (one, orphan) => {
      const bodies = showPosts({ posts: [one], orphans: orphan ? [one.id] : [] })
      for (const { embeds, components } of bodies) {
        assertWithinLimits(embeds)
        assert.equal(components.length, 1)
        for (const { description = '' } of embeds) assertHarmlessBesideLinks(description)
      }
    }),
    { numRuns: 200 },
  )
})

/** Our own links and instants are meant; what is in a link is looked at like any text. */
const assertHarmlessBesideLinks = (markdown: string): void =>
  assertHarmless(
    obeyed(markdown)
      .replace(/\[([^[\]]*)\]\(https?:\/\/[^()\s]*\)/g, '$1')
      .replace(/<t:\d+:\w>/g, ''),
  )

test('posts that fit together keep every limit together, each with its own control', () => {
  fc.assert(
    fc.property(fc.array(anyPost, { minLength: 2, maxLength: 12 }), given => {
      const posts = given.map((one, index) => ({ ...one, id: `x:${index}` }))
      const whole = fits(posts)
      if (!whole && posts.length > 10) return
      const [body, ...others] = showPosts({ posts, orphans: posts.map(({ id }) => id) })
      assert.equal(others.length, 0)
      assertWithinLimits(body?.embeds ?? [])
      const ids = body?.components.flatMap(({ components }) =>
        components.flatMap(one => ('custom_id' in one ? [one.custom_id] : [])),
      )
      assert.deepEqual(
        ids,
        posts.map(({ id }) => `reply:${id}`),
      )
      assert.ok((body?.components.length ?? 9) <= 5)
    }),
    { numRuns: 100 },
  )
})

test('one post always fits, and short ones fit by the ten', () => {
  fc.assert(fc.property(anyPost, one => fits([one])))
  assert.ok(fits(Array.from({ length: 10 }, (_, index) => post(String(index)))))
})

test('what Backchannel says is literal, and keeps the limits', () => {
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom(1, 30), (given, name, repeat) => {
      const long = given.repeat(repeat)
      const saying = {
        lines: [[long, { member: 'discord:1/2', name }], { quote: [[long]] }],
        actions: [{ label: `x${long}`, press: { does: 'reply', of: 'x:1' } }],
      }
      const { content, embeds } = showSaying(saying)
      assert.ok(content.length <= 2_000)
      if (embeds.length > 0) assertWithinLimits(embeds)
      for (const body of showNotice(saying)) assertWithinLimits(body.embeds)
      const { components } = showForm({
        press: { does: 'edit', of: '1' },
        title: name,
        about: [[long]],
        fields: [],
        submit: '',
      })
      for (const part of components) assert.ok(!('content' in part) || part.content.length <= 4_000)
    }),
    { numRuns: 200 },
  )
  const { content } = showSaying({
    lines: [
      ['**a** <@1>'],
      { quote: [['one\ntwo']] },
      'Type `/chat help` *now*',
      [{ at: 1_000, show: 'time' }],
    ],
  })
  assert.equal(content, '\\*\\*a\\*\\* \\<@1\\>\n> one\n> two\nType `/chat help` \\*now\\*\n<t:1:t>')
})

test('a page that is too long for a button is linked among the lines', () => {
  const url = `https://x.com/intent/post?text=${'%F0%9F%92%99'.repeat(100)}`
  const { content, components } = showSaying({ lines: ['Ready'], actions: [{ label: 'Open on X', url }] })
  assert.equal(content, `Ready\n[Open on X](${url})`)
  assert.deepEqual(components, [])
})

test('a mark is read again as it was made, and changes no picture’s place', () => {
  const given = { key: 'a-b_c123', part: 2, parts: 5, first: '123456789012345678' }
  const embeds = marked([{ url: 'https://x.com/a/status/1' }, { url: 'https://x.com/a/status/1' }], given)
  assert.deepEqual(markOf({ embeds }), given)
  assert.equal(embeds[0]?.url, embeds[1]?.url)
  assert.equal(markOf({ embeds: [{ url: 'https://x.com/a/status/1' }] }), undefined)
})
