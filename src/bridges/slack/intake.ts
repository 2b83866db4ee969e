/** What members do on Slack, parsed at the border and turned into invocations. */
import { z } from 'zod'
import type { Instant } from '#core/ids.ts'
import type { Invocation } from '#core/invocation.ts'
import { toFilled } from './form.ts'
import { channel } from './ids.ts'
import type { People } from './people.ts'

const named = z.object({ id: z.string(), name: z.string().optional() })
const message = z.object({ ts: z.string(), thread_ts: z.string().optional() })

const command = z.object({
  text: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().optional(),
  team_id: z.string(),
  trigger_id: z.string(),
})
const actions = z.object({
  user: named,
  team: named.nullable(),
  channel: named.optional(),
  container: z.object({
    is_ephemeral: z.boolean().optional(),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    message_ts: z.string().optional(),
  }),
  message: message.optional(),
  trigger_id: z.string(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string().optional() })).min(1),
})
const shortcut = z.object({
  user: named,
  team: named.nullable(),
  channel: named,
  message,
  trigger_id: z.string(),
})
const submission = z.object({
  user: named,
  team: named.nullable(),
  view: z.looseObject({ id: z.string(), hash: z.string().optional() }),
})
const mention = z.object({
  user: z.string(),
  channel: z.string(),
  text: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
})

/** An invocation, and where its answer goes. */
export interface Taken {
  readonly invocation: Invocation
  readonly channel: string
  readonly user: string
  readonly thread?: string
  /** For a form, at once. */
  readonly trigger?: string
  /** The member alone sees what was pressed. */
  readonly own: boolean
}

export interface Around {
  readonly team: string
  readonly people: People
  readonly now: Instant
}

interface Where {
  readonly id: string
  readonly user: string
  readonly channel: string
  readonly name?: string | undefined
  readonly thread?: string | undefined
}

async function asking({ id, user, channel: where, name, thread }: Where, { team, people, now }: Around) {
  const member = await people.member(team, user)
  // Slack calls every private channel and direct message so.
  const known = name === 'privategroup' || name === 'directmessage' ? undefined : name
  return {
    id,
    at: now,
    channel: channel(team, where, known),
    member,
    ...(thread !== undefined && { thread }),
  }
}

export async function fromCommand(body: unknown, around: Around): Promise<Taken> {
  const {
    text,
    user_id: user,
    channel_id: where,
    channel_name: name,
    trigger_id: trigger,
  } = command.parse(body)
  const asked = await asking({ id: trigger, user, channel: where, name }, around)
  return { invocation: { ...asked, kind: 'line', line: text }, channel: where, user, trigger, own: false }
}

/** Undefined for buttons that only open an address. */
export async function fromAction(body: unknown, around: Around): Promise<Taken | undefined> {
  const {
    user,
    channel: place,
    container,
    message: on,
    trigger_id: trigger,
    actions: pressed,
  } = actions.parse(body)
  const where = place?.id ?? container.channel_id
  const id = pressed[0]?.action_id ?? ''
  const colon = id.indexOf(':')
  if (where === undefined || colon < 0 || id.startsWith('view:') || id.startsWith('open:')) return undefined
  const root = on?.thread_ts ?? container.thread_ts
  const ts = on?.ts ?? container.message_ts
  const thread = root !== undefined && (root !== ts || container.is_ephemeral) ? root : undefined
  const asked = await asking(
    { id: trigger, user: user.id, channel: where, name: place?.name, thread },
    around,
  )
  const press = { does: id.slice(0, colon), of: id.slice(colon + 1) }
  const own = container.is_ephemeral === true
  return {
    invocation: { ...asked, kind: 'press', press, ...(ts !== undefined && !own && { message: ts }) },
    channel: where,
    user: user.id,
    trigger,
    own,
    ...(thread !== undefined && { thread }),
  }
}

export async function fromShortcut(body: unknown, around: Around): Promise<Taken> {
  const { user, channel: place, message: on, trigger_id: trigger } = shortcut.parse(body)
  const thread = on.thread_ts !== undefined && on.thread_ts !== on.ts ? on.thread_ts : undefined
  const asked = await asking(
    { id: trigger, user: user.id, channel: place.id, name: place.name, thread },
    around,
  )
  return {
    invocation: { ...asked, kind: 'menu', message: on.ts },
    channel: place.id,
    user: user.id,
    trigger,
    own: false,
    ...(thread !== undefined && { thread }),
  }
}

export async function fromSubmission(body: unknown, around: Around): Promise<Taken> {
  const { user, view } = submission.parse(body)
  const { press, values, channel: where, name, thread } = toFilled(view)
  const asked = await asking(
    { id: `${view.id}:${view.hash ?? ''}`, user: user.id, channel: where, name, thread },
    around,
  )
  return {
    invocation: { ...asked, kind: 'form', press, values },
    channel: where,
    user: user.id,
    own: false,
    ...(thread !== undefined && { thread }),
  }
}

/** `@Backchannel status`: what follows the name is a command. */
export async function fromMention(event: unknown, around: Around): Promise<Taken> {
  const { user, channel: where, text, ts, thread_ts: thread } = mention.parse(event)
  const asked = await asking({ id: `${where}:${ts}`, user, channel: where, thread }, around)
  const line = text.replace(/^\s*<@[A-Z0-9]+(\|[^>]*)?>\s*/, '')
  return {
    invocation: { ...asked, kind: 'line', line },
    channel: where,
    user,
    own: false,
    ...(thread !== undefined && { thread }),
  }
}
