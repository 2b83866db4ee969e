/** Labels in all the forms that people write them, their slips, and what only looks like one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Label, labelOf, labels } from '#core/chat/label.ts'
import type { Span } from '#core/post.ts'

/** A post's text in spans, as an adapter makes them. */
function spans(written: string): Span[] {
  return written
    .split(/((?<![\p{L}\p{N}])[@#](?=\w*[a-z])\w+|https?:\/\/\S+)/iu)
    .filter(text => text !== '')
    .map(text =>
      text.startsWith('@')
        ? { kind: 'mention', text, url: `https://example.org/${text}` }
        : text.startsWith('#') && /^#(?=\w*[a-z])\w+$/i.test(text)
          ? { kind: 'hashtag', text, url: `https://example.org/${text}` }
          : text.startsWith('http')
            ? { kind: 'link', text: 'example.org/a…', url: text }
            : { kind: 'text', text },
    )
}

const short = (label: Label | undefined): string =>
  label ? `${label.role[0]}${label.number}${label.letters.join('&')}` : 'none'
const read = (written: string): string => short(labelOf(labels(spans(written))))

const cases: readonly (readonly [string, string])[] = [
  ['a1', 'A1: we sketch first #moonchat'],
  ['a1', 'A1 we sketch first #moonchat'],
  ['a1', 'A1. we sketch first'],
  ['a1', 'A1- we sketch first'],
  ['a1', 'A1-we sketch first'],
  ['a1', 'A1) we sketch first'],
  ['a1', 'A1-- we sketch first'],
  ['a1', 'A1; we sketch first'],
  ['a1', 'A1, we sketch first'],
  ['a1', 'A1... we sketch first'],
  ['a1', 'A1). we sketch first'],
  ['a1', 'A 1: we sketch first'],
  ['a1', 'A:1 we sketch first'],
  ['a1', 'A.1 we sketch first'],
  ['a1', 'a1 we sketch first'],
  ['q1', 'Q.1 What do you see?'],
  ['q1', 'Q1: What do you see?'],
  ['q1', 'Q1 What do you see?'],
  ['q0', 'Q0: Who is here?'],
  ['q4', 'Question 4: What next?'],
  ['q1', 'Question #1. What do you see?'],
  ['q2', 'Question two: what do you see?'],
  ['t1', 'TOPIC 1: What do you see?'],
  ['t3', 'T3: What do you see?'],
  ['a2', 'Answer 2: the tides'],
  ['q3a', 'Q3a What do you see?'],
  ['a1b', 'A1b: the tides'],
  ['a3a&b', 'A3a&amp;b: the tides and the dust'],
  ['a3', 'A3I have a telescope'],
  ['q2', 'Q2When do you look up?'],
  ['a3', 'A3P2: and the dust'],
  ['a3', 'A3 part 2 and the dust'],
  ['a3', 'A3 cont. and the dust'],
  ['a3', 'A3 1/2 the tides and'],
  ['a1', '#moonchat A1: the tides'],
  ['a1', '@luna_reads A1 the tides'],
  ['a1', '.@luna_reads #moonchat A1 the tides'],
  ['a1', '#A1 the tides'],
  ['a2', 'The tides, every time. A2 #moonchat'],
  ['a2', 'I look up every night A2 #moonchat'],
  ['a4', 'Thanks all! A4: the tides'],
  ['q3', 'Tides come twice a day.\nQ3: Why?'],
  ['q3', 'Tides come twice a day. Q3: Why is that?'],
  ['a1', '🌙🌙 A1: the tides'],
  ['a1', 'Ａ１：the tides'],
  ['a1', 'A1️⃣ the tides'],
  ['q5', 'Q%: What do you see?'],
  ['a1', 'A! I think the tides'],
  ['a3', 'A#: I think the tides'],
  ['q6', 'Q^6 What do you see?'],
  ['a2', 'S2: the tides'],
  ['e6', '#6 We look up'],
]

for (const [expected, written] of cases)
  test(`“${written}” is labelled ${expected}`, () => assert.equal(read(written), expected))

const strangers = [
  'T2 (>50% darkness) is bad, and T0 (<25%) is fine',
  '@A2Something hello there',
  'Just run A2.build and wait',
  'A2.build is broken',
  't -30 minutes to the #moonchat',
  'A3 all in one printer for sale',
  'A9vy_flight has landed',
  'We had a 1:1 meeting on the moon',
  'A 1:1 meeting on the moon',
  'Bring 2 or 3 friends',
  'BBQ1 is open',
]
for (const written of strangers)
  test(`“${written}” bears no label`, () => assert.equal(read(written), 'none'))

const mentions = [
  'I think we answered this in Q2',
  'Building on my A1 point, the dust too',
  'Great feedback to Q1 so far',
  'Same as A4 for me',
  "We'll be following a Q1/A1 format tonight",
  'Love what @luna_reads said in A1 about dust',
]
for (const written of mentions)
  test(`“${written}” only speaks of a question`, () => {
    assert.equal(read(written), 'none')
    assert.ok(labels(spans(written)).every(({ trust }) => trust === 'mention'))
    assert.notEqual(labels(spans(written)).length, 0)
  })

test('words that lead to a question at the beginning of a sentence point to it', () => {
  const pointers = (written: string) =>
    labels(spans(written))
      .filter(({ trust }) => trust === 'pointer')
      .map(short)
  assert.deepEqual(pointers('Sorry, missed Q1-3, but for Q4 I say the tides'), ['q4'])
  assert.deepEqual(pointers('On Q2: the tides'), ['q2'])
  assert.deepEqual(pointers('To Q2 I would say the tides'), ['q2'])
})

test('when a label opens the post, later ones are mentions', () => {
  const all = labels(spans('A3: building on A1: and Q2, the tides'))
  assert.deepEqual(
    all.map(({ trust }) => trust),
    ['sure', 'mention', 'mention'],
  )
})

const label = fc.tuple(
  fc.constantFrom('A', 'Q', 'T', 'Question ', 'Topic '),
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom(': ', '. ', ') ', ' - ', ' '),
  fc.constantFrom('we look up', 'the tides & the dust', 'what do you see?', "it's <bright> today"),
)
const escaped = (written: string) =>
  written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;')

test('escapes, case and emoji change no label', () => {
  fc.assert(
    fc.property(
      label,
      fc.constantFrom('🌙', '👩🏽‍🚀', '🇦🇹', '✨', '1️⃣'.slice(1)),
      ([word, number, close, said], emoji) => {
        const written = `${word}${number}${close}${said} #moonchat`
        const expected = read(written)
        assert.notEqual(expected, 'none', written)
        for (const other of [
          escaped(written),
          written.toUpperCase(),
          written.toLowerCase(),
          `${emoji} ${written}`,
          `${written} ${emoji}`,
          `${word}${number}${close}${emoji}${said} #moonchat`,
        ])
          assert.equal(read(other), expected, other)
      },
    ),
  )
})

test('the order of hashtags, mentions and links before a label changes nothing', () => {
  const before = ['#moonchat', '@luna_reads', 'https://example.org/a', '#stars']
  fc.assert(
    fc.property(label, fc.shuffledSubarray(before), ([word, number, close, said], some) => {
      const written = `${word}${number}${close}${said}`
      assert.deepEqual(labels(spans([...some, written].join(' '))), labels(spans(written)))
    }),
  )
})

test('any text at all is read without a crash, and at most one label labels it', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Q1', 'A2', ':', ' ', '\n', '@mary', '#tag', 'RT @mary: ', '"', 'A3a&b', '.', '(', '%'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const all = labels([{ kind: 'text', text: pieces.join('') }])
      const labelling = all.filter(({ trust }) => trust === 'sure' || trust === 'likely' || trust === 'typo')
      assert.ok(labelling.length <= 1)
      for (const { number } of all) assert.ok(Number.isInteger(number) && number >= 0 && number <= 30)
    }),
    { numRuns: 500 },
  )
})
