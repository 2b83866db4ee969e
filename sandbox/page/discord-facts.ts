/** What there is to see on the Discord server: messages with embeds and buttons as they came, threads, open forms. */
import type { APIMessage } from 'discord-api-types/v10'
import type { DiscordStandIn } from '#sandbox/discord/stand-in.ts'
import { type Fact, most } from './facts.ts'

export function discordFacts(discord: DiscordStandIn): Fact[] {
  const channels = discord.channels()
  const people = discord.people()
  const members = people.filter(({ id }) => id !== discord.botId)
  return [
    ['discord/people', people.map(one => ({ ...one, bot: one.id === discord.botId }))],
    ['discord/channels', channels],
    ['discord/commands', discord.commands()],
    ...channels
      .flatMap(({ id }) => discord.messages(id).slice(-most))
      .map((wire): Fact => [`discord/message/${wire.id}`, shown(wire)]),
    ...members.flatMap(({ username }) =>
      discord
        .ephemerals(username)
        .slice(-most)
        .map((wire): Fact => [`discord/message/${wire.id}`, { ...shown(wire), only: username }]),
    ),
    ...members.map(({ username }): Fact => [`discord/view/${username}`, discord.modal(username) ?? null]),
  ]
}

const shown = (wire: APIMessage) => ({
  id: wire.id,
  channel: wire.channel_id,
  author: { id: wire.author.id, name: wire.author.global_name ?? wire.author.username },
  at: Date.parse(wire.timestamp),
  content: wire.content,
  embeds: wire.embeds,
  components: wire.components ?? [],
  edited: wire.edited_timestamp !== null,
  flags: wire.flags ?? 0,
  ...(wire.referenced_message && {
    answers: {
      id: wire.referenced_message.id,
      author: wire.referenced_message.author.global_name ?? wire.referenced_message.author.username,
      content: wire.referenced_message.content,
    },
  }),
})
