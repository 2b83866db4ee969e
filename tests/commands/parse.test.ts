/** What people type is understood as they meant it, or they are told what to type. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { commands } from '#commands/grammar.ts'
import { fromLine, toCommand } from '#commands/parse.ts'
import { Refusal } from '#core/errors.ts'
import { channel } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

test('a hashtag is understood however a phone, a keyboard or Slack writes it', async t => {
  for (const typed of [
    'hcsm',
    '#hcsm',
    '＃hcsm',
    '#HCSM',
    '<#C012AB|hcsm>',
    '“#hcsm”',
    "'hcsm'",
    '   #hcsm   ',
  ]) {
    const { tom, parts } = room(t)
    await tom.types(`/chat   FOLLOW  ${typed}`)
    assert.deepEqual(
      (await parts.store.follows.all()).map(({ hashtag }) => hashtag),
      ['hcsm'],
      typed,
    )
  }
})

test('options are found wherever they stand', async t => {
  const { tom, parts } = room(t)
  await tom.types('/chat follow reposts #hcsm')
  await tom.types('/chat follow #hitsm +reposts')
  await tom.types('/chat follow #reposts')
  await tom.types('/chat follow reposts hcldr')
  assert.deepEqual(
    (await parts.store.follows.all()).map(({ hashtag, reposts }) => [hashtag, reposts]),
    [
      ['hcsm', true],
      ['hitsm', true],
      ['reposts', false],
      ['hcldr', true],
    ],
  )
})

test('a slip of the finger is answered with what was meant; what is far off is not guessed at', async t => {
  const { tom, parts } = room(t)
  const text = async (line: string) => (await tom.types(line)).text
  assert.equal(
    await text('/chat folow #hcsm'),
    'There is no `/chat folow`. Did you mean `/chat follow #hcsm`? `/chat help` lists what there is.',
  )
  assert.match(await text('/chat unsubscrib hcsm'), /Did you mean `\/chat unfollow hcsm`\?/)
  assert.match(await text('/chat stauts'), /Did you mean `\/chat status`\?/)
  assert.match(await text('/chat #hcsm'), /Did you mean `\/chat follow #hcsm`\?/)
  for (const far of ['xy', 'hi', 'transcript', 'banana'])
    assert.equal(
      await text(`/chat ${far}`),
      `There is no \`/chat ${far}\`. \`/chat help\` lists what there is.`,
    )
  assert.deepEqual(await parts.store.follows.all(), [])
})

test('what is missing, wrong or too much is said, with how it goes', async t => {
  const { tom } = room(t)
  const text = async (line: string) => (await tom.types(line)).text
  const goes = 'It goes: `/chat follow #tag [reposts]`'
  assert.equal(await text('/chat follow'), `What is missing: the chat’s hashtag, such as #hcsm. ${goes}`)
  assert.equal(await text('/chat follow #2024'), `“#2024” is no hashtag. ${goes}`)
  assert.equal(await text('/chat follow #hcsm please'), `I did not understand “please”. ${goes}`)
  assert.match(await text('/chat pause now'), /^I did not understand “now”\. It goes: `\/chat pause`$/)
})

test('options that a platform let through are held to the same definitions', async t => {
  const { tom, mary } = room(t)
  assert.match((await tom.fills('follow', { hashtag: 'no such thing' })).text, /is no hashtag/)
  assert.match((await tom.fills('follow', {})).text, /^What is missing: the chat’s hashtag/)
  assert.match((await mary.fills('allow', { following: 'nobody' })).text, /^It is one of admins, members\./)
  assert.match((await tom.fills('post', { text: 'x'.repeat(2_001) })).text, /2001 of 2000 characters/)
  assert.match(
    (await tom.fills('follow', { hashtag: '“#hcsm”', reposts: true })).text,
    /^This channel follows #hcsm/,
  )
})

test('a text stays as it was typed: quotes, spaces, lines, and words that are also in the link before it', async t => {
  const { tom } = room(t)
  const said = async (line: string) =>
    (await tom.types(line)).text
      .split('\n')
      .filter(shown => shown.startsWith('> '))
      .map(shown => shown.slice(2))
  assert.deepEqual(await said('/chat post “It’s  fine”, he said\n  - twice #hcsm'), [
    '“It’s  fine”, he said',
    '  - twice #hcsm',
  ])
  assert.deepEqual(await said('/chat reply https://x.com/a/status/1 a  good x point'), ['a  good x point'])
  assert.deepEqual(await said('/chat reply <https://x.com/a/status/1> thanks'), ['thanks'])
  assert.deepEqual(await said('/chat reply x.com/a/status/1 see https://example.org now'), [
    'see https://example.org now',
  ])
})

const asking = {
  usage: 'It goes: so.',
  parts: { bridges: {} },
  asked: {
    id: '1',
    at: 0,
    channel: channel(),
    member: { id: 'slack:T1/U1', name: 'Tom', admin: true, manages: true, roles: [] },
    kind: 'line' as const,
    line: '',
  },
}

test('whatever is typed is taken or refused in words', async () => {
  const words = fc.constantFrom(
    'follow',
    'post',
    'reply',
    'allow',
    'help',
    '#hcsm',
    'reposts',
    '<@U01>',
    '“',
    'x.com/a/status/1',
    '`',
    '\n',
    '',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(words, fc.string())), async typed => {
      try {
        const { command, rest } = toCommand(typed.join(' '), commands, '/chat')
        await fromLine(command, rest, asking)
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error))
      }
    }),
  )
})

test('any text after post is what will be said, to the letter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1 }).filter(text => text.trim() !== ''),
      async text => {
        const { command, rest } = toCommand(`post ${text}`, commands, '/chat')
        const taken = await fromLine(command, rest, asking)
        assert.equal(taken.text, text.trim())
      },
    ),
  )
})
