/** Help is told from the definitions, and is true of all of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands } from '#commands/grammar.ts'
import { usage } from '#commands/help.ts'
import { fromLine, toCommand } from '#commands/parse.ts'
import { channel } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

test('bare is help, and help names every command with what it takes and what it is about', async t => {
  const { tom } = room(t)
  const { text } = await tom.types('/chat')
  assert.equal((await tom.types('/chat help')).text, text)
  assert.deepEqual(
    commands.map(({ name }) => name),
    [
      'follow',
      'unfollow',
      'list',
      'pause',
      'resume',
      'hours',
      'conversations',
      'budget',
      'post',
      'reply',
      'allow',
      'remove',
      'status',
      'help',
    ],
  )
  for (const one of commands) assert.ok(text.includes(`${usage(one, '/chat')}  ${one.about}`), one.name)
  assert.match(text, /In threads, where commands do not work, the button does\./)
  assert.match(text, /What you say here stays here, until you press a button that names the account/)
})

test('help of one command tells what it takes, gives an example, its other names, and who may', async t => {
  const { tom } = room(t)
  const { text } = await tom.types('/chat help follow')
  assert.deepEqual(text.split('\n'), [
    '/chat follow #tag [reposts]  Mirror a chat in this channel',
    '#tag  the chat’s hashtag, such as #hcsm',
    '[reposts]  also show what merely passes posts on',
    'For example: /chat follow #hcsm',
    'For example: /chat follow #hcsm reposts',
    'Also: subscribe.',
    'For who decides what this channel is for.',
  ])
  assert.equal((await tom.types('/chat help /chat Subscribe')).text, text)
  assert.match((await tom.types('/chat help folow')).text, /Did you mean `\/chat follow`\?/)
})

test('every definition fits both platforms', () => {
  const names = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  assert.equal(new Set(names).size, names.length, 'no name means two things')
  for (const name of names) assert.match(name, /^[a-z]{1,32}$/)
  for (const { about, takes } of commands) {
    assert.ok(about.length <= 100, about)
    for (const [name, take] of Object.entries(takes)) {
      assert.match(name, /^[a-z]{1,32}$/)
      assert.ok(take.about.length <= 100, take.about)
    }
  }
})

test('every example does what it says', async t => {
  const { parts, tom } = room(t)
  for (const one of commands)
    for (const example of one.examples ?? []) {
      const { command, rest } = toCommand(example, commands, '/chat')
      assert.equal(command, one)
      const asked = {
        id: '1',
        at: 0,
        channel: channel(),
        member: tom.member,
        kind: 'line',
        line: example,
      } as const
      await fromLine(command, rest, { asked, parts, usage: '' })
    }
})
