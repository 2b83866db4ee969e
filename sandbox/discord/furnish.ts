/** Builds the world that a stand-in begins with. */

import type { APIRole } from 'discord-api-types/v10'
import { bot, type ServerPlan, user } from './furniture.ts'
import { ordinary, sum } from './permissions.ts'
import { iso, type Member, snowflakes, type World } from './world.ts'

type Given = Pick<World, 'clock' | 'changed' | 'closing' | 'mayReadContent'>

export function emptyWorld(given: Given): World {
  const self = user(bot.applicationId, bot.name, bot.name, true)
  return {
    ...given,
    origin: '',
    token: bot.token,
    applicationId: bot.applicationId,
    bot: { ...self, global_name: null },
    publicKey: bot.publicKey,
    users: new Map([[self.id, { ...self, global_name: null }]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    webhooks: new Map(),
    commands: [],
    interactions: new Map(),
    modals: new Map(),
    nonces: new Map(),
    faults: [],
    id: snowflakes(given.clock),
    dispatch: () => {},
    answered: () => {},
  }
}

const role = (id: string, name: string, permissions: bigint, position: number): APIRole =>
  ({
    id,
    name,
    description: null,
    permissions: String(permissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  }) as unknown as APIRole

export function furnish(world: World, plan: ServerPlan) {
  const joinedAt = iso(world.clock.now())
  const own = plan.roles.find(one => one.name === bot.name)
  const members = new Map<string, Member>([
    [world.bot.id, { user: world.bot, roles: own ? [own.id] : [], joinedAt }],
  ])
  for (const one of plan.members) {
    const person = user(one.id, one.username, one.name)
    world.users.set(one.id, person)
    const held = plan.roles.filter(each => one.roles?.includes(each.name)).map(each => each.id)
    members.set(one.id, { user: person, roles: held, joinedAt })
  }
  world.guilds.set(plan.id, {
    id: plan.id,
    name: plan.name,
    ownerId: plan.members.find(one => one.username === plan.owner)?.id ?? world.bot.id,
    roles: [
      role(plan.id, '@everyone', ordinary, 0),
      ...plan.roles.map((one, index) => role(one.id, one.name, sum(one.permissions), index + 1)),
    ],
    members,
    joined: true,
  })
  plan.channels.forEach((one, position) => {
    const deny = sum(one.deny ?? [])
    world.channels.set(one.id, {
      id: one.id,
      guildId: plan.id,
      type: one.type ?? 0,
      name: one.name,
      position,
      topic: null,
      parentId: null,
      messages: [],
      overwrites: deny ? [{ id: own?.id ?? plan.id, type: 0, allow: 0n, deny }] : [],
    })
  })
}
