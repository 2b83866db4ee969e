/** Hours, budgets and conversations, as people type them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toLimits } from '#commands/budget-text.ts'
import { toHours } from '#commands/hours-text.ts'
import { budgets } from '#core/budget.ts'
import { plan } from '#core/plan.ts'
import { noon, post } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

const written: readonly (readonly [string, readonly [string, readonly number[], number, number]])[] = [
  ['wed 20:30–21:45 America/New_York', ['America/New_York', [3], 1230, 1305]],
  ['Wednesdays 8:30pm - 9:45pm ET', ['America/New_York', [3], 1230, 1305]],
  ['every wed at 8:30–9:45 pm america/new york', ['America/New_York', [3], 1230, 1305]],
  ['mon,thu 12.00-13.00 UTC', ['UTC', [1, 4], 720, 780]],
  ['mon-fri 9–10 Europe/Berlin', ['Europe/Berlin', [1, 2, 3, 4, 5], 540, 600]],
  ['weekdays 9-10 CET', ['Europe/Berlin', [1, 2, 3, 4, 5], 540, 600]],
  ['sat-mon 23:00-1:00 gmt', ['UTC', [1, 6, 7], 1380, 1500]],
  ['daily 7–8 pm PT', ['America/Los_Angeles', [1, 2, 3, 4, 5, 6, 7], 1140, 1200]],
  ['12am-1am, tues Asia/Tokyo', ['Asia/Tokyo', [2], 0, 60]],
]

for (const [typed, [zone, days, from, until]] of written)
  test(`“${typed}” is understood`, () => assert.deepEqual(toHours(typed), { zone, days, from, until }))

for (const [typed, why] of [
  ['', /From when until when is missing/],
  ['wed America/New_York', /From when until when is missing/],
  ['20:30–21:45 America/New_York', /The days are missing/],
  ['wed 20:30–21:45', /The time zone is missing/],
  ['wed 20:30–21:45 Mars/Olympus', /“mars\/olympus” is no time zone I know/],
  ['wed 25:00–26:00 UTC', /“25:00” is no time/],
  ['wed 20:00–20:00 UTC', /It ends when it begins/],
] as const)
  test(`“${typed}” is refused, and the form told`, () =>
    assert.throws(() => toHours(typed), { name: 'Refusal', message: new RegExp(`${why.source}.*such as`) }))

test('budgets are understood as they are typed', () => {
  assert.deepEqual(toLimits('2/day'), { dayMicros: 2_000_000, gently: true, named: [] })
  assert.deepEqual(toLimits('$2.50 per day, 20 a month stop'), {
    dayMicros: 2_500_000,
    monthMicros: 20_000_000,
    gently: false,
    named: [],
  })
  assert.deepEqual(toLimits('20/month gently only @hostess and @cohost')?.named, ['hostess', 'cohost'])
  assert.equal(toLimits('off'), undefined)
  for (const typed of ['lots', '2/week', 'gently', '0/day', '-3/day'])
    assert.throws(() => toLimits(typed), { name: 'Refusal' }, typed)
})

test('hours are set for a chat that is followed here, told to the channel, and shown when asked', async t => {
  const { tom, guest, shown, parts } = room(t)
  assert.match((await tom.types('/chat hours #hcsm always')).text, /does not follow #hcsm/)
  await tom.types('/chat follow #hcsm')
  const { text } = await tom.types('/chat hours #hcsm wed 20:30–21:45 America/New_York')
  assert.match(
    text,
    /^#hcsm is read Wed 20:30–21:45 America\/New_York, from five minutes before to fifteen after/,
  )
  assert.match(text, /It opens next on 2026-11-05, 01:25 UTC/)
  assert.equal(shown().at(-1), 'Tom set when #hcsm is read here: Wed 20:30–21:45 America/New_York.')
  assert.deepEqual((await plan(parts)).wanted, [])
  assert.match((await guest.types('/chat hours #hcsm always')).text, /Only who may manage/)
  assert.match((await tom.types('/chat hours #hcsm sometimes')).text, /Nothing was changed/)
  await tom.types('/chat hours #hcsm always')
  assert.equal((await tom.types('/chat hours #hcsm')).text, '#hcsm is always read here.')
  assert.equal((await plan(parts)).wanted.length, 1)
})

test('a budget is set by admins, restrains what is read step by step, and is shown with what was spent', async t => {
  const { tom, mary, parts } = room(t)
  await tom.types('/chat follow #hcsm reposts')
  await tom.types('/chat follow #meded')
  assert.match((await tom.types('/chat budget #hcsm 1/day')).text, /Only admins/)
  const set = await mary.types('/chat budget #hcsm 1/day gently @hostess')
  assert.match(
    set.text,
    /The budget for #hcsm here is \$1\.00 a day: from 80 % reposts are left out, from 90 % only @hostess/,
  )
  const spend = (micros: number) =>
    parts.store.ledger.charge([{ resource: `r${micros}`, micros, on: ['slack:T1#hcsm', 'slack:T1'] }], noon)
  const wanted = async () => (await plan(parts)).wanted.find(({ hashtag }) => hashtag === 'hcsm')
  await spend(799_000)
  assert.equal((await wanted())?.reposts, true)
  await spend(1000)
  assert.equal((await wanted())?.reposts, false)
  await spend(100_000)
  assert.deepEqual((await wanted())?.from, ['hostess'])
  await spend(100_001)
  assert.equal(await wanted(), undefined)
  assert.ok((await plan(parts)).wanted.some(({ hashtag }) => hashtag === 'meded'))
  const { text } = await tom.types('/chat budget')
  assert.match(text, /#hcsm: \$1\.00 today, \$1\.00 this month/)
  assert.match(text, /Budget of #hcsm: 100 % of \$1\.00 a day\./)
  await mary.types('/chat budget #hcsm off')
  assert.deepEqual(await parts.store.records.list(budgets), [])
  assert.equal((await wanted())?.reposts, true)
})

test('one workspace’s budget restrains no other', async t => {
  const { tom, mary, parts } = room(t)
  await tom.types('/chat follow #hcsm')
  const other = {
    id: 'slack:T2/C1',
    platform: 'slack',
    workspace: 'slack:T2',
    partition: 'slack:T2',
  } as const
  await parts.store.lanes.enter(other)
  await parts.store.follows.add({ channel: other.id, hashtag: 'hcsm', began: noon, by: 'm', reposts: false })
  await mary.types('/chat budget 1/day stop')
  await parts.store.ledger.charge([{ resource: 'r', micros: 1_000_000, on: ['slack:T1'] }], noon)
  const { wanted, payers } = await plan(parts)
  assert.equal(wanted.length, 1)
  assert.deepEqual(payers.get('hcsm'), ['chat:hcsm', 'slack:T2', 'slack:T2#hcsm'])
})

test('conversations that a named account began are read whole, for a day', async t => {
  const { tom, happen, parts, pass } = room(t)
  await tom.types('/chat follow #hcsm')
  const host = { id: 'x:h', handle: 'Hostess', name: 'Host', url: 'https://x.com/Hostess' }
  await happen(
    post('11', { author: host, conversation: 'x:11', hashtags: ['hcsm'] }),
    post('12', { conversation: 'x:12', hashtags: ['hcsm'] }),
  )
  const whole = async () => (await plan(parts)).wanted[0]?.conversations
  assert.equal(await whole(), undefined)
  await tom.types('/chat conversations #hcsm @hostess')
  assert.deepEqual(await whole(), ['x:11'])
  await pass(86_400_000)
  assert.equal(await whole(), undefined)
  assert.match((await tom.types('/chat conversations #hcsm no-one!')).text, /is no handle on X/)
  assert.match((await tom.types('/chat conversations #hcsm off')).text, /only posts with the hashtag/)
})

test('a post is taken out of the workspace at once, wherever it stands and before it is shown', async t => {
  const { tom, guest, happen, parts, shown, slack } = room(t)
  await tom.types('/chat follow #hcsm')
  await happen(post('1', { text: 'Goes #hcsm' }), post('2', { text: 'Stays #hcsm' }))
  assert.equal(shown().length, 3)
  const link = 'https://x.com/someone/status/1'
  assert.match((await guest.types(`/chat remove ${link}`)).text, /Only who may manage/)
  assert.match((await tom.types('/chat remove https://example.org/1')).text, /no address of a post/)
  assert.match(
    (await tom.types(`/chat remove ${link}`)).text,
    /taken out of one channel, and will not come back/,
  )
  await happen()
  assert.deepEqual(
    slack.sent.map(({ text }) => text).filter(text => text.includes('#hcsm') && !text.includes('follow')),
    ['Stays #hcsm'],
  )
  assert.equal((await parts.store.timeline.posts(['x:1'])).length, 1)
  assert.match(
    (await tom.types('/chat remove https://x.com/someone/status/99')).text,
    /No channel of this workspace has/,
  )
  await happen(post('99', { text: 'Never shown #hcsm' }))
  assert.ok(!shown().some(text => text.includes('Never')))
})
