/** Turns what a person asks for into the options that Discord would send, by the registered definition. */

import { inGuild } from './permissions.ts'
import { showChannel, showMember } from './show.ts'
import { channelNamed, userNamed } from './views.ts'
import type { Channel, CommandOption, RegisteredCommand, World } from './world.ts'

export type Values = Record<string, string | number | boolean>

export interface Found {
  command: RegisteredCommand
  /** Subcommand group and subcommand, if any. */
  path: CommandOption[]
  /** The options that may be given. */
  options: CommandOption[]
}

/** Commands of that type that this person is offered there; a server's own hide the app's of the same name. */
export function offered(world: World, channel: Channel, userId: string, type: number): RegisteredCommand[] {
  const guild = world.guilds.get(channel.guildId)
  const held = guild ? inGuild(guild, userId) : 0n
  return world.commands
    .filter(one => one.definition.type === type && (!one.guildId || one.guildId === channel.guildId))
    .filter(({ definition: { default_member_permissions: needed } }) =>
      needed === '0' ? held & 8n : !needed || (held & BigInt(needed)) === BigInt(needed),
    )
    .sort((one, other) => Number(!one.guildId) - Number(!other.guildId))
}

const nested = (options: CommandOption[] | null | undefined) => (options ?? []).filter(one => one.type <= 2)

/** Walks the words into a command's subcommands; `follow` alone finds `/chat follow`. */
export function find(world: World, place: { channel: Channel; userId: string }, words: string[]): Found {
  const all = offered(world, place.channel, place.userId, 1)
  const [first = '', ...rest] = words.map(word => word.replace(/^\//, ''))
  const named = all.find(one => one.definition.name === first)
  const holder = named ?? all.find(one => nested(one.definition.options).some(sub => sub.name === first))
  if (!holder) throw new Error(`no command /${words.join(' ')} is offered here`)
  return descend(holder, named ? rest : [first, ...rest])
}

function descend(command: RegisteredCommand, words: string[]): Found {
  const path: CommandOption[] = []
  let options = command.definition.options ?? []
  for (const word of words) {
    const next = nested(options).find(one => one.name === word)
    if (!next) throw new Error(`/${command.definition.name} has no ${words.join(' ')}`)
    path.push(next)
    options = next.options ?? []
  }
  if (nested(options).length) throw new Error(`/${command.definition.name} needs a subcommand`)
  return { command, path, options }
}

type Resolved = Record<'users' | 'members' | 'roles' | 'channels', Record<string, object>>

interface Resolving {
  world: World
  channel: Channel
  resolved: Resolved
}

function refer({ world, channel, resolved }: Resolving, type: number, value: string): string {
  const guild = world.guilds.get(channel.guildId)
  const role = guild?.roles.find(one => one.id === value || one.name === value.replace(/^@/, ''))
  if (role && (type === 8 || type === 9)) {
    resolved.roles[role.id] = role
    return role.id
  }
  if (type === 7) {
    const found = channelNamed(world, value)
    resolved.channels[found.id] = { ...showChannel(world, found), permissions: '0' }
    return found.id
  }
  if (type === 8) throw new Error(`no role called ${value}`)
  const id = userNamed(world, value)
  resolved.users[id] = world.users.get(id) ?? {}
  const member = guild?.members.get(id)
  if (member) {
    const { user: _user, ...rest } = showMember(member)
    resolved.members[id] = { ...rest, permissions: guild ? String(inGuild(guild, id)) : '0' }
  }
  return id
}

function sentAs(
  resolving: Resolving,
  option: CommandOption,
  given: string | number | boolean,
  partial: boolean,
) {
  const wrong = (why: string) => new Error(`Discord's client would not send ${option.name}: ${why}`)
  if (option.type >= 6 && option.type <= 9) return refer(resolving, option.type, String(given))
  if (option.type === 5) {
    if (typeof given === 'boolean') return given
    if (given === 'true' || given === 'false') return given === 'true'
    throw wrong('not true or false')
  }
  if (partial) return option.type === 3 ? String(given) : given
  const value = option.type === 3 ? String(given) : Number(given)
  if (option.choices?.length && !option.choices.some(one => one.value === value))
    throw wrong('not one of the choices')
  if (typeof value === 'string') {
    if (value.length > (option.max_length ?? 6000)) throw wrong('too long')
    if (value.length < (option.min_length ?? 1)) throw wrong('too short')
    return value
  }
  if (Number.isNaN(value) || (option.type === 4 && !Number.isInteger(value))) throw wrong('not such a number')
  if (value > (option.max_value ?? Infinity) || value < (option.min_value ?? -Infinity))
    throw wrong('out of range')
  return value
}

/** The `data` of an interaction for a slash command; `focused` makes it one for autocomplete. */
export function details(
  world: World,
  channel: Channel,
  asked: { found: Found; values: Values; focused?: string },
) {
  const { found, values, focused } = asked
  const resolved: Resolved = { users: {}, members: {}, roles: {}, channels: {} }
  const unknown = Object.keys(values).find(name => !found.options.some(one => one.name === name))
  if (unknown) throw new Error(`/${found.command.definition.name} takes no ${unknown}`)
  const missing = found.options.find(one => one.required && values[one.name] === undefined)
  if (missing && !focused) throw new Error(`Discord's client would not send it without ${missing.name}`)
  const given = found.options.flatMap(option => {
    const value = values[option.name]
    if (value === undefined) return []
    const partial = option.name === focused
    const sent = sentAs({ world, channel, resolved }, option, value, partial)
    return [{ name: option.name, type: option.type, value: sent, ...(partial && { focused: true }) }]
  })
  const options = found.path.reduceRight<object[]>(
    (inner, { name, type }) => [{ name, type, options: inner }],
    given,
  )
  const kinds = Object.entries(resolved).filter(([, those]) => Object.keys(those).length)
  const { id, guildId, definition } = found.command
  return {
    id,
    name: definition.name,
    type: 1,
    ...(guildId && { guild_id: guildId }),
    options,
    ...(kinds.length && { resolved: Object.fromEntries(kinds) }),
  }
}

/** Reads `/chat follow #hcsm reposts:true` as Discord's input box would have helped to fill it. */
export function typed(world: World, place: { channel: Channel; userId: string }, line: string) {
  const words = line.trim().split(/\s+/)
  let depth = words.length
  let found: Found | undefined
  for (; depth > 0 && !found; depth -= 1)
    try {
      found = find(world, place, words.slice(0, depth))
    } catch (problem) {
      if (depth === 1) throw problem
    }
  if (!found) throw new Error(`no command ${line} is offered here`)
  const values: Values = {}
  const loose = words.slice(depth + 1).filter(word => {
    const [, name = '', value = ''] = /^([\w-]+):(.+)$/.exec(word) ?? []
    if (!found?.options.some(one => one.name === name)) return true
    values[name] = value
    return false
  })
  const open = found.options.filter(one => values[one.name] === undefined)
  open.forEach((option, index) => {
    const last = index === open.length - 1 || open[index + 1]?.required !== true
    const taken = option.type === 3 && last ? loose.splice(0) : loose.splice(0, 1)
    if (taken.length) values[option.name] = taken.join(' ')
  })
  return { found, values }
}
