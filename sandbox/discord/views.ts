/** What is to be seen in the pretend Discord, in the words of someone who looks at it. */

import type { APIMessage } from 'discord-api-types/v10'
import { everyPart } from './components.ts'
import type { Channel, Message, World } from './world.ts'

/** A channel or thread by `#name`, name or id. */
export function channelNamed(world: World, name: string): Channel {
  const plain = name.replace(/^#/, '')
  const found = world.channels.get(name) ?? [...world.channels.values()].find(one => one.name === plain)
  if (!found) throw new Error(`no channel called ${name}`)
  return found
}

/** Somebody by username or id; answers with the id. */
export function userNamed(world: World, name: string): string {
  const plain = name.replace(/^@/, '')
  const found = world.users.get(plain) ?? [...world.users.values()].find(one => one.username === plain)
  if (!found) throw new Error(`nobody called ${name}`)
  return found.id
}

/** A message as plain text: content, embeds and V2 text, line by line. */
export function plain(wire: APIMessage): string {
  const suppressed = ((wire.flags ?? 0) & 4) !== 0
  const embeds = suppressed ? [] : wire.embeds
  return [
    wire.content,
    ...embeds.flatMap(one => [
      one.author?.name,
      one.title,
      one.description,
      ...(one.fields ?? []).map(field => `${field.name}: ${field.value}`),
      one.footer?.text,
    ]),
    ...everyPart(wire.components).map(part => (part.type === 10 ? String(part.content) : undefined)),
  ]
    .filter(Boolean)
    .join('\n')
}

const SYSTEM = [18, 21]
const open = (channel: Channel): Message[] =>
  channel.messages.filter(one => !one.ephemeralTo && !SYSTEM.includes(one.wire.type))

export interface Button {
  label: string
  customId?: string
  url?: string
}

export const buttonsOf = (wire: APIMessage): Button[] =>
  everyPart(wire.components)
    .filter(part => part.type === 2)
    .map(part => ({
      label: String(part.label ?? ''),
      ...(part.custom_id ? { customId: String(part.custom_id) } : {}),
      ...(part.url ? { url: String(part.url) } : {}),
    }))

export function views(world: World) {
  const messages = (channel: string): APIMessage[] => open(channelNamed(world, channel)).map(one => one.wire)
  const threadOf = (messageId: string) => {
    const found = world.channels.get(messageId)
    return found?.thread ? open(found) : []
  }
  return {
    /** The plain text of what stands in a channel or thread, oldest first. */
    shown: (channel: string) => messages(channel).map(plain),
    /** The same messages, whole. */
    messages,
    /** The plain text of what stands in the thread under a message; empty when there is none. */
    thread: (messageId: string) => threadOf(messageId).map(one => plain(one.wire)),
    threadMessages: (messageId: string): APIMessage[] => threadOf(messageId).map(one => one.wire),
    /** Everything in a channel, its threads too. */
    everything(channel: string): APIMessage[] {
      const { id } = channelNamed(world, channel)
      const threads = [...world.channels.values()].filter(one => one.thread && one.parentId === id)
      return [id, ...threads.map(one => one.id)].flatMap(messages)
    },
    /** What only that person can see, oldest first. */
    ephemerals(user: string): APIMessage[] {
      const id = userNamed(world, user)
      return [...world.messages.values()].filter(one => one.ephemeralTo === id).map(one => one.wire)
    },
    /** The form that is open before that person. */
    modal: (user: string) => world.modals.get(userNamed(world, user))?.modal,
    plain,
    buttons: buttonsOf,
    channels: (): { id: string; name: string; threadOf?: string }[] =>
      [...world.channels.values()].map(({ id, name, parentId, thread }) => ({
        id,
        name,
        ...(thread && parentId ? { threadOf: parentId } : {}),
      })),
    people: () =>
      [...world.users.values()].map(({ id, username, global_name }) => ({
        id,
        username,
        name: global_name ?? username,
      })),
    commands: () => world.commands.map(one => one.definition),
  }
}
