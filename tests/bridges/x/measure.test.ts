/** Lengths by X's own count, and what X's own vectors say of them. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import twitter from 'twitter-text'
import { parse } from 'yaml'
import { measure } from '#bridges/x/measure.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/twitter-text')
const skip = existsSync(folder) ? false : 'the conformance vectors are not beside this project'

interface Vector<Expected> {
  readonly description: string
  readonly text: string
  readonly expected: Expected
}
const vectors = <Expected>(file: string, name: string): readonly Vector<Expected>[] =>
  parse(readFileSync(join(folder, file), 'utf8')).tests[name]

for (const name of [
  'WeightedTweetsCounterTest',
  'WeightedTweetsWithDiscountedEmojiCounterTest',
  'UnicodeDirectionalMarkerCounterTest',
])
  test(`every vector of ${name} is measured as X measures it`, { skip }, t => {
    // The first set is of the years before every emoji weighed two; it is told apart by its emoji.
    const all = vectors<{ weightedLength: number; valid: boolean }>('validate.yml', name)
    const old =
      name === 'WeightedTweetsCounterTest' ? all.filter(({ text }) => /\p{RGI_Emoji}/v.test(text)) : []
    const wrong = all
      .filter(vector => !old.includes(vector))
      .filter(({ text, expected }) => measure(text).weight !== expected.weightedLength)
      .map(
        ({ description, text, expected }) =>
          `${description}: ${measure(text).weight}, not ${expected.weightedLength}`,
      )
    t.diagnostic(`${all.length - old.length} of ${all.length} vectors apply`)
    assert.deepEqual(wrong, [])
  })

for (const [name, extract] of [
  ['urls', (text: string) => [...measure(text).links]],
  ['tco_urls_with_params', (text: string) => [...measure(text).links]],
  ['hashtags', (text: string) => twitter.extractHashtags(text)],
  ['hashtags_from_astral', (text: string) => twitter.extractHashtags(text)],
  ['mentions', (text: string) => twitter.extractMentions(text)],
  ['cashtags', (text: string) => twitter.extractCashtags(text)],
] as const)
  test(`every vector of ${name} is found as X finds it`, { skip }, () => {
    const wrong = vectors<readonly string[]>('extract.yml', name)
      .filter(({ text, expected }) => JSON.stringify(extract(text)) !== JSON.stringify(expected))
      .map(({ description, text }) => `${description}: ${extract(text)}`)
    assert.deepEqual(wrong, [])
  })

test('an emoji weighs two, however young or long it is', () => {
  for (const emoji of ['😀', '👩🏽‍⚕️', '🏳️‍🌈', '🫩', '🇦🇹', '1️⃣']) assert.equal(measure(emoji).weight, 2, emoji)
})

test('what is too long is told with how much to cut; a bare domain is a link', () => {
  assert.equal(measure('a'.repeat(291)).fault, '291 of 280 characters. Shorten by 11.')
  assert.equal(measure('a'.repeat(280)).fault, undefined)
  assert.deepEqual(measure('see example.com').links, ['example.com'])
  assert.equal(measure('see https://example.com/a/very/long/address/that/goes/on').weight, 27)
  assert.equal(measure('   ').fault, 'There is no text.')
  assert.match(measure('$AAA $BBB').fault ?? '', /one cashtag/)
})
