/** Who may do what, and who decides that. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { post } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

test('guests may look, and change nothing', async t => {
  const { guest, parts } = room(t)
  for (const line of ['follow #hcsm', 'unfollow #hcsm', 'pause', 'resume'])
    assert.equal(
      (await guest.types(line)).text,
      'Only who may manage this channel can do that. Ask one of them, or an admin.',
    )
  for (const button of ['recent', 'resume-all', 'resume-digest', 'resume-now'])
    assert.match((await guest.press(button, 'hcsm')).text, /^Only who may manage this channel can do that\./)
  assert.match((await guest.types('list')).text, /^This channel follows nothing yet/)
  assert.match((await guest.types('status')).text, /^This channel follows nothing\./)
  assert.deepEqual(await parts.store.follows.all(), [])
})

test('admins may leave following to admins, and give it back', async t => {
  const { mary, tom } = room(t)
  assert.equal(
    (await mary.types('allow following Admins')).text,
    'From now on only admins decide what channels follow.',
  )
  assert.equal(
    (await tom.types('follow #hcsm')).text,
    'In this workspace only admins decide what channels follow.',
  )
  assert.match((await mary.types('follow #hcsm')).text, /^This channel follows #hcsm/)
  assert.match((await tom.types('pause')).text, /only admins/)
  await mary.types('allow following members')
  assert.match((await tom.types('pause')).text, /^Paused/)
})

test('only admins allow, whatever is asked', async t => {
  const { tom, parts } = room(t)
  for (const line of [
    'allow',
    'allow @tom',
    'allow <@U02|tom>',
    'allow following admins',
    'allow @mary remove',
  ])
    assert.equal((await tom.types(line)).text, 'Only admins of this workspace may do that.')
  assert.deepEqual(await parts.store.grants.of('slack:T1'), [])
})

test('an admin lets someone speak as the team, sees who may, and takes it back', async t => {
  const { mary } = room(t)
  const text = async (line: string) => (await mary.types(line)).text
  assert.match(
    await text('allow'),
    /^Only admins may speak as the team\. `\/chat allow @name` allows someone else\./,
  )
  assert.equal(await text('allow <@U02|Tom>'), 'tom may now speak as @team.')
  assert.equal(await text('allow @tom'), 'tom may speak as the team already.')
  assert.equal(
    await text('allow'),
    'Admins may speak as the team, and tom.\nWhoever may manage a channel decides what it follows.',
  )
  assert.equal(await text('allow @tom remove'), 'tom may no longer speak as the team.')
  assert.equal(await text('allow remove @tom'), 'tom was not allowed to speak as the team.')
})

test('a half-said allow changes nothing and says what to type', async t => {
  const { mary, parts } = room(t)
  const text = async (line: string) => (await mary.types(line)).text
  assert.match(
    await text('allow @nobody'),
    /^I do not know who “@nobody” is\. Type @ and choose the name from the list\.$/,
  )
  assert.match(await text('allow remove'), /Who may no longer speak/)
  assert.match(await text('allow admins'), /I did not understand “admins”/)
  assert.match(await text('allow members'), /I did not understand “members”/)
  assert.match(await text('allow @tom following admins'), /^One thing at a time/)
  assert.deepEqual(await parts.store.grants.of('slack:T1'), [])
  assert.equal(await parts.store.grants.narrowed('slack:T1'), false)
})

test('a role that is allowed lets everyone who has it speak', async t => {
  const { mary, tom, happen } = room(t)
  await happen(post('1'))
  await mary.fills('allow', { person: { id: 'role:speakers', name: 'Speakers' } })
  Object.assign(tom.member, { roles: ['role:speakers'] })
  const { buttons } = await tom.types('post Hello #hcsm')
  assert.equal(buttons[0], 'Post as @team ($0.015)')
})
