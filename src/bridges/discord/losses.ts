/** Tells what becomes of channels and servers: deleted, closed to us, open to us again, left. */
import { type Client, Events, type Guild } from 'discord.js'
import type { Ears } from '#core/bridge.ts'
import { channelId, workspaceId } from './ids.ts'
import { maySpeak, textChannels } from './permissions.ts'

type Told = Pick<Ears, 'lost' | 'found' | 'left'>

/** `run` keeps count of what is being told. Threads that go are no loss: their channel is still there. */
export function listenForLosses(client: Client, ears: Told, run: (job: () => Promise<void>) => void): void {
  /** Channels that were closed to us when last looked at: only those can be found again. */
  const closed = new Set<string>()
  const look = (guild: Guild) => {
    for (const channel of textChannels(guild)) {
      const id = channelId(guild.id, channel.id)
      if (!maySpeak(channel)) closed.add(id)
      else if (closed.delete(id)) run(() => ears.found(id))
    }
  }

  client.on(Events.ClientReady, () => client.guilds.cache.forEach(look))
  client.on(Events.GuildCreate, look)
  client.on(Events.GuildAvailable, look)
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (!channel.isDMBased()) look(channel.guild)
  })
  client.on(Events.ChannelCreate, ({ guild }) => look(guild))
  client.on(Events.GuildRoleUpdate, (_, { guild }) => look(guild))
  client.on(Events.GuildRoleDelete, ({ guild }) => look(guild))
  client.on(Events.GuildMemberUpdate, (_, { guild, id }) => {
    if (id === client.user?.id) look(guild)
  })
  client.on(Events.ChannelDelete, channel => {
    if (channel.isDMBased()) return
    const id = channelId(channel.guildId, channel.id)
    closed.delete(id)
    run(() => ears.lost(id, 'This channel was deleted.'))
  })
  // An outage makes a server unavailable for a while; that is another event.
  client.on(Events.GuildDelete, ({ id }) => run(() => ears.left(workspaceId(id))))
}
