/** The length of a text by X's count, held against X's own vectors. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { measure } from '#bridges/x/measure.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/twitter-text/', import.meta.url))

interface Vector<T> {
  readonly description: string
  readonly text: string
  readonly expected: T
}

/** Vectors of one file, or a visible skip. */
function vectors<T>(file: string, name: string, check: (vector: Vector<T>) => void): void {
  const address = `${folder}${file}.yml`
  const skip = existsSync(address) ? false : `${file}.yml is not here`
  test(`X’s vectors: ${file}, ${name}`, { skip }, () => {
    const { tests } = parse(readFileSync(address, 'utf8')) as { tests: Record<string, Vector<T>[]> }
    const all = tests[name] ?? []
    assert.ok(all.length > 0)
    for (const vector of all) check(vector)
  })
}

interface Weighed {
  readonly weightedLength: number
  readonly valid: boolean
}

const weighed = ({ description, text, expected }: Vector<Weighed>) => {
  const { weight, fault } = measure(text)
  assert.equal(weight, expected.weightedLength, description)
  assert.equal(fault === undefined, expected.valid, description)
}

// Those that count an emoji by its parts (WeightedTweetsCounterTest) and to 140 (tweets) are of rules before 2018.
vectors('validate', 'WeightedTweetsWithDiscountedEmojiCounterTest', weighed)
vectors('validate', 'UnicodeDirectionalMarkerCounterTest', weighed)

for (const name of ['hashtags', 'hashtags_from_astral'])
  vectors<string[]>('extract', name, ({ description, text, expected }) =>
    assert.deepEqual(
      measure(text).hashtags,
      expected.map(hashtag => hashtag.toLowerCase()),
      description,
    ),
  )
for (const name of ['urls', 'tco_urls_with_params'])
  vectors<string[]>('extract', name, ({ description, text, expected }) =>
    assert.deepEqual(measure(text).links, expected, description),
  )
for (const name of ['urls_with_indices', 'urls_with_directional_markers'])
  vectors<{ url: string }[]>('extract', name, ({ description, text, expected }) =>
    assert.deepEqual(
      measure(text).links,
      expected.map(({ url }) => url),
      description,
    ),
  )

test('any emoji weighs 2, also one that is newer than the library', () => {
  for (const emoji of ['🙂', '🇸🇪', '👩🏽‍🚀', '1️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '🫩', '🪾', '🐦‍🔥', '🧑‍🧑‍🧒'])
    assert.equal(measure(emoji).weight, 2, emoji)
  assert.equal(measure('🫩🪾🐦‍🔥').weight, 6)
})

test('letters weigh 1, ideographs 2, an address 23, composed or not', () => {
  assert.equal(measure('a'.repeat(280)).weight, 280)
  assert.equal(measure('e\u0301').weight, 1)
  assert.equal(measure('医療').weight, 4)
  assert.equal(measure(`https://example.org/${'long/'.repeat(60)}`).weight, 23)
  assert.equal(measure('see example.org').weight, 27)
})

test('bare domains count as addresses, for they cost as much', () => {
  assert.deepEqual(measure('Read example.org/a and https://b.example.com, not v1.2 or e.g.').links, [
    'example.org/a',
    'https://b.example.com',
  ])
})

test('what X would refuse is said before anything is sent', () => {
  assert.equal(measure('a'.repeat(280)).fault, undefined)
  assert.equal(measure('a'.repeat(283)).fault, '283 of 280 characters. Shorten by 3.')
  assert.equal(measure(' \n ').fault, 'There is no text.')
  assert.match(measure('\uFFFE hello').fault ?? '', /does not take/)
  assert.match(measure('$AAA and $BBB').fault ?? '', /one cashtag/)
  assert.equal(measure('$AAA costs $5').fault, undefined)
})
