/** Discord as a bridge: the gateway for what members do, REST for what is said. */
import { Client, Events, GatewayIntentBits as Intents, type Interaction } from 'discord.js'
import type { Listed } from '#commands/command.ts'
import type { Bridge, Ears } from '#core/bridge.ts'
import type { Clock } from '#core/clock.ts'
import { Fault } from '#core/errors.ts'
import type { Log } from '#core/log.ts'
import { work } from '#core/work.ts'
import { answer } from './answer.ts'
import { channelId, workspaceId } from './ids.ts'
import { toInvocation, toSuggesting } from './intake.ts'
import { limits } from './limits.ts'
import { channelMessages } from './messages.ts'
import { register, registration } from './registration.ts'
import { fits } from './render-post.ts'
import { restOptions } from './rest.ts'

export interface DiscordOptions {
  readonly token: string
  readonly apiUrl?: string
  readonly commands: readonly Listed[]
  /** `/chat` */
  readonly command: string
  readonly clock: Clock
  readonly log: Log
}

export function discordBridge(options: DiscordOptions): Bridge {
  const { token, apiUrl, log } = options
  const client = new Client({
    intents: [Intents.Guilds, Intents.GuildMessages],
    allowedMentions: { parse: [] },
    rest: restOptions(apiUrl, log),
  })
  client.rest.setToken(token)
  client.rest.on('invalidRequestWarning', ({ count }) => log.warn({ count }, 'requests refused by Discord'))
  return {
    platform: 'discord',
    limits,
    fits,
    // Discord has people chosen from a list.
    person: async () => undefined,
    ...channelMessages(client.rest),
    run: (ears, signal, ready) => run(client, { ears, signal, ready, ...options }),
  }
}

interface Running extends DiscordOptions {
  readonly ears: Ears
  readonly signal: AbortSignal
  ready(): void
}

async function run(client: Client, running: Running): Promise<void> {
  const { ears, signal, ready, log } = running
  const intake = work()
  const failed = Promise.withResolvers<never>()
  client.on(Events.InteractionCreate, interaction => {
    if (!signal.aborted) void intake.run(() => take(interaction, running))
  })
  listenForLosses(client, ears)
  client.on(Events.ShardResume, ready)
  client.on(Events.Error, error => log.warn({ reason: error.message }, 'Discord connection troubled'))
  client.on(Events.ShardDisconnect, ({ code }) => failed.reject(closed(code)))
  client.once(
    Events.ClientReady,
    () => void intake.run(() => offer(client, running)).then(ready, failed.reject),
  )

  const stopped = new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await login(client, running)
    await Promise.race([stopped, failed.promise])
    await intake.drained()
  } finally {
    failed.promise.catch(() => {})
    await client.destroy()
  }
}

async function login(client: Client, { token }: Running): Promise<void> {
  try {
    await client.login(token)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const status = error instanceof Error && 'status' in error ? error.status : undefined
    if (code === 'TokenInvalid' || status === 401)
      throw new Fault(
        'Discord does not know DISCORD_TOKEN. Copy the bot token anew from the developer portal (Bot, Reset Token).',
        { cause: error },
      )
    if (code === 'DisallowedIntents' || /disallowed intents/i.test(String(error))) throw closed(4014)
    const why = error instanceof Error ? error.message : String(error)
    throw new Fault(
      `Discord cannot be reached: ${why}. Check the network, or DISCORD_API_URL if it is set.`,
      { cause: error },
    )
  }
}

/** Closed for good: the package does not connect again after these. */
function closed(code: number): Fault {
  const why: Record<number, string> = {
    4004: 'Discord does not accept DISCORD_TOKEN any more. Copy it anew from the developer portal.',
    4013: 'Discord refused what Backchannel wants to hear of. This is a fault of Backchannel.',
    4014: 'Discord refused what Backchannel wants to hear of: in the developer portal, under Bot, allow the intents it asks for.',
  }
  return new Fault(why[code] ?? `Discord ended the connection with code ${code}.`)
}

async function offer(client: Client, { commands, command, log }: Running): Promise<void> {
  if (!client.application) return
  const changed = await register(
    client.rest,
    client.application.id,
    registration(commands, command.replace(/^\//, '')),
  )
  if (changed) log.info({ commands: commands.length }, 'commands registered with Discord')
}

async function take(interaction: Interaction, { ears, clock, log }: Running): Promise<void> {
  try {
    if (interaction.isAutocomplete()) {
      const asked = toSuggesting(interaction)
      const known = asked ? await ears.suggest(asked) : []
      await interaction.respond(known.slice(0, 25).map(({ label, value }) => ({ name: label, value })))
      return
    }
    const invocation = toInvocation(interaction)
    if (
      !invocation ||
      !interaction.isRepliable() ||
      interaction.isAnySelectMenu() ||
      interaction.isPrimaryEntryPointCommand() ||
      interaction.isUserContextMenuCommand()
    )
      return
    await answer(interaction, ears.respond(invocation), clock)
  } catch (error) {
    // The asking itself was carried out or refused; only telling so failed.
    log.warn(
      { interaction: interaction.id, reason: error instanceof Error ? error.message : String(error) },
      'answer not shown',
    )
  }
}

function listenForLosses(client: Client, ears: Ears): void {
  client.on(Events.ChannelDelete, channel => {
    if (!channel.isDMBased())
      void ears.lost(channelId(channel.guildId, channel.id), 'The channel was deleted.')
  })
  client.on(Events.GuildDelete, guild => {
    if (guild.available) void ears.left(workspaceId(guild.id))
  })
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (channel.isDMBased() || !channel.isTextBased()) return
    const me = channel.guild.members.me
    if (me && channel.permissionsFor(me).has(['ViewChannel', 'SendMessages', 'EmbedLinks']))
      void ears.found(channelId(channel.guildId, channel.id))
  })
}
