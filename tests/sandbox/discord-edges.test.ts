/** What the stand-in of Discord refuses, limits, hides and breaks, asked over bare HTTP and websocket. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import { type HeldClock, heldClock } from '#sandbox/clock.ts'
import { openHealthCircle } from '#sandbox/discord/furniture.ts'
import { type DiscordOptions, type DiscordStandIn, discordStandIn } from '#sandbox/discord/stand-in.ts'
import { absent, assertAsDescribed } from './discord-description.ts'

const GENERAL = '400000000000000001'
const ANNOUNCEMENTS = '400000000000000003'
const MARY = '500000000000000001'
const TOM = '500000000000000002'
const START = Date.UTC(2026, 2, 4, 18)
const quiet = { allowed_mentions: { parse: [] } }
const post = `/channels/${GENERAL}/messages`

interface Reply {
  status: number
  body: { id: string; code?: number; errors?: object; content?: string; [key: string]: unknown }
  headers: Headers
}
type Call = (method: string, path: string, body?: object, authorization?: string) => Promise<Reply>

async function house(context: TestContext, options: Partial<DiscordOptions> = {}) {
  const clock: HeldClock = heldClock(START, async () => {
    for (let calm = 0; calm < 4; calm += discord?.busy() ? 0 : 1) await turn()
  })
  const discord: DiscordStandIn = await discordStandIn({ clock, ...options })
  context.after(async () => {
    await discord.close()
    if (absent) context.diagnostic(absent)
    else assertAsDescribed(discord.requests)
  })
  const call: Call = async (method, path, body, authorization = `Bot ${discord.token}`) => {
    const response = await fetch(`${discord.url}/v10${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return {
      status: response.status,
      body: text && isJson ? JSON.parse(text) : { content: text },
      headers: response.headers,
    }
  }
  return { discord, clock, call }
}

interface Frame {
  op: number
  t: string | null
  s: number | null
  d: Record<string, unknown> & { id: string; content: string; token: string; session_id: string }
}

/** A client of the gateway that keeps every frame; `next` gives the first of that kind not yet taken. */
async function listen(discord: DiscordStandIn, hello: (socket: WebSocket) => void) {
  const socket = new WebSocket(`${discord.gatewayUrl}?v=10&encoding=json`)
  const frames: Frame[] = []
  const waiting: (() => void)[] = []
  let code: number | undefined
  socket.on('message', raw => {
    frames.push(JSON.parse(String(raw)) as Frame)
    for (const wake of waiting.splice(0)) wake()
  })
  socket.on('close', closed => {
    code = closed
    for (const wake of waiting.splice(0)) wake()
  })
  await once(socket, 'open')
  hello(socket)
  async function next(kind: string | number): Promise<Frame> {
    for (;;) {
      const at = frames.findIndex(one => one.t === kind || one.op === kind)
      if (at >= 0) return frames.splice(at, 1)[0] as Frame
      if (code !== undefined) throw new Error(`closed with ${code} before ${kind}`)
      await new Promise<void>(resolve => waiting.push(resolve))
    }
  }
  const closed = async () => code ?? ((await once(socket, 'close'))[0] as number)
  return { frames, next, closed }
}

const identify =
  (token: string, intents = 1 | 512) =>
  (socket: WebSocket) =>
    socket.send(JSON.stringify({ op: 2, d: { token, intents, properties: {} } }))

test('a body that breaks a limit is refused at the very field', async context => {
  const { call } = await house(context, { limits: 'lifted' })
  const embed = (wrong: object) => ({ embeds: [{ title: 'ok' }, wrong] })
  const button = (more: object) => ({
    content: 'x',
    components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'a', label: 'A', ...more }] }],
  })
  const rows: [object, string[], string][] = [
    [{ content: 'a'.repeat(2001) }, ['content'], 'BASE_TYPE_MAX_LENGTH'],
    [{ embeds: Array(11).fill({ title: 'x' }) }, ['embeds'], 'BASE_TYPE_MAX_LENGTH'],
    [embed({ title: 'a'.repeat(257) }), ['embeds', '1', 'title'], 'BASE_TYPE_MAX_LENGTH'],
    [embed({ description: 'a'.repeat(4097) }), ['embeds', '1', 'description'], 'BASE_TYPE_MAX_LENGTH'],
    [
      embed({ footer: { text: 'a'.repeat(2049) } }),
      ['embeds', '1', 'footer', 'text'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [embed({ author: { name: 'a'.repeat(257) } }), ['embeds', '1', 'author', 'name'], 'BASE_TYPE_MAX_LENGTH'],
    [
      embed({ fields: [{ name: '', value: 'x' }] }),
      ['embeds', '1', 'fields', '0', 'name'],
      'BASE_TYPE_REQUIRED',
    ],
    [
      embed({ fields: Array(26).fill({ name: 'n', value: 'v' }) }),
      ['embeds', '1', 'fields'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [embed({ url: 'javascript:alert(1)' }), ['embeds', '1', 'url'], 'URL_TYPE_INVALID_URL'],
    [{ embeds: Array(2).fill({ description: 'a'.repeat(3001) }) }, ['embeds'], 'MAX_EMBED_SIZE_EXCEEDED'],
    [
      button({ label: 'a'.repeat(81) }),
      ['components', '0', 'components', '0', 'label'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      button({ custom_id: 'a'.repeat(101) }),
      ['components', '0', 'components', '0', 'custom_id'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      button({ custom_id: undefined }),
      ['components', '0', 'components', '0'],
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
    ],
    [
      { ...button({}), components: Array(6).fill(button({}).components[0]) },
      ['components'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [{ content: 'x', nonce: 'a'.repeat(26) }, ['nonce'], 'BASE_TYPE_MAX_LENGTH'],
  ]
  for (const [body, path, code] of rows) {
    const { status, body: said } = await call('POST', post, body)
    assert.equal(status, 400, code)
    assert.equal(said.code, 50035)
    const place = path.reduce<Record<string, unknown>>(
      (at, step) => (at[step] ?? {}) as typeof at,
      said.errors as never,
    )
    assert.equal((place._errors as { code: string }[] | undefined)?.[0]?.code, code, JSON.stringify(said))
  }
  assert.equal((await call('POST', post, { content: '   ' })).body.code, 50006)
  assert.equal((await call('POST', post, { content: 'a'.repeat(2000), ...quiet })).status, 200)
})

test('whatever the body, the answer is a message or a refusal, never a breakdown', async context => {
  const { call, discord } = await house(context, { limits: 'lifted' })
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          content: fc.anything(),
          embeds: fc.anything(),
          components: fc.anything(),
          flags: fc.anything(),
          nonce: fc.anything(),
        },
        { requiredKeys: [] },
      ),
      async body => {
        const json = JSON.parse(
          JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
        ) as object
        assert.ok([200, 400].includes((await call('POST', post, json)).status))
      },
    ),
    { numRuns: 150 },
  )
  assert.deepEqual(
    discord.faults.filter(one => one.includes('broke')),
    [],
  )
})

test('what is unknown, hidden or forbidden is told apart', async context => {
  const { discord, call } = await house(context)
  const refused = async (...asked: Parameters<Call>) => {
    const { status, body } = await call(...asked)
    return [status, body.code]
  }
  assert.deepEqual(await refused('POST', post, { content: 'x' }, 'Bot wrong'), [401, 0])
  assert.deepEqual(
    await refused('POST', '/channels/400000000000000009/messages', { content: 'x' }),
    [404, 10003],
  )
  assert.deepEqual(await refused('GET', `${post}/400000000000000009`), [404, 10008])
  assert.deepEqual(
    await refused('POST', `/channels/${ANNOUNCEMENTS}/messages`, { content: 'x' }),
    [403, 50013],
  )
  assert.deepEqual(await refused('GET', '/nowhere'), [404, 0])
  assert.deepEqual(await refused('PUT', post), [405, 0])
  const { id } = await discord.say('#general', 'tom', 'Hello')
  assert.deepEqual(await refused('PATCH', `${post}/${id}`, { content: 'x' }), [403, 50005])
  assert.deepEqual(await refused('DELETE', `${post}/${id}`), [403, 50013])
  await discord.revoke('#general', 'EMBED_LINKS')
  assert.deepEqual(await refused('POST', post, { embeds: [{ title: 'x' }] }), [403, 50013])
  await discord.revoke('#general', 'VIEW_CHANNEL')
  assert.deepEqual(await refused('POST', post, { content: 'x' }), [403, 50001])
})

test('a message sent again with its enforced nonce is the first one, for a few minutes', async context => {
  const { discord, clock, call } = await house(context)
  const body = { content: 'Once', nonce: 'x:1:post', enforce_nonce: true, ...quiet }
  const first = await call('POST', post, body)
  await clock.advance(60_000)
  const again = await call('POST', post, body)
  assert.equal(again.body.id, first.body.id)
  await call('POST', post, { ...body, enforce_nonce: false })
  assert.deepEqual(discord.shown('#general'), ['Once', 'Once'])
  await clock.advance(180_001)
  await call('POST', post, body)
  assert.equal(discord.shown('#general').length, 3)
  const kept = await call('POST', post, { ...body, nonce: 'x:2:post' })
  await call('DELETE', `${post}/${kept.body.id}`)
  assert.equal((await call('POST', post, { ...body, nonce: 'x:2:post' })).body.code, 10008)
})

test('every ping that nobody meant is a fault, on sending and on editing', async context => {
  const { discord, call } = await house(context, { limits: 'lifted' })
  const faultsOf = async (method: string, path: string, body: object) => {
    discord.faults.length = 0
    const { body: said } = await call(method, path, body)
    return { count: discord.faults.length, id: said.id, mentions: said.mentions as { id: string }[] }
  }
  assert.equal((await faultsOf('POST', post, { content: '@everyone' })).count, 1)
  assert.equal((await faultsOf('POST', post, { content: `<@${TOM}> and <@&300000000000000003>` })).count, 2)
  const silent = await faultsOf('POST', post, { content: `@everyone <@${TOM}>`, ...quiet })
  assert.deepEqual([silent.count, silent.mentions], [0, []])
  assert.equal((await faultsOf('PATCH', `${post}/${silent.id}`, { content: '@here' })).count, 1)
  assert.equal((await faultsOf('PATCH', `${post}/${silent.id}`, { content: '@here', ...quiet })).count, 0)
  const meant = await faultsOf('POST', post, { content: `<@${TOM}>`, allowed_mentions: { users: [TOM] } })
  assert.deepEqual([meant.count, meant.mentions.map(one => one.id)], [0, [TOM]])
  const { id } = await discord.say('#general', 'tom', 'Hi')
  assert.equal(
    (await faultsOf('POST', post, { content: 'x', message_reference: { message_id: id } })).count,
    1,
  )
  discord.faults.length = 0
})

test("threads have their message's id, fall asleep, wake by a post and can be locked", async context => {
  const { discord, clock, call } = await house(context)
  const { id } = (await call('POST', post, { content: 'Q1', ...quiet })).body
  const begun = await call('POST', `${post}/${id}/threads`, { name: 'Q1', auto_archive_duration: 60 })
  assert.deepEqual([begun.status, begun.body.id], [201, id])
  assert.equal((await call('POST', `${post}/${id}/threads`, { name: 'Q1' })).body.code, 160004)
  assert.equal(
    (await call('POST', `${post}/${id}/threads`, { name: 'Q', auto_archive_duration: 61 })).body.code,
    50035,
  )
  const asleep = async () =>
    ((await call('GET', `/channels/${id}`)).body.thread_metadata as { archived: boolean }).archived
  await clock.advance(60 * 60_000 + 1)
  assert.equal(await asleep(), true)
  assert.equal((await call('POST', `/channels/${id}/messages`, { content: 'A1', ...quiet })).status, 200)
  assert.equal(await asleep(), false)
  assert.deepEqual(discord.thread(id), ['A1'])
  await discord.changeThread(id, { locked: true })
  assert.equal(
    (await call('POST', `/channels/${id}/messages`, { content: 'A2', ...quiet })).body.code,
    160005,
  )
  await discord.changeThread(id, { locked: false })
  await discord.revoke('#general', 'SEND_MESSAGES_IN_THREADS')
  assert.equal((await call('POST', `/channels/${id}/messages`, { content: 'A2', ...quiet })).body.code, 50013)
})

test('the sixth message within five seconds waits as its headers said', async context => {
  const { clock, call } = await house(context)
  for (let left = 4; left >= 0; left -= 1) {
    const { status, headers } = await call('POST', post, { content: 'x', ...quiet })
    assert.deepEqual([status, headers.get('x-ratelimit-remaining')], [200, String(left)])
  }
  await clock.advance(2_000)
  const limited = await call('POST', post, { content: 'x', ...quiet })
  assert.equal(limited.status, 429)
  assert.equal(limited.body.retry_after, 3)
  assert.equal(limited.headers.get('retry-after'), '3')
  assert.equal(limited.headers.get('x-ratelimit-reset-after'), '3.000')
  await clock.advance(3_000)
  assert.equal((await call('POST', post, { content: 'x', ...quiet })).status, 200)
})

test('too many refused requests end in a ban that names no wait', async context => {
  const { clock, call } = await house(context, { banAfter: 3 })
  for (let times = 0; times < 3; times += 1) await call('GET', '/users/@me', undefined, 'Bot wrong')
  const banned = await call('GET', '/users/@me')
  assert.equal(banned.status, 429)
  assert.equal(banned.headers.get('retry-after'), null)
  assert.match(banned.headers.get('content-type') ?? '', /html/)
  await clock.advance(3_600_000)
  assert.equal((await call('GET', '/users/@me')).status, 200)
})

test('webhooks speak under other names, within both limits, and are gone for good', async context => {
  const { discord, clock, call } = await house(context)
  assert.equal((await call('POST', `/channels/${GENERAL}/webhooks`, { name: 'My Discord' })).body.code, 50035)
  const hook = (await call('POST', `/channels/${GENERAL}/webhooks`, { name: 'Relay' })).body
  const path = `/webhooks/${hook.id}/${hook.token}`
  const sent = await call('POST', `${path}?wait=true`, { content: 'Hi', username: 'Ana' }, '')
  assert.equal((sent.body.author as { username: string }).username, 'Ana')
  assert.equal((await call('POST', path, { content: 'silent' }, '')).status, 204)
  assert.equal(
    (await call('POST', `${path}?wait=true`, { content: 'x', username: 'Clyde' }, '')).body.code,
    50035,
  )
  assert.equal(
    (await call('POST', `${path}?wait=true`, { content: 'x', thread_name: 'n' }, '')).body.code,
    220003,
  )
  assert.equal((await call('POST', `${path}?wait=true`, { content: 'x' }, '')).status, 200)
  assert.equal((await call('POST', `${path}?wait=true`, { content: 'x' }, '')).status, 429)
  await clock.advance(2_000)
  assert.equal(
    (await call('PATCH', `${path}/messages/${sent.body.id}`, { content: 'Hello' }, '')).status,
    200,
  )
  assert.deepEqual(discord.shown('#general'), ['Hello', 'silent', 'x'])
  let status = 200
  let count = 0
  for (; status === 200; count += 1) {
    await clock.advance(1_000)
    status = (await call('POST', `${path}?wait=true`, { content: 'x' }, '')).status
  }
  assert.equal(status, 429)
  assert.equal(count < 30, true)
  await clock.advance(60_000)
  assert.equal((await call('POST', `${path.slice(0, -1)}-?wait=true`, { content: 'x' }, '')).body.code, 50027)
  await call('DELETE', `/webhooks/${hook.id}`)
  for (let times = 0; times < 9; times += 1) {
    await clock.advance(2_000)
    assert.equal((await call('POST', `${path}?wait=true`, { content: 'x' }, '')).body.code, 10015)
  }
  await clock.advance(2_000)
  assert.equal((await call('POST', `${path}?wait=true`, { content: 'x' }, '')).status, 429)
})

test('an interaction must be answered within three seconds, once, and its token ends after 15 minutes', async context => {
  const { discord, clock, call } = await house(context)
  const gateway = await listen(discord, identify(discord.token))
  await gateway.next('GUILD_CREATE')
  const commands = `/applications/${discord.applicationId}/commands`
  await call('PUT', commands, [{ name: 'hello', description: 'Say hello' }])
  const asked = async () => {
    const answer = discord.command('#general', 'mary', 'hello')
    const { d } = await gateway.next('INTERACTION_CREATE')
    return {
      answer,
      callback: `/interactions/${d.id}/${d.token}/callback`,
      hook: `/webhooks/${discord.applicationId}/${d.token}`,
    }
  }
  const late = await asked()
  await clock.advance(3_000)
  assert.equal((await late.answer).failed, true)
  assert.equal((await call('POST', late.callback, { type: 5 }, '')).body.code, 10062)

  const { answer, callback, hook } = await asked()
  assert.equal((await call('POST', hook, { content: 'too early' }, '')).body.code, 10015)
  const first = await call('POST', `${callback}?with_response=true`, { type: 5, data: { flags: 64 } }, '')
  assert.equal(first.status, 200)
  const modal = { type: 9, data: { custom_id: 'm', title: 't', components: [] } }
  assert.equal((await call('POST', callback, modal, '')).body.code, 40060)
  await call('PATCH', `${hook}/messages/@original`, { content: 'Only for you' }, '')
  assert.equal((await answer).messages[0]?.content, 'Only for you')
  assert.deepEqual(discord.shown('#general'), [])
  assert.deepEqual((await call('GET', post)).body, [])
  assert.equal(discord.ephemerals('mary').length, 1)
  await clock.advance(15 * 60_000)
  assert.equal((await call('POST', hook, { content: 'too late' }, '')).body.code, 50027)
})

test('commands that break a rule are refused, and a new list replaces the old one whole', async context => {
  const { discord, call } = await house(context)
  const commands = `/applications/${discord.applicationId}/commands`
  const option = (name: string, more = {}) => ({ type: 3, name, description: 'd', ...more })
  const wrong: object[] = [
    { name: 'Chat', description: 'd' },
    { name: 'chat', description: 'd'.repeat(101) },
    { name: 'chat' },
    {
      name: 'chat',
      description: 'd',
      options: Array.from({ length: 26 }, (_, index) => option(`o${index}`)),
    },
    { name: 'chat', description: 'd', options: [option('a'), option('b', { required: true })] },
    { name: 'chat', description: 'd', options: [option('a'), option('a')] },
    { name: 'Reply on X', type: 3, description: 'not for menus' },
  ]
  for (const one of wrong)
    assert.equal((await call('PUT', commands, [one])).body.code, 50035, JSON.stringify(one).slice(0, 90))
  const both = await call('PUT', commands, [
    { name: 'chat', description: 'd' },
    { name: 'Reply on X', type: 3 },
  ])
  assert.equal((both.body as unknown as object[]).length, 2)
  await call('PUT', commands, [{ name: 'Reply on X', type: 3 }])
  await assert.rejects(discord.command('#general', 'mary', 'chat'), /no command/)
})

test('a wrong token or an intent that was not granted closes the gateway with its code', async context => {
  const { discord } = await house(context)
  assert.equal(await (await listen(discord, identify('wrong'))).closed(), 4004)
  assert.equal(await (await listen(discord, identify(discord.token, 1 | (1 << 15)))).closed(), 4014)
})

test('a session that breaks off resumes with what it missed, in order; an ended one must begin anew', async context => {
  const { discord } = await house(context)
  const before = await listen(discord, identify(discord.token))
  const ready = await before.next('READY')
  const arrival = await before.next('GUILD_CREATE')
  discord.disconnect()
  await before.closed()
  await discord.say('#general', 'tom', 'One')
  await discord.say('#general', 'tom', 'Two')
  const resume = (socket: WebSocket) =>
    socket.send(
      JSON.stringify({ op: 6, d: { token: discord.token, session_id: ready.d.session_id, seq: arrival.s } }),
    )
  const after = await listen(discord, resume)
  await after.next('RESUMED')
  assert.deepEqual(
    after.frames.filter(one => one.op === 0).map(one => [one.t, one.s]),
    [
      ['MESSAGE_CREATE', 3],
      ['MESSAGE_CREATE', 4],
    ],
  )
  discord.invalidate(false)
  assert.equal((await after.next(9)).d, false)
  assert.equal((await (await listen(discord, resume)).next(9)).d, false)
})

test('without the intent, words not meant for the bot come blank, by gateway and by REST', async context => {
  for (const messageContent of [false, true]) {
    const { discord, call } = await house(context, { messageContent })
    const gateway = await listen(discord, identify(discord.token, 1 | 512 | (messageContent ? 1 << 15 : 0)))
    await gateway.next('GUILD_CREATE')
    const aside = await discord.say('#general', 'tom', 'Not for the bot')
    assert.equal((await gateway.next('MESSAGE_CREATE')).d.content, messageContent ? 'Not for the bot' : '')
    assert.equal(
      (await call('GET', `${post}/${aside.id}`)).body.content,
      messageContent ? 'Not for the bot' : '',
    )
    await discord.say('#general', 'tom', `<@${discord.botId}> hello`)
    assert.equal((await gateway.next('MESSAGE_CREATE')).d.content, `<@${discord.botId}> hello`)
    const own = await call('POST', post, { content: 'Mine', ...quiet })
    assert.equal((await gateway.next('MESSAGE_CREATE')).d.content, 'Mine')
    await discord.say('#general', 'tom', 'Replying', { replyTo: own.body.id })
    assert.equal((await gateway.next('MESSAGE_CREATE')).d.content, 'Replying')
    await discord.say('#general', 'tom', 'Replying quietly', { replyTo: own.body.id, quietly: true })
    assert.equal((await gateway.next('MESSAGE_CREATE')).d.content, messageContent ? 'Replying quietly' : '')
  }
})

test('it can double an event, lose a server and lose a channel', async context => {
  const { discord } = await house(context)
  const gateway = await listen(discord, identify(discord.token))
  await gateway.next('GUILD_CREATE')
  discord.repeat(1)
  await discord.say('#general', 'tom', 'Twice')
  assert.equal((await gateway.next('MESSAGE_CREATE')).d.id, (await gateway.next('MESSAGE_CREATE')).d.id)
  await discord.deleteChannel('#hcsm-live')
  assert.equal((await gateway.next('CHANNEL_DELETE')).d.name, 'hcsm-live')
  await discord.kickBot()
  assert.equal((await gateway.next('GUILD_DELETE')).d.id, '200000000000000001')
  discord.reconnect()
  await gateway.next(7)
})

test('it misbehaves as told: refuses, breaks off before and after keeping, hangs', async context => {
  const { discord, clock, call } = await house(context)
  const on = 'POST /channels/:channel/messages'
  const say = (content: string) => call('POST', post, { content, ...quiet })
  discord.misbehave({ on, how: 'limit', waitMs: 7_000 })
  assert.equal((await say('a')).headers.get('retry-after'), '7')
  discord.misbehave({ on, how: 'odd-limit' })
  assert.equal((await say('a')).headers.get('retry-after'), null)
  discord.misbehave({ on, how: 'error', status: 503 })
  assert.equal((await say('a')).status, 503)
  discord.misbehave({ on, how: 'reset' })
  await assert.rejects(say('a'))
  assert.deepEqual(discord.shown('#general'), [])
  discord.misbehave({ on, how: 'store-then-reset' })
  await assert.rejects(say('b'))
  assert.deepEqual(discord.shown('#general'), ['b'])
  discord.misbehave({ on, how: 'hang-then-store', waitMs: 20_000 })
  const hanging = say('c')
  while (!discord.requests.some(one => (one.body as { content?: string } | undefined)?.content === 'c'))
    await turn()
  await clock.advance(19_999)
  assert.deepEqual(discord.shown('#general'), ['b'])
  await clock.advance(1)
  assert.equal((await hanging).status, 200)
  assert.deepEqual(discord.shown('#general'), ['b', 'c'])
  discord.misbehave({ on, how: 'silence' })
  const given = new AbortController()
  const unheard = fetch(`${discord.url}/v10${post}`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}` },
    body: JSON.stringify({ content: 'unheard', ...quiet }),
    signal: given.signal,
  })
  await clock.advance(600_000)
  given.abort()
  await assert.rejects(unheard)
  assert.deepEqual(discord.shown('#general'), ['b', 'c'])
  const stop = discord.misbehave({ on, how: 'wrong-json', times: Number.POSITIVE_INFINITY })
  await assert.rejects(say('d'), SyntaxError)
  stop()
  assert.equal((await say('e')).status, 200)
  assert.equal(discord.busy(), 0)
})

test('listeners hear once of everything that changed in one turn', async context => {
  const { discord } = await house(context)
  let heard = 0
  const stop = discord.onChange(() => {
    heard += 1
  })
  await Promise.all([discord.say('#general', 'mary', 'One'), discord.say('#general', 'tom', 'Two')])
  await turn()
  await turn()
  assert.equal(heard, 1)
  stop()
  assert.equal(discord.may('#general', 'mary', 'MANAGE_CHANNELS'), true)
  assert.equal(discord.may('#general', 'tom', 'MANAGE_CHANNELS'), false)
  assert.equal(discord.people().find(one => one.id === MARY)?.username, 'mary')
})

test('a forum takes posts as threads only', async context => {
  const channels = [{ id: '400000000000000008', name: 'forum', type: 15 }]
  const { discord, call } = await house(context, { servers: [{ ...openHealthCircle, channels }] })
  const forum = '/channels/400000000000000008'
  assert.equal((await call('POST', `${forum}/messages`, { content: 'x' })).body.code, 50008)
  const begun = await call('POST', `${forum}/threads`, {
    name: 'Q1',
    message: { content: 'First', ...quiet },
  })
  assert.equal(begun.status, 201)
  assert.deepEqual(discord.shown('Q1'), ['First'])
  const hook = (await call('POST', `${forum}/webhooks`, { name: 'Relay' })).body
  const path = `/webhooks/${hook.id}/${hook.token}?wait=true`
  assert.equal((await call('POST', path, { content: 'x' }, '')).body.code, 220001)
  const under = await call('POST', `${path}&thread_id=${begun.body.id}`, { content: 'Second' }, '')
  assert.deepEqual([under.status, discord.shown('Q1')], [200, ['First', 'Second']])
  const alone = `/webhooks/${hook.id}/${hook.token}/messages/${under.body.id}`
  assert.equal((await call('PATCH', alone, { content: 'y' }, '')).body.code, 10008)
  assert.equal((await call('PATCH', `${alone}?thread_id=${begun.body.id}`, { content: 'y' }, '')).status, 200)
})

test('the bot as a whole may ask fifty times a second', async context => {
  const { clock, call } = await house(context)
  const paths = ['/users/@me', '/applications/@me', `/channels/${GENERAL}`, `/channels/${ANNOUNCEMENTS}`]
  const replies = await Promise.all(
    Array.from({ length: 51 }, (_, index) => call('GET', paths[index % 4] ?? '')),
  )
  const refused = replies.filter(one => one.status === 429)
  assert.deepEqual(
    refused.map(one => one.headers.get('x-ratelimit-scope')),
    ['global'],
  )
  assert.equal(refused[0]?.body.global, true)
  await clock.advance(1_000)
  assert.equal((await call('GET', '/users/@me')).status, 200)
})

test('a layout of text and buttons is taken where its flag says so, and seen as plain text', async context => {
  const { discord, call } = await house(context)
  const components = [
    {
      type: 17,
      components: [{ type: 10, content: 'Ana' }, { type: 14 }, { type: 10, content: 'First post' }],
    },
  ]
  assert.equal((await call('POST', post, { components, ...quiet })).body.code, 50035)
  assert.equal(
    (await call('POST', post, { components, content: 'x', flags: 1 << 15, ...quiet })).body.code,
    50035,
  )
  assert.equal((await call('POST', post, { components, flags: 1 << 15, ...quiet })).status, 200)
  assert.deepEqual(discord.shown('#general'), ['Ana\nFirst post'])
  const media = { url: 'https://pictures.example/1.png' }
  const choice = { label: 'A', value: 'a' }
  const more = [
    { type: 9, components: [{ type: 10, content: 'Ben' }], accessory: { type: 11, media } },
    { type: 12, items: [{ media }] },
    { type: 1, components: [{ type: 3, custom_id: 'menu', options: [choice] }] },
  ]
  assert.equal((await call('POST', post, { components: more, flags: 1 << 15, ...quiet })).status, 200)
})
