/** Reading hours: on the wall clock of their zone, whatever clocks do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isOpen, nextTurn, nextWindow, previousWindow, showHours, windowAt } from '#core/hours.ts'

const minute = 60_000
const wednesday = { zone: 'America/New_York', days: [3], from: 20 * 60 + 30, until: 21 * 60 + 45 }
const at = (iso: string) => Date.parse(iso)
const iso = (instant = 0) => new Date(instant).toISOString().slice(0, 16)

test('a window begins five minutes before its hours, and ends fifteen after', () => {
  const window = windowAt(wednesday, at('2026-11-05T02:00:00Z'))
  assert.deepEqual([iso(window?.from), iso(window?.until)], ['2026-11-05T01:25', '2026-11-05T03:00'])
  assert.equal(isOpen(wednesday, at('2026-11-05T01:25:00Z')), true)
  assert.equal(isOpen(wednesday, at('2026-11-05T01:24:59Z')), false)
  assert.equal(isOpen(wednesday, at('2026-11-05T02:59:59Z')), true)
  assert.equal(isOpen(wednesday, at('2026-11-05T03:00:00Z')), false)
})

test('over both changes of the clocks the hour on the wall stays, and moves in UTC', () => {
  // Clocks went back on 1 November 2026, and go forward on 14 March 2027.
  const starts = (from: string) => iso(nextWindow(wednesday, at(from))?.from)
  assert.equal(starts('2026-10-26T00:00:00Z'), '2026-10-29T00:25')
  assert.equal(starts('2026-11-02T00:00:00Z'), '2026-11-05T01:25')
  assert.equal(starts('2027-03-08T00:00:00Z'), '2027-03-11T01:25')
  assert.equal(starts('2027-03-15T00:00:00Z'), '2027-03-18T00:25')
})

test('hours that lie in the night of a change are as long as the clock on the wall makes them', () => {
  const night = { zone: 'Europe/Berlin', days: [7], from: 60, until: 4 * 60 }
  const spring = windowAt(night, at('2027-03-28T01:30:00Z'))
  const autumn = windowAt(night, at('2026-10-25T01:30:00Z'))
  assert.deepEqual([iso(spring?.from), iso(spring?.until)], ['2027-03-27T23:55', '2027-03-28T02:15'])
  assert.deepEqual([iso(autumn?.from), iso(autumn?.until)], ['2026-10-24T22:55', '2026-10-25T03:15'])
  // 02:30 does not exist on that morning: it comes with the change.
  const skipped = { zone: 'Europe/Berlin', days: [7], from: 150, until: 180 }
  assert.equal(iso(nextWindow(skipped, at('2027-03-27T12:00:00Z'))?.from), '2027-03-28T01:25')
})

test('the next opening, the next closing and the last window are known', () => {
  assert.equal(iso(nextTurn(wednesday, at('2026-11-04T12:00:00Z'))), '2026-11-05T01:25')
  assert.equal(iso(nextTurn(wednesday, at('2026-11-05T02:00:00Z'))), '2026-11-05T03:00')
  assert.equal(iso(previousWindow(wednesday, at('2026-11-05T02:00:00Z'))?.until), '2026-10-29T02:00')
  assert.equal(iso(previousWindow(wednesday, at('2026-11-05T03:00:00Z'))?.until), '2026-11-05T03:00')
})

test('hours on consecutive days that touch are one window', () => {
  const always = { zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], from: 0, until: 1440 }
  const window = windowAt(always, at('2026-11-05T00:00:00Z'))
  assert.ok(window && window.until - window.from > 7 * 24 * 60 * minute)
  assert.equal(showHours(wednesday), 'Wed 20:30–21:45 America/New_York')
  assert.equal(showHours(always), 'daily 00:00–00:00 UTC')
})

const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
]

test('whatever the hours and the zone, a window is open throughout, and turns lead from one to the next', () => {
  const aSet = fc.record({
    zone: fc.constantFrom(...zones),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
    from: fc.nat(1439),
    length: fc.integer({ min: 1, max: 240 }),
    now: fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
  })
  fc.assert(
    fc.property(aSet, ({ zone, days, from, length, now }) => {
      const hours = { zone, days, from, until: from + length }
      const next = nextWindow(hours, now)
      assert.ok(next && next.from > now && next.from - now <= 8 * 24 * 60 * minute)
      assert.equal(isOpen(hours, next.from), true)
      assert.equal(isOpen(hours, next.until - 1), true)
      assert.equal(isOpen(hours, next.until), false)
      const turn = nextTurn(hours, now) ?? 0
      assert.notEqual(isOpen(hours, turn), isOpen(hours, turn - 1))
    }),
    { numRuns: 300 },
  )
})
