/** What people ask of the app: commands, buttons, menus, forms; each resolves with what came of it. */
import { Refused } from './refusal.ts'
import { buttons } from './show.ts'
import type { Socket } from './socket.ts'
import {
  type Block,
  channelNamed,
  type Message,
  type Trigger,
  userNamed,
  type View,
  type World,
} from './world.ts'

/** What came of an asking; messages and forms as they stand now. */
export interface Answer {
  readonly messages: readonly Message[]
  readonly modal?: View
  /** The app did not acknowledge within three seconds. */
  readonly failed: boolean
}

const triggerMs = 3000
/** How long somebody looks for an answer that shows. */
const patienceMs = 10_000

interface Where {
  readonly user: string
  readonly channel: string
  readonly thread?: string | undefined
  readonly source?: Message
}

export function asking(world: World, socket: Socket, url: () => string) {
  const begin = (where: Where, came: (answer: { message?: Message; view?: View }) => void): Trigger => {
    const { thread, source, ...rest } = where
    const trigger: Trigger = {
      id: world.id('trigger.'),
      until: world.clock.now() + triggerMs,
      used: false,
      responses: 0,
      answered: came,
      ...rest,
      ...(thread && { thread }),
      ...(source && { source }),
    }
    world.triggers.set(trigger.id, trigger)
    return trigger
  }

  const ask = async (where: Where, type: string, payload: (trigger: Trigger) => unknown): Promise<Answer> => {
    const messages: Message[] = []
    const shown = Promise.withResolvers<void>()
    let modal: View | undefined
    const trigger = begin(where, ({ message, view }) => {
      if (message) messages.push(message)
      if (view) modal = view
      shown.resolve()
    })
    const acked = await socket.send(type, payload(trigger))
    if (acked !== undefined) {
      const seen = new AbortController()
      await Promise.race([shown.promise, world.clock.sleep(patienceMs, seen.signal)])
      seen.abort()
    }
    world.triggers.forEach(one => {
      if (one.until + 30 * 60_000 < world.clock.now()) world.triggers.delete(one.id)
    })
    return { messages, failed: acked === undefined, ...(modal && { modal }) }
  }

  const common = ({ user, channel }: Where, trigger: Trigger) => {
    const who = userNamed(world, user)
    const where = channelNamed(world, channel)
    return {
      team: { id: world.team.id, domain: world.team.domain },
      user: { id: who.id, username: who.name, name: who.name, team_id: world.team.id },
      channel: { id: where.id, name: where.isPrivate ? 'privategroup' : where.name },
      api_app_id: world.app.id,
      token: 'sandbox',
      trigger_id: trigger.id,
      enterprise: null,
      is_enterprise_install: false,
    }
  }

  const command = (channel: string, user: string, line: string): Promise<Answer> => {
    const where = { user: userNamed(world, user).id, channel: channelNamed(world, channel).id }
    const [name = '', ...rest] = line.trim().split(' ')
    return ask(where, 'slash_commands', trigger => ({
      token: 'sandbox',
      team_id: world.team.id,
      team_domain: world.team.domain,
      channel_id: where.channel,
      channel_name: channelNamed(world, channel).name,
      user_id: where.user,
      user_name: user,
      command: name,
      text: rest.join(' '),
      api_app_id: world.app.id,
      is_enterprise_install: 'false',
      response_url: `${url()}/respond/${trigger.id}`,
      trigger_id: trigger.id,
    }))
  }

  const press = (on: Message | string, labelOrId: string, user: string): Promise<Answer> => {
    const message = typeof on === 'string' ? world.messages.find(({ ts }) => ts === on) : on
    const button =
      message && buttons(message).find(one => one.label === labelOrId || one.actionId === labelOrId)
    if (!message || !button) throw new Error(`there is no button ${labelOrId} to press`)
    const where = {
      user: userNamed(world, user).id,
      channel: message.channel,
      source: message,
      thread: message.thread_ts,
    }
    const isEphemeral = message.ephemeralTo !== undefined
    return ask(where, 'interactive', trigger => ({
      type: 'block_actions',
      ...common(where, trigger),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: isEphemeral,
        ...(message.thread_ts && { thread_ts: message.thread_ts }),
      },
      ...(!isEphemeral && {
        message: {
          type: 'message',
          ts: message.ts,
          user: message.user,
          text: message.text,
          blocks: message.blocks,
          ...(message.thread_ts && { thread_ts: message.thread_ts }),
        },
      }),
      state: { values: {} },
      response_url: `${url()}/respond/${trigger.id}`,
      actions: [
        {
          type: 'button',
          action_id: button.actionId,
          block_id: blockOf(message, button.actionId),
          text: { type: 'plain_text', text: button.label, emoji: true },
          action_ts: world.stamp(),
        },
      ],
    }))
  }

  const shortcut = (callback: string, on: Message | string, user: string): Promise<Answer> => {
    const message = typeof on === 'string' ? world.messages.find(({ ts }) => ts === on) : on
    if (!message) throw new Error('there is no such message')
    const where = { user: userNamed(world, user).id, channel: message.channel, thread: message.thread_ts }
    return ask(where, 'interactive', trigger => ({
      type: 'message_action',
      ...common(where, trigger),
      callback_id: callback,
      action_ts: world.stamp(),
      message_ts: message.ts,
      message: {
        type: 'message',
        ts: message.ts,
        user: message.user,
        text: message.text,
        blocks: message.blocks,
        ...(message.thread_ts && { thread_ts: message.thread_ts }),
      },
      response_url: `${url()}/respond/${trigger.id}`,
    }))
  }

  /** Fills in the open form and sends it off. */
  const submit = async (user: string, filled: Readonly<Record<string, string>>): Promise<Answer> => {
    const who = userNamed(world, user)
    const view = world.views.get(who.id)
    if (!view) throw new Error(`no form is open before ${user}`)
    const inputs = ((view.body.blocks ?? []) as readonly Block[]).filter(({ type }) => type === 'input')
    const values = Object.fromEntries(inputs.map(block => [String(block.block_id), field(block, filled)]))
    const where = { user: who.id, channel: 'general' }
    world.views.delete(who.id)
    world.changed()
    const answer = await ask(where, 'interactive', trigger => {
      const { channel, ...rest } = common(where, trigger)
      return {
        type: 'view_submission',
        ...rest,
        response_urls: [],
        view: {
          ...view.body,
          id: view.id,
          team_id: world.team.id,
          hash: view.hash,
          state: { values },
          app_id: world.app.id,
          bot_id: world.app.botId,
          root_view_id: view.id,
          previous_view_id: null,
        },
      }
    })
    if (answer.failed) world.views.set(who.id, view)
    return answer
  }

  const dismiss = (user: string) => {
    world.views.delete(userNamed(world, user).id)
    world.changed()
  }

  return { command, press, shortcut, submit, dismiss }
}

function field(block: Block, filled: Readonly<Record<string, string>>) {
  const element = block.element as Readonly<Record<string, unknown>>
  const id = String(element.action_id)
  const value = filled[id] ?? filled[String(block.block_id)] ?? (element.initial_value as string | undefined)
  if (value === undefined || value === '') throw new Refused(`the form needs ${id}`)
  if (element.type === 'static_select')
    return {
      [id]: {
        type: 'static_select',
        selected_option: { text: { type: 'plain_text', text: value, emoji: true }, value },
      },
    }
  if (value.length > Number(element.max_length ?? 3000)) throw new Refused(`${id} is too long`)
  return { [id]: { type: 'plain_text_input', value } }
}

const blockOf = ({ blocks }: Message, actionId: string): string =>
  String(
    blocks.find(
      one => one.type === 'actions' && JSON.stringify(one.elements).includes(JSON.stringify(actionId)),
    )?.block_id ?? 'b1',
  )
