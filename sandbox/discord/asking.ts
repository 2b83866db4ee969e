/** What people ask of the bot: commands, buttons, menus and forms; each resolves with what came in answer. */

import type { APIMessage } from 'discord-api-types/v10'
import { everyPart } from './components.ts'
import { type Asking, ask, TOKEN_LIFE_MS } from './interactions.ts'
import { details, find, offered, typed, type Values } from './invoking.ts'
import { LOADING } from './messages.ts'
import { messageOf } from './people.ts'
import { may } from './permissions.ts'
import { showMessage } from './show.ts'
import { channelNamed, userNamed } from './views.ts'
import type { Answer, Interaction, Modal, World } from './world.ts'

/** Whether the person has what they will get first: not while the app is still thinking. */
function settled(world: World, it: Interaction): boolean {
  if (it.first !== 'defer' || !it.original) return true
  return !world.messages.has(it.original.wire.id) || !((it.original.wire.flags ?? 0) & LOADING)
}

/** Resolves with the answer once it has come, or once Discord would say that it did not. */
export function waiting(world: World) {
  const waiters = new Map<string, () => void>()
  world.answered = it => {
    if (settled(world, it)) waiters.get(it.id)?.()
  }
  return async (asking: Asking): Promise<Answer> => {
    const it = ask(world, asking)
    const came = new AbortController()
    waiters.set(it.id, () => came.abort())
    await world.clock.sleep(TOKEN_LIFE_MS, AbortSignal.any([came.signal, world.closing]))
    if (!came.signal.aborted) it.answer.failed = true
    waiters.delete(it.id)
    return it.answer
  }
}

function reachable(world: World, channel: string, user: string) {
  const place = channelNamed(world, channel)
  const userId = userNamed(world, user)
  if (!may(world, place, 'USE_APPLICATION_COMMANDS', userId))
    throw new Error(`${user} may not use commands in ${channel}`)
  return { channel: place, userId }
}

const idOf = (message: string | APIMessage) => (typeof message === 'string' ? message : message.id)

export function asking(world: World) {
  const send = waiting(world)

  function component(message: string | APIMessage, sign: string, user: string) {
    const source = messageOf(world, idOf(message))
    const userId = userNamed(world, user)
    if (source.ephemeralTo && source.ephemeralTo !== userId)
      throw new Error(`${user} cannot see that message`)
    const part = everyPart(source.wire.components).find(one => one.custom_id === sign || one.label === sign)
    if (!part?.custom_id) throw new Error(`no button or menu ${sign} on that message`)
    if (part.disabled) throw new Error(`${sign} is disabled`)
    const channel = channelNamed(world, source.wire.channel_id)
    return { source, userId, channel, part }
  }

  async function command(channel: string, user: string, words: string, values: Values = {}) {
    const place = reachable(world, channel, user)
    const found = find(world, place, words.trim().split(/\s+/))
    const name = found.command.definition.name
    return send({ type: 2, ...place, name, details: details(world, place.channel, { found, values }) })
  }

  return {
    /** Types a slash command: `follow` or `chat follow`, with its options by name. */
    command,
    /** Types a whole line, such as `/chat follow #hcsm`. */
    async type(channel: string, user: string, line: string) {
      const place = reachable(world, channel, user)
      const { found, values } = typed(world, place, line)
      const name = found.command.definition.name
      return send({ type: 2, ...place, name, details: details(world, place.channel, { found, values }) })
    },
    /** What is suggested while an option (the last one given, unless named) is being typed. */
    async autocomplete(
      channel: string,
      user: string,
      words: string,
      asked: { values: Values; focused?: string },
    ) {
      const place = reachable(world, channel, user)
      const found = find(world, place, words.trim().split(/\s+/))
      const focused = asked.focused ?? Object.keys(asked.values).at(-1) ?? ''
      if (!found.options.find(one => one.name === focused)?.autocomplete)
        throw new Error(`${focused} has no autocomplete`)
      const asks = details(world, place.channel, { found, values: asked.values, focused })
      const answer = await send({ type: 4, ...place, name: found.command.definition.name, details: asks })
      return answer.choices ?? []
    },
    /** Chooses an app's entry in a message's menu. */
    async messageCommand(name: string, message: string | APIMessage, user: string) {
      const target = messageOf(world, idOf(message))
      const place = reachable(world, target.wire.channel_id, user)
      const found = offered(world, place.channel, place.userId, 3).find(one => one.definition.name === name)
      if (!found) throw new Error(`no message command ${name} is offered here`)
      const asks = {
        id: found.id,
        name,
        type: 3,
        ...(found.guildId && { guild_id: found.guildId }),
        target_id: target.wire.id,
        resolved: { messages: { [target.wire.id]: showMessage(world, target, true) } },
      }
      return send({ type: 2, ...place, name, details: asks, target })
    },
    /** Presses a button, by its label or custom id. */
    async press(message: string | APIMessage, sign: string, user: string) {
      const { part, ...place } = component(message, sign, user)
      if (part.type !== 2) throw new Error(`${sign} is not a button`)
      return send({
        type: 3,
        ...place,
        details: { component_type: 2, custom_id: part.custom_id, id: part.id },
      })
    },
    /** Chooses values in a menu. */
    async choose(message: string | APIMessage, customId: string, values: string[], user: string) {
      const { part, ...place } = component(message, customId, user)
      checkMenu(part, values)
      const asks = { component_type: part.type, custom_id: part.custom_id, id: part.id, values }
      return send({ type: 3, ...place, details: asks })
    },
    /** Fills in and sends the form that is open before that person; what is left out stays as it was. */
    async submit(user: string, values: Record<string, string | string[]> = {}) {
      const userId = userNamed(world, user)
      const open = world.modals.get(userId)
      if (!open) throw new Error(`no form is open before ${user}`)
      const asks = { custom_id: open.modal.custom_id, components: filled(open.modal, values) }
      world.modals.delete(userId)
      return send({ type: 5, userId, channel: open.from.channel, source: open.from.source, details: asks })
    },
    /** Closes the form without sending it; the app hears nothing. */
    async dismiss(user: string) {
      world.modals.delete(userNamed(world, user))
    },
  }
}

function checkMenu(part: Record<string, unknown>, values: string[]) {
  const options = part.options as { value: string }[] | undefined
  const stray = options && values.find(value => !options.some(one => one.value === value))
  if (stray) throw new Error(`${stray} is not in that menu`)
  if (values.length > Number(part.max_values ?? 1)) throw new Error('more than that menu lets one choose')
  if (values.length < Number(part.min_values ?? 1)) throw new Error('fewer than that menu lets one choose')
}

function fill(part: Record<string, unknown>, id: number, given: string | string[] | undefined): object {
  const about = { type: part.type, id, custom_id: part.custom_id }
  if (part.type !== 4) {
    const options = (part.options ?? []) as { value: string; default?: boolean }[]
    const preset = options.filter(one => one.default).map(one => one.value)
    const values = given === undefined ? preset : [given].flat()
    if (part.required !== false || values.length) checkMenu(part, values)
    return { ...about, values }
  }
  const value = given === undefined ? String(part.value ?? '') : String(given)
  const wrong = (why: string) => new Error(`Discord's client would not send ${part.custom_id}: ${why}`)
  if (!value && part.required !== false) throw wrong('it is required')
  if (value.length > Number(part.max_length ?? 4000)) throw wrong('too long')
  if (value && value.length < Number(part.min_length ?? 0)) throw wrong('too short')
  return { ...about, value }
}

function filled(modal: Modal, values: Record<string, string | string[]>): object[] {
  const fields = everyPart(modal.components).filter(part => part.custom_id)
  const stray = Object.keys(values).find(name => !fields.some(one => one.custom_id === name))
  if (stray) throw new Error(`the form has no field ${stray}`)
  let id = 0
  return modal.components.map(outer => {
    id += 1
    const at = { type: outer.type, id }
    if (outer.type === 10) return at
    const inner = everyPart([outer]).slice(1)
    const parts = inner.map(part => {
      id += 1
      return fill(part, id, values[String(part.custom_id)])
    })
    return outer.type === 18 ? { ...at, component: parts[0] } : { ...at, components: parts }
  })
}
