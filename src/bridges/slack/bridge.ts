/** Slack as a bridge: Socket Mode for what members do, the Web API for what is said. */
import { App, type RespondFn, SocketModeReceiver } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Bridge, Ears } from '#core/bridge.ts'
import type { Clock } from '#core/clock.ts'
import { Fault } from '#core/errors.ts'
import type { Log } from '#core/log.ts'
import { work } from '#core/work.ts'
import { answer } from './answer.ts'
import { formId } from './form.ts'
import { channelId, native, workspaceId } from './ids.ts'
import {
  type Around,
  fromAction,
  fromCommand,
  fromMention,
  fromShortcut,
  fromSubmission,
  type Taken,
} from './intake.ts'
import { limits } from './limits.ts'
import { logger } from './logger.ts'
import { channelMessages } from './messages.ts'
import { type People, people } from './people.ts'
import { fits } from './render-post.ts'

export interface SlackOptions {
  readonly botToken: string
  readonly appToken: string
  /** Ends in `/api/`. */
  readonly apiUrl?: string
  /** `/chat` */
  readonly command: string
  readonly clock: Clock
  readonly log: Log
}

/** The callback of the message shortcut in the manifest. */
export const shortcutId = 'reply_on_x'

/** The package retries, pauses and waits by itself unless it is told not to: only the lane does that here. */
const webOptions = ({ apiUrl, log }: SlackOptions): WebClientOptions => ({
  ...(apiUrl && { slackApiUrl: apiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  logger: logger(log),
})

export function slackBridge(options: SlackOptions): Bridge {
  const web = new WebClient(options.botToken, webOptions(options))
  const known = people(web, options.clock)
  return {
    platform: 'slack',
    limits,
    fits,
    person: ({ workspace }, typed) => known.person(workspace.slice('slack:'.length), typed),
    ...channelMessages(web),
    run: (ears, signal, ready) => run({ ...options, web, people: known, ears, signal, ready }),
  }
}

interface Running extends SlackOptions {
  readonly web: WebClient
  readonly people: People
  readonly ears: Ears
  readonly signal: AbortSignal
  ready(): void
}

async function run(running: Running): Promise<void> {
  const { signal, ready } = running
  const { team, bot } = await recognised(running)
  const receiver = socket(running)
  const app = new App({
    token: running.botToken,
    receiver,
    clientOptions: webOptions(running),
    logger: logger(running.log),
    ignoreSelf: true,
  })
  const intake = work()
  listen(app, { ...running, team, intake })
  listenForLosses(app, { ...running, team, bot })
  receiver.client.on('connected', ready)
  app.error(async error => running.log.warn({ reason: error.message }, 'Slack event not handled'))
  try {
    await app.start()
    if (!signal.aborted)
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
    await intake.drained()
  } finally {
    await app.stop().catch(() => {})
  }
}

/** Options of its own: the receiver writes its retries into whatever it is given. */
const socket = ({ appToken, apiUrl, log }: Running): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken,
    logger: logger(log),
    installerOptions: { clientOptions: { ...(apiUrl && { slackApiUrl: apiUrl }) } },
  })

/** Both tokens are tried before anything is started with them. */
async function recognised({ web, appToken, ...options }: Running): Promise<{ team: string; bot: string }> {
  const failed = (name: string, cure: string) => (error: Error) => {
    throw new Fault(`Slack refused ${name} (${error.message}). ${cure}`, { cause: error })
  }
  const { team_id: team, user_id: bot } = await web.auth
    .test()
    .catch(failed('SLACK_BOT_TOKEN', 'Copy the bot token anew from your app’s page, OAuth & Permissions.'))
  await new WebClient(appToken, webOptions({ appToken, ...options })).apps.connections
    .open({})
    .catch(
      failed(
        'SLACK_APP_TOKEN',
        'Make an app-level token with connections:write on your app’s page, Basic Information, and switch on Socket Mode.',
      ),
    )
  return { team: String(team), bot: String(bot) }
}

type Hearing = Running & { readonly team: string; readonly intake: ReturnType<typeof work> }

/** Everything is acknowledged at once, then answered; what we do not know is acknowledged too, or Slack calls it an error. */
function listen(app: App, hearing: Hearing): void {
  const { command, team, people, clock } = hearing
  const around = (): Around => ({ team, people, now: clock.now() })
  app.command(/.*/, async ({ ack, body, respond }) => {
    await ack()
    if (body.command === command) await take(() => fromCommand(body, around()), hearing, respond)
  })
  app.action(/[\s\S]*/, async ({ ack, body, respond }) => {
    await ack()
    await take(() => fromAction(body, around()), hearing, respond)
  })
  app.shortcut(/.*/, async ({ ack, shortcut }) => {
    await ack()
    if (shortcut.callback_id === shortcutId) await take(() => fromShortcut(shortcut, around()), hearing)
  })
  app.view(/.*/, async ({ ack, body }) => {
    await ack()
    if (body.view.callback_id === formId) await take(() => fromSubmission(body, around()), hearing)
  })
  app.event('app_mention', ({ event }) => take(() => fromMention(event, around()), hearing))
}

async function take(
  read: () => Promise<Taken | undefined>,
  { intake, ears, web, log, signal }: Hearing,
  respond?: RespondFn,
): Promise<void> {
  if (signal.aborted) return
  await intake.run(async () => {
    try {
      const taken = await read()
      if (taken) await answer(taken, await ears.respond(taken.invocation), { web, respond })
    } catch (error) {
      // The asking itself was carried out or refused; only telling so failed.
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'answer not shown')
    }
  })
}

function listenForLosses(
  app: App,
  { ears, team, bot }: Running & { readonly team: string; readonly bot: string },
): void {
  const lost = (channel: string, reason: string) => ears.lost(channelId(team, channel), reason)
  const found = (channel: string) => ears.found(channelId(team, channel))
  app.event('channel_archive', ({ event }) => lost(event.channel, 'The channel was archived.'))
  app.event('group_archive', ({ event }) => lost(event.channel, 'The channel was archived.'))
  app.event('channel_deleted', ({ event }) => lost(event.channel, 'The channel was deleted.'))
  app.event('group_deleted', ({ event }) => lost(event.channel, 'The channel was deleted.'))
  app.event('channel_left', ({ event }) =>
    lost(event.channel, 'I was removed from this channel: /invite @Backchannel.'),
  )
  app.event('group_left', ({ event }) =>
    lost(event.channel, 'I was removed from this channel: /invite @Backchannel.'),
  )
  app.event('channel_unarchive', ({ event }) => found(event.channel))
  app.event('group_unarchive', ({ event }) => found(event.channel))
  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === bot) await found(native(event.channel))
  })
  app.event('app_uninstalled', () => ears.left(workspaceId(team)))
  app.event('tokens_revoked', () => ears.left(workspaceId(team)))
}
