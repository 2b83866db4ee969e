/** One address of Discord's REST: method and path, the bucket it draws on, and what it does. */

import type { BucketName } from './limits.ts'
import type { File } from './messages.ts'
import { refuse } from './refusals.ts'
import { showMessage } from './show.ts'
import type { Guild, Message, World } from './world.ts'

export interface Call {
  world: World
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  files: File[]
  identifiesLeft: number
}

export interface Reply {
  status: number
  body?: unknown
}

export interface Route {
  /** Such as `POST /channels/:channel/messages`. */
  line: string
  bucket: BucketName
  /** Whether a token in the path is the credential, not the bot's. */
  open: boolean
  run(call: Call): Reply
}

type Run = Route['run']
export const asBot = (line: string, bucket: BucketName, run: Run): Route => ({
  line,
  bucket,
  open: false,
  run,
})
export const byToken = (line: string, bucket: BucketName, run: Run): Route => ({
  line,
  bucket,
  open: true,
  run,
})

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const made = (body: unknown): Reply => ({ status: 201, body })
export const done: Reply = { status: 204 }

/** A part of the path. */
export const part = ({ params }: Call, name: string) => decodeURIComponent(params[name] ?? '')

/** A message as its own sender sees it: whole. */
export const own = ({ world }: Call, message: Message) => ok(showMessage(world, message, true))

export function guildOf(call: Call): Guild {
  const guild = call.world.guilds.get(part(call, 'guild'))
  if (!guild) throw refuse('unknownGuild')
  if (!guild.joined) throw refuse('missingAccess')
  return guild
}
