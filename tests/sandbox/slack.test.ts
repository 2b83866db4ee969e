/** The stand-in of Slack, held to Slack's own client, to recordings of what Slack sends, and to what it refuses. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { App, SocketModeReceiver } from '@slack/bolt'
import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { atRest, heldClock } from '#sandbox/clock.ts'
import { slackStandIn } from '#sandbox/slack/stand-in.ts'

const folder = join(import.meta.dirname, '../../../shared/data/slack-payloads')
const skip = existsSync(folder) ? false : 'the recordings are not beside this project'
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as never,
  setName() {},
}
const plain = { unfurl_links: false, unfurl_media: false }
const room = 'C01HCSM'

/** `deaf`: time goes on though nobody acknowledges what is sent. */
async function standing(
  t: TestContext,
  { limits = 'real', deaf = false }: { limits?: 'real' | 'lifted'; deaf?: boolean } = {},
) {
  const clock = heldClock(Date.parse('2026-11-04T20:30:00Z'), () => atRest(() => (deaf ? 0 : slack.busy())))
  const slack = await slackStandIn({ clock, limits })
  t.after(() => slack.close())
  const options = {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  }
  return { slack, clock, options, web: new WebClient(slack.botToken, options) }
}

/** A stock Bolt app on Socket Mode, that keeps what it hears. */
async function app(t: TestContext, { slack, options }: Awaited<ReturnType<typeof standing>>) {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.url } },
  })
  const bolt = new App({ token: slack.botToken, receiver, clientOptions: options, logger: quiet })
  const heard: Record<string, unknown>[] = []
  bolt.use(async ({ body, next }) => {
    heard.push(body as unknown as Record<string, unknown>)
    await next()
  })
  bolt.command('/chat', async ({ ack, respond }) => {
    await ack()
    await respond({ text: 'Heard', response_type: 'ephemeral' })
  })
  bolt.action(/.*/, async ({ ack, body, client }) => {
    await ack()
    const view = {
      type: 'modal' as const,
      callback_id: 'form',
      title: { type: 'plain_text' as const, text: 'Form' },
      submit: { type: 'plain_text' as const, text: 'Send' },
      blocks: [
        {
          type: 'input' as const,
          block_id: 'text',
          label: { type: 'plain_text' as const, text: 'Text' },
          element: { type: 'plain_text_input' as const, action_id: 'text' },
        },
      ],
    }
    if ('trigger_id' in body) await client.views.open({ trigger_id: String(body.trigger_id), view })
  })
  bolt.view('form', async ({ ack }) => ack())
  bolt.event('app_mention', async () => {})
  const connected = new Promise(resolve => receiver.client.once('connected', resolve))
  await bolt.start()
  await connected
  t.after(() => bolt.stop())
  return heard
}

const refusedAs = (code: string) => (error: unknown) =>
  error instanceof WebAPIPlatformError && error.data.error === code
const button = {
  type: 'actions',
  block_id: 'a',
  elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
} as const

test('what Slack refuses is refused with the same word', async t => {
  const { slack, web, options } = await standing(t, { limits: 'lifted' })
  const say = (given: object) =>
    web.chat.postMessage({ channel: room, text: 'a', ...plain, ...given } as never)
  await assert.rejects(new WebClient('xoxb-nobody', options).auth.test(), refusedAs('invalid_auth'))
  await assert.rejects(web.apiCall('chat.nothing'), refusedAs('unknown_method'))
  await assert.rejects(say({ channel: 'C0NOWHERE' }), refusedAs('channel_not_found'))
  await assert.rejects(say({ channel: 'C01BOARD' }), refusedAs('channel_not_found'))
  await assert.rejects(say({ thread_ts: '1.000001' }), refusedAs('thread_not_found'))
  await assert.rejects(say({ text: '' }), refusedAs('no_text'))
  for (const block of [
    { type: 'section' },
    { type: 'marquee' },
    { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } },
    { type: 'image', image_url: 'not an address', alt_text: 'a' },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] },
    { ...button, elements: Array.from({ length: 26 }, () => button.elements[0]) },
  ])
    await assert.rejects(
      say({ blocks: [block] }),
      refusedAs('invalid_blocks'),
      JSON.stringify(block).slice(0, 60),
    )
  await assert.rejects(
    say({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }),
    refusedAs('invalid_blocks'),
  )
  const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2900) } }
  await assert.rejects(say({ blocks: [long, long, long, long, long] }), refusedAs('msg_blocks_too_long'))
  slack.archive('hcsm-live')
  await assert.rejects(say({}), refusedAs('is_archived'))
  slack.unarchive('hcsm-live')
  slack.kick('hcsm-live')
  await assert.rejects(say({}), refusedAs('not_in_channel'))
  slack.scope('chat:write', false)
  await assert.rejects(say({}), refusedAs('missing_scope'))
})

test('a message a second and channel, after a short burst; then 429 with how long to wait', async t => {
  const { web, clock } = await standing(t)
  const say = () => web.chat.postMessage({ channel: room, text: 'a', ...plain })
  for (let sent = 0; sent < 4; sent += 1) await say()
  await assert.rejects(say(), { retryAfter: 1 })
  await clock.advance(1000)
  await say()
})

test('unescaped mentions, unfurling and linked names are noted as faults', async t => {
  const { slack, web } = await standing(t)
  await web.chat.postMessage({ channel: room, text: 'hello <!channel>', ...plain })
  await web.chat.postMessage({ channel: room, text: 'hello' })
  assert.equal(slack.faults.length, 3)
  slack.faults.length = 0
})

test('messages are changed, found by their metadata, and taken away', async t => {
  const { slack, web } = await standing(t)
  const metadata = { event_type: 'mark', event_payload: { key: 'k1' } }
  const { ts } = await web.chat.postMessage({ channel: room, text: 'One', metadata, ...plain })
  await web.chat.postMessage({ channel: room, text: 'Under it', thread_ts: String(ts), ...plain })
  const found = await web.conversations.history({ channel: room, include_all_metadata: true })
  assert.match(String(JSON.stringify(found.messages?.[0]?.metadata)), /"key":"k1"/)
  await web.chat.update({ channel: room, ts: String(ts), text: 'Two' })
  assert.deepEqual([slack.shown(room), slack.thread(String(ts))], [['Two'], ['Under it']])
  await web.chat.delete({ channel: room, ts: String(ts) })
  assert.deepEqual(slack.shown(room), [])
  await assert.rejects(web.chat.delete({ channel: room, ts: String(ts) }), refusedAs('message_not_found'))
})

test('a stock Bolt app hears commands, buttons, forms and mentions; a trigger serves once', async t => {
  const built = await standing(t)
  const { slack, web } = built
  const heard = await app(t, built)
  const { messages, failed } = await slack.command(room, 'mary', '/chat follow #hcsm')
  assert.deepEqual([failed, messages.map(slack.plain)], [false, ['Heard']])
  await web.chat.postMessage({ channel: room, text: 'Press', blocks: [button], ...plain })
  const { modal } = await slack.press(slack.messages(room).at(-1) ?? assert.fail(), 'Go', 'mary')
  assert.ok(modal)
  await assert.rejects(
    web.views.open({ trigger_id: String(heard.at(-1)?.trigger_id), view: modal.body as never }),
    refusedAs('exchanged_trigger_id'),
  )
  assert.throws(() => slack.press(slack.messages(room).at(-1) ?? assert.fail(), 'Nowhere', 'mary'))
  slack.say(room, 'mary', '@backchannel hello <b>')
  await atRest(() => slack.busy())
  const event = heard.at(-1)?.event as { type: string; text: string }
  assert.equal(event.type, 'app_mention')
  assert.match(event.text, /&lt;b&gt;/)
})

test('what nobody acknowledges comes again after a minute, with why', async t => {
  const { slack, clock } = await standing(t, { deaf: true })
  const { url } = await fetch(`${slack.url}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  }).then(answer => answer.json() as Promise<{ url: string }>)
  const socket = new WebSocket(url)
  t.after(() => socket.close())
  const heard: { type: string; retry_attempt?: number; payload?: { event_id: string } }[] = []
  socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data))))
  await new Promise(resolve => socket.addEventListener('message', resolve, { once: true }))
  slack.say(room, 'mary', '@backchannel are you there')
  await clock.advance(70_000)
  const events = heard.filter(({ type }) => type === 'events_api')
  assert.ok(events.length >= 2, String(events.length))
  assert.equal(new Set(events.map(({ payload }) => payload?.event_id)).size, 1)
  assert.equal(events.at(-1)?.retry_attempt, events.length - 1)
})

test('what is sent has every key that Slack was recorded to send', { skip }, async t => {
  const recorded = (file: string, name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'))[name]
  const built = await standing(t)
  const { slack, web } = built
  const heard = await app(t, built)
  const lacks = (wanted: Record<string, unknown>) =>
    Object.keys(wanted).filter(key => !(key in (heard.at(-1) ?? {})))
  await slack.command(room, 'mary', '/chat help')
  assert.deepEqual(lacks(recorded('slash-commands', 'slashCommand')), [])
  await web.chat.postMessage({ channel: room, text: 'Press', blocks: [button], ...plain })
  await slack.press(slack.messages(room).at(-1) ?? assert.fail(), 'Go', 'mary')
  assert.deepEqual(lacks(recorded('modals', 'action')), [])
  const submitted = slack.submit('mary', { text: 'words' })
  await built.clock.advance(11_000)
  await submitted
  assert.deepEqual(lacks(recorded('modals', 'viewSubmission')), [])
  slack.say(room, 'mary', '@backchannel hello')
  await atRest(() => slack.busy())
  assert.deepEqual(lacks(recorded('modals', 'mention')), [])
  const event = heard.at(-1)?.event as object
  assert.deepEqual(
    Object.keys(recorded('modals', 'mention').event as object).filter(key => !(key in event)),
    [],
  )
})
