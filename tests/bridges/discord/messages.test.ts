/** What the Discord adapter says in channels, seen in the stand-in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BridgeError } from '#core/errors.ts'
import type { Post } from '#core/post.ts'
import { edited, post } from '#tests/fakes/posts.ts'
import { attempt, channelOf, house, message, noticed } from './house.ts'

const next = (expected: string, says?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof BridgeError, String(error))
  assert.equal(error.next.next, expected, error.message)
  if (says) assert.match(error.message, says)
  return true
}

const send = (posts: readonly Post[], given: Parameters<typeof attempt>[1] = {}) => {
  const made = attempt(posts, given)
  return [made, message(posts)] as const
}

test('a post shows its author, text, picture and time, with Reply and View buttons', async t => {
  const { discord, bridge } = await house(t)
  const one = post('1', {
    media: [
      { kind: 'photo', url: 'https://pics.example/1.jpg', alt: 'a kettle' },
      { kind: 'photo', url: 'https://pics.example/2.jpg' },
    ],
  })
  const receipt = await bridge.send(...send([one]))
  const [shown] = discord.messages('hcsm-live')
  assert.equal(shown?.id, receipt.message)
  assert.equal(shown?.embeds[0]?.author?.name, 'Mary (@mary_reads)')
  assert.equal(shown?.embeds[0]?.description, 'Post 1 #hcsm\n🖼 a kettle')
  assert.deepEqual(
    shown?.embeds.map(({ image }) => image?.url),
    ['https://pics.example/1.jpg', 'https://pics.example/2.jpg'],
  )
  assert.equal(new Set(shown?.embeds.map(({ url }) => url)).size, 1)
  assert.deepEqual(discord.buttons(shown as never), [
    { label: 'Reply on X', customId: 'reply:x:1' },
    { label: 'View on X', url: one.url },
  ])
  assert.deepEqual(discord.faults, [])
})

test('nothing is pinged by a hostile post, however it is sent and edited', async t => {
  const { discord, bridge } = await house(t)
  const hostile = '@everyone <@500000000000000002> <@&300000000000000003> [Bank](https://evil.example) **x**'
  const receipt = await bridge.send(...send([post('1', { text: hostile })]))
  await bridge.amend(receipt, message([post('1', { version: 1, text: `${hostile} again` })]))
  await bridge.send(
    attempt([]),
    noticed({ lines: [hostile, [{ member: 'discord:1/2', name: '@everyone' }]] }),
  )
  assert.deepEqual(discord.faults, [])
  const said = discord.requests.filter(
    ({ method, path }) => /^(POST|PATCH)$/.test(method) && /messages/.test(path),
  )
  assert.equal(said.length, 3)
  for (const { body } of said)
    assert.deepEqual((body as { allowed_mentions: unknown }).allowed_mentions, { parse: [] })
  for (const { mentions, mention_everyone, mention_roles } of discord.messages('hcsm-live'))
    assert.deepEqual([mentions, mention_everyone, mention_roles], [[], false, []])
})

test('sending an attempt again gives the first one back', async t => {
  const { discord, bridge } = await house(t)
  const [made, said] = send([post('1')])
  const first = await bridge.send(made, said)
  assert.deepEqual(await bridge.send(made, said), first)
  assert.equal(discord.messages('hcsm-live').length, 1)
})

test('an attempt whose answer was lost is found by its key, in channels and threads, long after', async t => {
  const { discord, bridge, clock } = await house(t)
  const { message: thread } = await bridge.send(...send([post('1')]))
  assert.equal(await bridge.find(attempt([post('2')], { place: { thread } })), undefined)
  await bridge.send(...send([post('2')], { place: { thread } }))
  for (const place of [{}, { thread }]) {
    const [made, said] = send([post('3')], { place })
    assert.equal(await bridge.find(made), undefined)
    discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'store-then-reset' })
    await assert.rejects(bridge.send(made, said), next('unsure'))
    for (let count = 0; count < 120; count += 1) await discord.say('hcsm-live', 'tom', `Talk ${count}`)
    const found = await bridge.find(made)
    assert.ok(found && found !== 'unknown')
    const there = [...discord.messages('hcsm-live'), ...discord.threadMessages(thread)]
    assert.match(there.find(({ id }) => id === found.message)?.embeds[0]?.description ?? '', /Post 3/)
  }
  await clock.advance(86_400_000)
  assert.equal(await bridge.find(attempt([post('4')], { at: clock.now() })), undefined)
})

test('a notice without buttons is found by its key too', async t => {
  const { discord, bridge } = await house(t)
  const said = noticed({ lines: [['Paused by ', { member: 'discord:1/2', name: 'Mary' }]] })
  const made = attempt([], { notice: said.notice })
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'store-then-error' })
  await assert.rejects(bridge.send(made, said), next('unsure'))
  const found = await bridge.find(made)
  assert.ok(found && found !== 'unknown')
  assert.equal(found.notice, 'test')
  assert.deepEqual(discord.shown('hcsm-live'), ['Paused by **Mary**'])
})

test('an answer goes into the thread under its message, which is made at first and woken later', async t => {
  const { discord, bridge } = await house(t)
  const { message: thread } = await bridge.send(...send([post('1', { text: 'Is @everyone *well*? #hcsm' })]))
  const answer = post('2', { answers: 'x:1', answersTo: 'mary_reads' })
  await bridge.send(...send([answer], { place: { thread } }))
  assert.equal(discord.channels().find(({ id }) => id === thread)?.name, 'Is @everyone *well*? #hcsm')
  await discord.changeThread(thread, { archived: true })
  const receipt = await bridge.send(...send([post('3')], { place: { thread } }))
  assert.equal(discord.thread(thread).length, 2)
  await discord.changeThread(thread, { archived: true })
  await bridge.amend(receipt, message([post('3', { version: 1, text: 'Corrected' })]))
  assert.match(discord.thread(thread)[1] ?? '', /Corrected/)
  await discord.changeThread(thread, { archived: true })
  await bridge.remove(receipt)
  assert.equal(discord.thread(thread).length, 1)
})

test('a thread that is locked, or whose root is gone, refuses this message and not the channel', async t => {
  const { discord, bridge } = await house(t)
  const { message: thread } = await bridge.send(...send([post('1')]))
  await bridge.send(...send([post('2')], { place: { thread } }))
  await discord.changeThread(thread, { locked: true })
  await assert.rejects(bridge.send(...send([post('3')], { place: { thread } })), next('drop', /locked/))
  const other = await bridge.send(...send([post('4')]))
  await bridge.remove(other)
  await assert.rejects(bridge.send(...send([post('5')], { place: { thread: other.message } })), next('drop'))
})

test('what is missing in a channel is named, and stops it; for threads alone it does not', async t => {
  const { discord, bridge, clock } = await house(t)
  const general = { channel: channelOf('general') }
  await assert.rejects(
    bridge.send(...send([post('1')], { channel: channelOf('announcements') })),
    next('stop', /Send Messages\./),
  )
  const { message: thread } = await bridge.send(...send([post('2')], general))
  await discord.revoke('general', 'CREATE_PUBLIC_THREADS')
  await clock.advance(0)
  await assert.rejects(
    bridge.send(...send([post('3')], { ...general, place: { thread } })),
    next('drop', /Create Public Threads/),
  )
  await discord.revoke('general', 'EMBED_LINKS')
  await clock.advance(0)
  await assert.rejects(bridge.send(...send([post('4')], general)), next('stop', /Embed Links\./))
  await discord.revoke('general', 'READ_MESSAGE_HISTORY')
  await clock.advance(0)
  assert.equal(await bridge.find(attempt([post('4')], general)), 'unknown')
  await discord.deleteChannel('general')
  await assert.rejects(bridge.send(...send([post('5')], general)), next('stop', /gone/))
})

test('a text of 25,000 characters comes whole, in order, and goes again whole', async t => {
  const { discord, bridge } = await house(t)
  const text = Array.from({ length: 2_500 }, (_, index) => `*word${index}*`).join(' ')
  const receipt = await bridge.send(...send([post('1', { text })]))
  const parts = discord.messages('hcsm-live')
  assert.ok(parts.length > 2)
  assert.equal(receipt.message, parts[0]?.id)
  const shown = parts.flatMap(({ embeds }) => embeds.map(({ description }) => description))
  assert.equal(shown.join('').replaceAll('\\', '').replaceAll(/\s/g, ''), text.replaceAll(/\s/g, ''))
  await bridge.amend(receipt, message([post('1', { version: 1, text: 'Never mind' })]))
  assert.equal(discord.messages('hcsm-live').length, 1)
  await bridge.amend(receipt, message([post('1', { version: 2, text })]))
  assert.match(discord.shown('hcsm-live').at(-1) ?? '', /goes on on X/)
  await bridge.remove(receipt)
  assert.deepEqual(discord.shown('hcsm-live'), [])
})

test('a long text broken off in the middle is sent on where it stopped', async t => {
  const { discord, bridge, clock } = await house(t, { limits: 'real' })
  for (let count = 0; count < 4; count += 1) await bridge.send(...send([post('0')]))
  const [made, said] = send([post('1', { text: 'word '.repeat(4_000) })])
  await assert.rejects(bridge.send(made, said), next('unsure'))
  assert.equal(discord.messages('hcsm-live').length, 5, 'the first part and no more')
  assert.equal(await bridge.find(made), undefined)
  // Longer than Discord remembers a nonce.
  await clock.advance(600_000)
  const receipt = await bridge.send(made, said)
  const parts = discord.messages('hcsm-live').slice(4)
  assert.ok(parts.length > 2)
  assert.equal(parts[0]?.id, receipt.message)
  const words = parts.flatMap(({ embeds }) => embeds.map(({ description = '' }) => description.split(' ')))
  assert.equal(words.flat().filter(word => word === 'word').length, 4_000)
  assert.deepEqual(await bridge.find(made), receipt)
})

test('a long text that is refused in the middle is taken back whole', async t => {
  const { discord, bridge } = await house(t)
  const [made, said] = send([post('1', { text: 'word '.repeat(4_000) })])
  let refused = false
  discord.onChange(() => {
    // From the first message on nothing may be said here any more.
    if (!refused) discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'error', status: 400 })
    refused = true
  })
  await assert.rejects(bridge.send(made, said), next('drop'))
  assert.deepEqual(discord.shown('hcsm-live'), [])
})

test('a group shows each post whole with controls of its own, and loses one that is removed', async t => {
  const { discord, bridge } = await house(t)
  const posts = Array.from({ length: 10 }, (_, index) => post(String(index)))
  assert.ok(bridge.fits(posts))
  assert.ok(!bridge.fits([...posts, post('10')]))
  const receipt = await bridge.send(...send(posts))
  const [shown] = discord.messages('hcsm-live')
  assert.equal(shown?.embeds.length, 10)
  assert.deepEqual(
    discord.buttons(shown as never).flatMap(({ customId }) => customId ?? []),
    posts.map(({ id }) => `reply:${id}`),
  )
  await bridge.amend(receipt, message([...posts.slice(1, 9), edited(post('9'), 'x'.repeat(5_900))]))
  assert.equal(discord.messages('hcsm-live')[0]?.embeds.length, 9)
})

test('amending and removing what is gone is no error', async t => {
  const { discord, bridge } = await house(t)
  const receipt = await bridge.send(...send([post('1')]))
  await discord.erase(receipt.message)
  await bridge.amend(receipt, message([post('1', { version: 1 })]))
  await bridge.remove(receipt)
  assert.deepEqual(discord.shown('hcsm-live'), [])
})

test('limits come back to the lane at once, with how long and whom they hold', async t => {
  const { discord, bridge, clock } = await house(t, { limits: 'real' })
  const refusal = async () => {
    try {
      await bridge.send(...send([post('1')]))
    } catch (error) {
      return error instanceof BridgeError ? error.next : error
    }
  }
  for (let count = 0; count < 5; count += 1) await bridge.send(...send([post('1')]))
  const before = discord.requests.length
  assert.deepEqual(await refusal(), { next: 'retry', waitMs: 5_000, holds: 'channel' })
  assert.equal(discord.requests.length, before, 'nothing was asked that was sure to be refused')
  await clock.advance(5_000)
  assert.equal(await refusal(), undefined)
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'cloudflare' })
  assert.deepEqual(await refusal(), { next: 'retry', waitMs: 60_000, holds: 'bot' })
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'odd-limit' })
  assert.deepEqual(await refusal(), { next: 'retry', waitMs: 60_000, holds: 'bot' })
  assert.equal(discord.requests.filter(({ status }) => status === 429).length, 2)
})

test('a request without an answer is given up by our clock, sent once, and unsure', async t => {
  const { discord, bridge, clock } = await house(t)
  discord.misbehave({ on: 'POST /channels/:channel/messages', how: 'silence' })
  const before = discord.requests.length
  const sending = assert.rejects(bridge.send(...send([post('1')])), next('unsure'))
  while (discord.requests.length === before) await new Promise(setImmediate)
  await clock.advance(bridge.limits.requestMs)
  await sending
  for (const how of ['error', 'reset', 'wrong-json'] as const) {
    discord.misbehave({ on: 'POST /channels/:channel/messages', how })
    await assert.rejects(bridge.send(...send([post('1')])), next('unsure'))
  }
  assert.equal(discord.requests.length, before + 4)
})

test('a Discord that cannot be reached has taken nothing', async t => {
  const { discord, bridge, stop } = await house(t)
  await stop()
  await discord.close()
  await assert.rejects(bridge.send(...send([post('1')])), next('retry'))
})
