/** Discord as a bridge: the gateway for what members do, REST for what is said. */
import { Client, Events, GatewayIntentBits as Intents, type Interaction, REST } from 'discord.js'
import type { Listed } from '#commands/command.ts'
import type { Bridge, Ears } from '#core/bridge.ts'
import type { Clock } from '#core/clock.ts'
import type { WorkspaceId } from '#core/ids.ts'
import type { Log } from '#core/log.ts'
import { type Work, work } from '#core/work.ts'
import { answer } from './answer.ts'
import { ending } from './gateway.ts'
import { native } from './ids.ts'
import { isAsked, toInvocation, toSuggesting } from './intake.ts'
import { limits } from './limits.ts'
import { closedFor, login } from './login.ts'
import { listenForLosses } from './losses.ts'
import { channelMessages } from './messages.ts'
import { trouble } from './permissions.ts'
import { register, registration } from './registration.ts'
import { fits } from './render-post.ts'
import { restOptions } from './rest.ts'

export interface DiscordOptions {
  readonly token: string
  readonly apiUrl?: string
  readonly commands: readonly Listed[]
  /** `/chat` */
  readonly command: string
  /** Offers the commands on this server only, where changes show at once; everywhere without it. */
  readonly only?: WorkspaceId
  readonly clock: Clock
  readonly log: Log
}

export function discordBridge(options: DiscordOptions): Bridge {
  const { token, apiUrl, log } = options
  const rest = restOptions(apiUrl, options)
  const { ws, end } = ending()
  const client = new Client({
    intents: [Intents.Guilds, Intents.GuildMessages],
    shards: 'auto',
    allowedMentions: { parse: [], repliedUser: false },
    rest,
    ws,
  })
  client.rest.on('invalidRequestWarning', ({ count }) => log.warn({ count }, 'requests refused by Discord'))
  // The client forgets its token when it goes; what is on its way then must still arrive.
  const speech = new REST({ ...rest, hashSweepInterval: 0, handlerSweepInterval: 0 }).setToken(token)
  return {
    platform: 'discord',
    limits,
    fits,
    // Discord has people chosen from a list.
    person: async () => undefined,
    ...channelMessages(speech, trouble(client)),
    run: (ears, signal, ready) =>
      run(client, { ears, signal, ready, rest: speech, intake: work(), end, ...options }),
  }
}

interface Running extends DiscordOptions {
  readonly ears: Ears
  readonly signal: AbortSignal
  readonly rest: REST
  readonly intake: Work
  ready(): void
  /** Nothing is connected any more. */
  end(): void
}

async function run(client: Client, running: Running): Promise<void> {
  const { ears, signal, ready, log, token, intake } = running
  const failed = Promise.withResolvers<never>()
  const known = once()
  client.on(Events.InteractionCreate, interaction => {
    if (!signal.aborted && known(interaction.id)) void intake.run(() => take(interaction, running))
  })
  listenForLosses(client, ears, job => void intake.run(job).catch(failed.reject))
  client.on(Events.ShardResume, ready)
  client.on(Events.Error, ({ message: reason }) => log.warn({ reason }, 'Discord connection troubled'))
  client.on(Events.ShardError, ({ message: reason }) => log.warn({ reason }, 'Discord connection troubled'))
  client.on(Events.ShardDisconnect, ({ code }) => failed.reject(closedFor(code)))
  client.once(Events.ClientReady, here => {
    void offer(here, running).then(() => {
      ready()
      client.on(Events.ShardReady, ready)
    }, failed.reject)
  })

  const stopped = new Promise<'stopped'>(resolve => {
    if (signal.aborted) resolve('stopped')
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  failed.promise.catch(() => {})
  try {
    const came = login(client, token)
    came.catch(() => {})
    if ((await Promise.race([came, stopped, failed.promise])) !== 'stopped')
      await Promise.race([stopped, failed.promise])
    await intake.drained()
  } finally {
    running.end()
    await client.destroy()
  }
}

/** Whether something is met for the first time: the gateway tells some things twice. */
function once(): (id: string) => boolean {
  const known = new Set<string>()
  return id => {
    if (known.has(id)) return false
    known.add(id)
    for (const oldest of known) {
      if (known.size <= 1_000) break
      known.delete(oldest)
    }
    return true
  }
}

const offerAgainMs = 60_000

/** Offers the commands; when Discord will not have them now, again until it does. */
async function offer(client: Client<true>, running: Running): Promise<void> {
  const { commands, command, clock, log, signal, rest, only } = running
  const offered = registration(commands, command.replace(/^\//, ''))
  try {
    const changed = await register(rest, offered, {
      application: client.application.id,
      ...(only !== undefined && { server: native(only.replace(':', '/')) }),
    })
    if (changed) log.info({ commands: commands.length }, 'commands registered with Discord')
  } catch (error) {
    log.error({ error }, 'commands not registered with Discord')
    void clock.sleep(offerAgainMs, signal).then(() => (signal.aborted ? undefined : offer(client, running)))
  }
}

async function take(interaction: Interaction, { ears, clock, log }: Running): Promise<void> {
  try {
    if (interaction.isAutocomplete()) {
      const asked = toSuggesting(interaction)
      const known = asked ? await ears.suggest(asked) : []
      await interaction.respond(known.slice(0, 25).map(({ label, value }) => ({ name: label, value })))
      return
    }
    const invocation = isAsked(interaction) ? toInvocation(interaction, clock.now()) : undefined
    if (invocation && isAsked(interaction)) await answer(interaction, ears.respond(invocation), clock)
  } catch (error) {
    // The asking itself was carried out or refused; only telling so failed.
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ interaction: interaction.id, reason }, 'answer not shown')
  }
}
