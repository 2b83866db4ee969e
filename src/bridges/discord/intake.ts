/** What members do on Discord, turned into invocations. */
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  PermissionFlagsBits as Flags,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js'
import type { Instant } from '#core/ids.ts'
import type { Invocation, Option, Suggesting } from '#core/invocation.ts'
import type { Press } from '#core/saying.ts'
import type { Channel, Member } from '#core/workspace.ts'
import { channel, memberId, roleId } from './ids.ts'
import { markOf } from './mark.ts'

export type Asked =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | ModalSubmitInteraction
  | MessageContextMenuCommandInteraction

export const isAsked = (interaction: Interaction): interaction is Asked =>
  interaction.isChatInputCommand() ||
  interaction.isButton() ||
  interaction.isModalSubmit() ||
  interaction.isMessageContextMenuCommand()

/** The invocation of an interaction on a server; undefined for what we do not know. */
export function toInvocation(interaction: Asked, now: Instant): Invocation | undefined {
  const place = placeOf(interaction)
  const member = place && memberOf(interaction)
  if (!place || !member) return undefined
  const asking = { id: interaction.id, at: now, member, ...place }
  if (interaction.isChatInputCommand())
    return {
      ...asking,
      kind: 'command',
      name: interaction.options.getSubcommand(),
      options: optionsOf(interaction),
    }
  if (interaction.isMessageContextMenuCommand())
    return { ...asking, kind: 'menu', message: standingFor(interaction.targetMessage) }
  const press = toPress(interaction.customId)
  if (interaction.isModalSubmit()) return { ...asking, kind: 'form', press, values: valuesOf(interaction) }
  const { message } = interaction
  const seen = message.flags.has(MessageFlags.Ephemeral) ? {} : { message: standingFor(message) }
  return { ...asking, kind: 'press', press, ...seen }
}

/** The message itself, or the first one of a post that is told in several. */
const standingFor = ({ id, embeds }: Shown): string =>
  markOf({ embeds: embeds.map(({ url }) => (url === null ? {} : { url })) })?.first ?? id

interface Shown {
  readonly id: string
  readonly embeds: readonly { readonly url: string | null }[]
}

/** `does:of` */
function toPress(customId: string): Press {
  const colon = customId.indexOf(':')
  return { does: customId.slice(0, colon), of: customId.slice(colon + 1) }
}

export function toSuggesting(interaction: AutocompleteInteraction): Suggesting | undefined {
  const place = placeOf(interaction)
  const { name, value } = interaction.options.getFocused(true)
  return (
    place && {
      channel: place.channel,
      command: interaction.options.getSubcommand(),
      option: name,
      typed: String(value),
    }
  )
}

/**
 * The channel, or the one a thread belongs to; a thread's id is that of the message at its root. A forum has only
 * threads, and each of them is as good as a channel.
 */
function placeOf({
  guildId,
  channel: where,
  channelId,
}: Interaction): { channel: Channel; thread?: string } | undefined {
  if (!guildId || !channelId) return undefined
  if (where?.isThread() && !where.parent?.isThreadOnly()) {
    const parent = where.parentId ?? channelId
    return { channel: channel(guildId, parent, where.parent?.name), thread: where.id }
  }
  const name = where && 'name' in where ? (where.name ?? undefined) : undefined
  return { channel: channel(guildId, channelId, name) }
}

function memberOf({ guildId, guild, member, user, memberPermissions }: Interaction): Member | undefined {
  if (!guildId || !member) return undefined
  const may = (bit: bigint) => memberPermissions?.has(bit) === true
  const roles = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()]
  const admin = may(Flags.Administrator) || may(Flags.ManageGuild) || guild?.ownerId === user.id
  const nick = 'displayName' in member ? member.displayName : member.nick
  return {
    id: memberId(guildId, user.id),
    name: nick ?? user.globalName ?? user.username,
    admin,
    manages: admin || may(Flags.ManageChannels),
    // Everyone on a server has the role that bears the server's id, whether Discord lists it or not.
    roles: [...new Set([guildId, ...roles])].map(role => roleId(guildId, role)),
  }
}

function optionsOf({ options, guildId }: ChatInputCommandInteraction): Record<string, Option> {
  const given = options.data[0]?.options ?? []
  return Object.fromEntries(
    given.flatMap(({ name, value, user, role, member }): [string, Option][] => {
      if (user) {
        const nick = member && 'nick' in member ? member.nick : undefined
        return [
          [name, { id: memberId(guildId ?? '', user.id), name: nick ?? user.globalName ?? user.username }],
        ]
      }
      if (role) return [[name, { id: roleId(guildId ?? '', role.id), name: role.name }]]
      return value === undefined ? [] : [[name, typeof value === 'number' ? String(value) : value]]
    }),
  )
}

function valuesOf({ fields }: ModalSubmitInteraction): Record<string, string> {
  return Object.fromEntries(
    [...fields.fields.values()].map(field => [
      field.customId,
      'values' in field ? String(field.values[0] ?? '') : 'value' in field ? String(field.value) : '',
    ]),
  )
}
