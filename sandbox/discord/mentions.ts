/** Whom a message would ping, by the text, `allowed_mentions` and Discord's defaults. */

import type { APIUser } from 'discord-api-types/v10'
import type { AllowedMentions } from './bodies.ts'
import type { World } from './world.ts'

export interface Pings {
  everyone: boolean
  users: APIUser[]
  roles: string[]
}

interface Asked {
  content: string
  allowed: AllowedMentions | null | undefined
  /** Webhooks and interactions parse users only; ordinary bot messages everything. */
  defaults: 'everything' | 'users'
  repliedTo?: APIUser | undefined
}

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(hit => String(hit[1]))

/** Pings that a list names outright are meant; those let through by `parse` or by default are faults. */
export function pingsOf(world: World, { content, allowed, defaults, repliedTo }: Asked): Pings {
  const parse = allowed
    ? (allowed.parse ?? [])
    : defaults === 'users'
      ? ['users']
      : ['users', 'roles', 'everyone']
  const named = (kind: 'users' | 'roles', id: string) => allowed?.[kind]?.includes(id) ?? false
  const careless: string[] = []
  const pick = (kind: 'users' | 'roles', ids: string[]) =>
    ids.filter(id => {
      if (!named(kind, id) && parse.includes(kind)) careless.push(`${kind} ${id}`)
      return named(kind, id) || parse.includes(kind)
    })

  const ids = pick('users', all(content, /<@!?(\d+)>/g))
  const everyone = parse.includes('everyone') && /@(everyone|here)/.test(content)
  if (everyone) careless.push('everyone')
  if (repliedTo && (allowed ? allowed.replied_user : true)) {
    if (!allowed && repliedTo.id !== world.bot.id)
      careless.push(`the author replied to, ${repliedTo.username}`)
    ids.push(repliedTo.id)
  }
  const roles = pick('roles', all(content, /<@&(\d+)>/g))
  for (const who of careless) world.faults.push(`a message that pings ${who}: ${content.slice(0, 80)}`)
  const users = [...new Set(ids)].flatMap(id => world.users.get(id) ?? [])
  return { everyone, users, roles: [...new Set(roles)] }
}

/** What a person's own words mention. */
export function mentionsTyped(world: World, content: string) {
  const ids = [...new Set(all(content, /<@!?(\d+)>/g))]
  return {
    mentions: ids.flatMap(id => world.users.get(id) ?? []),
    mention_roles: [...new Set(all(content, /<@&(\d+)>/g))],
    mention_everyone: /@(everyone|here)/.test(content),
  }
}
