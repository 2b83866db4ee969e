/** What a follow takes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Follow, takes } from '#core/follow.ts'
import { belongsTo, toHashtag } from '#core/hashtag.ts'
import { isOpen } from '#core/hours.ts'
import { noon, post } from '#tests/fakes/posts.ts'

const follow: Follow = { channel: 'c', hashtag: 'hcsm', began: noon, by: 'm', reposts: false }
const wednesday = { zone: 'America/New_York', days: [3], from: 20 * 60 + 30, until: 21 * 60 + 45 }

test('a follow takes posts created after it began', () => {
  assert.equal(takes([follow], post('1', { at: noon - 1 }), ['hcsm']), false)
  assert.equal(takes([follow], post('1', { at: noon }), ['hcsm']), true)
})

test('reposts are left out unless asked for', () => {
  const repost = post('2', { reposts: post('1') })
  assert.equal(takes([follow], repost, ['hcsm']), false)
  assert.equal(takes([{ ...follow, reposts: true }], repost, ['hcsm']), true)
})

test('several follows unite: what one of them takes is taken', () => {
  const later = { ...follow, hashtag: 'mhealth', began: noon + 1000 }
  const both = post('3', { at: noon + 10 })
  assert.equal(takes([later, follow], both, ['mhealth', 'hcsm']), true)
  assert.equal(takes([later, follow], both, ['mhealth']), false)
})

test('a follow with hours takes posts within its hours, on the wall clock of its zone', () => {
  const within = { ...follow, began: 0, hours: wednesday }
  // 20:45 in New York is 00:45 UTC on Thursday in summer, 01:45 in winter.
  assert.equal(takes([within], post('4', { at: Date.parse('2026-07-02T00:45:00Z') }), ['hcsm']), true)
  assert.equal(takes([within], post('4', { at: Date.parse('2026-11-05T00:45:00Z') }), ['hcsm']), false)
  assert.equal(takes([within], post('4', { at: Date.parse('2026-11-05T01:45:00Z') }), ['hcsm']), true)
})

test('hours that pass midnight go on into the next day', () => {
  const late = { zone: 'Europe/Vienna', days: [7], from: 23 * 60, until: 25 * 60 }
  assert.equal(isOpen(late, Date.parse('2026-11-08T22:30:00Z')), true)
  assert.equal(isOpen(late, Date.parse('2026-11-08T23:30:00Z')), true)
  assert.equal(isOpen(late, Date.parse('2026-11-09T00:30:00Z')), false)
})

test('a post belongs to a hashtag if the rule matched it or its entities hold it', () => {
  assert.deepEqual(belongsTo(post('5', { hashtags: ['hcsm', 'mhealth'] }), ['HCSM', 'quoted']), [
    'hcsm',
    'quoted',
    'mhealth',
  ])
})

test('a hashtag is one however it is typed', () => {
  for (const typed of ['hcsm', '#HCSM', '＃hcsm', ' #hcsm ', '<#C0123ABC|hcsm>'])
    assert.equal(toHashtag(typed), 'hcsm', typed)
  for (const typed of ['', '#', '#2024', 'a b', '#a-b', 'https://x.com', '#'.repeat(3), 'x'.repeat(101)])
    assert.equal(toHashtag(typed), undefined, typed)
  assert.equal(toHashtag('#잇츠라이브'), '잇츠라이브')
})
