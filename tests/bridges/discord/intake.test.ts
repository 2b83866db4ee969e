/** What members do on Discord, and what they are shown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discordBridge } from '#bridges/discord/bridge.ts'
import { invite, permissions } from '#bridges/discord/invite.ts'
import { commands } from '#commands/grammar.ts'
import { Fault } from '#core/errors.ts'
import { type Feedback, say } from '#core/feedback.ts'
import { realClock } from '#sandbox/clock.ts'
import { discordStandIn } from '#sandbox/discord/stand-in.ts'
import { post } from '#tests/fakes/posts.ts'
import { attempt, channelOf, house, message, server } from './house.ts'

const mary = `${server}/500000000000000001`
const form: Feedback = {
  kind: 'form',
  form: {
    press: { does: 'reply', of: 'x:1' },
    title: 'Reply on X',
    about: [['Answering ', { bold: '@mary_reads' }]],
    fields: [
      { id: 'text', label: 'Your answer', kind: 'text', max: 2_000, hint: 'Nothing is sent yet' },
      {
        id: 'post',
        label: 'Which?',
        kind: 'choice',
        options: [
          { label: 'The first', value: 'x:1' },
          { label: 'The second', value: 'x:2' },
        ],
      },
    ],
    submit: 'Preview',
  },
}

test('a command arrives with its options, and is answered to the member alone', async t => {
  const { discord, heard, answered } = await house(t)
  const { messages } = await answered(
    discord.command('hcsm-live', 'mary', 'follow', { hashtag: '#hcsm', reposts: true }),
  )
  const [asked] = heard
  assert.ok(asked?.kind === 'command')
  assert.equal(asked.name, 'follow')
  assert.deepEqual(asked.options, { hashtag: '#hcsm', reposts: true })
  assert.deepEqual(asked.channel, channelOf())
  assert.deepEqual(asked.member, {
    id: mary,
    name: 'Mary Okafor',
    admin: true,
    manages: true,
    roles: [`${server}/200000000000000001`, `${server}/300000000000000002`],
  })
  assert.equal(asked.thread, undefined)
  assert.equal(messages[0]?.content, 'Thank you.')
  assert.equal(discord.ephemerals('mary').length, 1)
  assert.deepEqual(discord.shown('hcsm-live'), [])
})

test('who may manage a channel is told by that channel, not by the server', async t => {
  const { discord, heard, answered } = await house(t)
  await discord.grant('general', 'MANAGE_CHANNELS', 'tom')
  await answered(discord.command('general', 'tom', 'list'))
  await answered(discord.command('hcsm-live', 'tom', 'list'))
  assert.deepEqual(
    heard.map(({ member }) => [member.admin, member.manages]),
    [
      [false, true],
      [false, false],
    ],
  )
})

test('people and roles are chosen from Discord’s own list', async t => {
  const { discord, heard, answered } = await house(t)
  await answered(discord.command('general', 'mary', 'allow', { person: 'tom' }))
  await answered(discord.command('general', 'mary', 'allow', { person: 'Speakers' }))
  assert.deepEqual(
    heard.map(asked => asked.kind === 'command' && asked.options),
    [
      { person: { id: `${server}/500000000000000002`, name: 'Tom Lindqvist' } },
      { person: { id: `${server}/300000000000000003`, name: 'Speakers' } },
    ],
  )
})

test('hashtags are suggested while they are typed', async t => {
  const { discord, answered } = await house(t)
  const choices = await answered(
    discord.autocomplete('general', 'mary', 'follow', { values: { hashtag: '#hc' } }),
  )
  assert.deepEqual(choices, [{ name: '#hc!', value: '#hc!' }])
})

test('Reply on X opens a form, from the button and from the menu, and what is written comes back', async t => {
  const { discord, bridge, heard, answers, answered } = await house(t)
  const receipt = await bridge.send(attempt([post('1')]), message([post('1')]))
  answers(async asked => (asked.kind === 'form' ? say('Written.') : form))
  const { modal } = await answered(discord.press(receipt.message, 'Reply on X', 'tom'))
  assert.equal(modal?.title, 'Reply on X')
  await answered(discord.submit('tom', { text: 'Hello', post: 'x:2' }))
  const menu = await answered(discord.messageCommand('Reply on X', receipt.message, 'tom'))
  assert.equal(menu.modal?.title, 'Reply on X')
  const [pressed, written, chosen] = heard
  assert.deepEqual(pressed?.kind === 'press' && [pressed.press, pressed.message], [
    { does: 'reply', of: 'x:1' },
    receipt.message,
  ])
  assert.deepEqual(written?.kind === 'form' && [written.press, written.values], [
    { does: 'reply', of: 'x:1' },
    { text: 'Hello', post: 'x:2' },
  ])
  assert.equal(chosen?.kind === 'menu' && chosen.message, receipt.message)
})

test('every part of a long post stands for its first message in the menu', async t => {
  const { discord, bridge, heard, answered } = await house(t)
  const one = post('1', { text: 'word '.repeat(3_000) })
  const receipt = await bridge.send(attempt([one]), message([one]))
  const last = discord.messages('hcsm-live').at(-1)
  assert.notEqual(last?.id, receipt.message)
  await answered(discord.messageCommand('Reply on X', last?.id ?? '', 'tom'))
  assert.equal(heard[0]?.kind === 'menu' && heard[0].message, receipt.message)
})

test('in a thread the channel is the thread’s, and the thread is named', async t => {
  const { discord, bridge, heard, answered } = await house(t)
  const { message: thread } = await bridge.send(attempt([post('1')]), message([post('1')]))
  const inside = await bridge.send(attempt([post('2')], { place: { thread } }), message([post('2')]))
  await answered(discord.press(inside.message, 'Reply on X', 'tom'))
  assert.deepEqual([heard[0]?.channel, heard[0]?.thread], [channelOf(), thread])
})

test('a slow answer is promised in time, and comes; a form that is too late waits behind a button', async t => {
  const { discord, clock, answers, answered } = await house(t)
  answers(async () => {
    await clock.sleep(20_000)
    return say('At last.')
  })
  const slow = await answered(discord.command('general', 'mary', 'list'))
  assert.deepEqual([slow.failed, slow.messages.at(-1)?.content], [false, 'At last.'])
  answers(async () => {
    await clock.sleep(20_000)
    return form
  })
  const late = await answered(
    discord.command('general', 'mary', 'reply', { link: 'https://x.com/a/status/1' }),
  )
  assert.equal(late.failed, false)
  assert.deepEqual(discord.buttons(late.messages.at(-1) as never), [
    { label: 'Reply on X', customId: 'reply:x:1' },
  ])
  answers(async () => form)
  const opened = await answered(discord.press(late.messages.at(-1) as never, 'Reply on X', 'mary'))
  assert.equal(opened.modal?.title, 'Reply on X')
})

test('what replaces is shown in the place of what was pressed, quickly or late, and only where one sees it alone', async t => {
  const { discord, bridge, clock, answers, answered } = await house(t)
  const draft: Feedback = {
    kind: 'say',
    replaces: false,
    saying: {
      lines: ['Sure?'],
      actions: [{ label: 'Post', style: 'primary', press: { does: 'send', of: '1' } }],
    },
  }
  for (const waitMs of [0, 10_000]) {
    answers(async () => draft)
    const { messages } = await answered(discord.command('general', 'mary', 'list'))
    const before = discord.ephemerals('mary').length
    answers(async () => {
      await clock.sleep(waitMs)
      return { ...say('Posted.'), replaces: true } as Feedback
    })
    await answered(discord.press(messages[0] as never, 'Post', 'mary'))
    assert.deepEqual(
      [discord.ephemerals('mary').length, discord.ephemerals('mary').at(-1)?.content],
      [before, 'Posted.'],
    )
    assert.deepEqual(discord.buttons(discord.ephemerals('mary').at(-1) as never), [])
  }
  const receipt = await bridge.send(attempt([post('1')]), message([post('1')]))
  await answered(discord.press(receipt.message, 'Reply on X', 'mary'))
  assert.match(discord.shown('hcsm-live')[0] ?? '', /Post 1/)
})

test('an interaction that comes twice is asked once', async t => {
  const { discord, heard, answered } = await house(t)
  discord.repeat(1)
  await answered(discord.command('general', 'mary', 'list'))
  assert.equal(heard.length, 1)
})

test('channels that go, close and open again, and servers that are left, are told', async t => {
  const { discord, clock, told } = await house(t)
  const tell = async (what: Promise<void>) => {
    await what
    await clock.advance(0)
    return told.splice(0)
  }
  assert.deepEqual(await tell(discord.grant('announcements', 'SEND_MESSAGES')), [
    `found ${channelOf('announcements').id}`,
  ])
  assert.deepEqual(await tell(discord.grant('general', 'SEND_MESSAGES')), [], 'it was open all the time')
  assert.deepEqual(await tell(discord.deleteChannel('general')), [
    `lost ${channelOf('general').id}: This channel was deleted.`,
  ])
  assert.deepEqual(await tell(discord.outage()), [], 'an outage is no leaving')
  await tell(discord.recover())
  assert.deepEqual(await tell(discord.kickBot()), [`left ${server}`])
})

test('the commands are registered once, and again only when they differ', async t => {
  const discord = await discordStandIn({ clock: realClock })
  t.after(() => discord.close())
  const puts = () => discord.requests.filter(({ method }) => method === 'PUT').length
  const start = async (offered = commands) => {
    const ending = new AbortController()
    const bridge = discordBridge({ ...quiet, token: discord.token, apiUrl: discord.url, commands: offered })
    await new Promise<void>((resolve, reject) => {
      bridge.run(deaf, ending.signal, resolve).then(ended.resolve, reject)
    })
    ending.abort()
    await ended.promise
    ended = Promise.withResolvers<void>()
  }
  let ended = Promise.withResolvers<void>()
  await start()
  assert.equal(puts(), 1)
  assert.deepEqual(
    discord.commands().map(({ name }) => name),
    ['chat', 'Reply on X'],
  )
  await start()
  assert.equal(puts(), 1)
  await start(commands.slice(1))
  assert.equal(puts(), 2)
})

const quiet = {
  command: '/chat',
  commands,
  clock: realClock,
  log: { info() {}, debug() {}, warn() {}, error() {} },
}
const deaf = {
  respond: async () => say(''),
  suggest: async () => [],
  lost: async () => {},
  found: async () => {},
  left: async () => {},
}

test('a wrong token, and one that is withdrawn, end it with a reason', async t => {
  const discord = await discordStandIn({ clock: realClock })
  t.after(() => discord.close())
  const never = new AbortController().signal
  const about = (pattern: RegExp) => (error: unknown) => error instanceof Fault && pattern.test(error.message)
  await assert.rejects(
    discordBridge({ ...quiet, token: 'wrong', apiUrl: discord.url }).run(deaf, never, () => {}),
    about(/does not know DISCORD_TOKEN/),
  )
  for (const [code, pattern] of [
    [4004, /does not know DISCORD_TOKEN/],
    [4014, /developer portal.*intents/],
  ] as const) {
    const bridge = discordBridge({ ...quiet, token: discord.token, apiUrl: discord.url })
    await assert.rejects(
      bridge.run(deaf, never, () => discord.disconnect(code)),
      about(pattern),
    )
  }
})

test('it says when it listens again, and ends though the connection is just then broken', async t => {
  const discord = await discordStandIn({ clock: realClock })
  t.after(() => discord.close())
  const ending = new AbortController()
  let listens = 0
  let again = Promise.withResolvers<void>()
  const running = discordBridge({ ...quiet, token: discord.token, apiUrl: discord.url }).run(
    deaf,
    ending.signal,
    () => {
      listens += 1
      again.resolve()
    },
  )
  await again.promise
  again = Promise.withResolvers()
  discord.disconnect(1006)
  await again.promise
  assert.equal(listens, 2)
  discord.disconnect(1006)
  while (discord.sessions() > 0) await new Promise(setImmediate)
  ending.abort()
  await running
  assert.equal(discord.sessions(), 0)
})

test('the invitation asks for what is needed and no more', () => {
  const url = new URL(invite('100000000000000001'))
  assert.equal(url.searchParams.get('scope'), 'bot applications.commands')
  assert.equal(
    url.searchParams.get('permissions'),
    String(0x800n | 0x400n | 0x4000n | 0x10000n | (1n << 35n) | (1n << 38n)),
  )
  assert.ok(permissions.every(({ why }) => why.length > 0))
})
