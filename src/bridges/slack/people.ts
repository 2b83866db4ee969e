/** Who members are, as Slack knows them: asked once, remembered for a few minutes. */
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Clock } from '#core/clock.ts'
import type { Member, Person } from '#core/workspace.ts'
import { memberId } from './ids.ts'

const keptMs = 300_000

const user = z.object({
  id: z.string(),
  name: z.string().catch(''),
  deleted: z.boolean().catch(false),
  is_admin: z.boolean().catch(false),
  is_owner: z.boolean().catch(false),
  is_restricted: z.boolean().catch(false),
  is_ultra_restricted: z.boolean().catch(false),
  profile: z
    .object({ display_name: z.string().catch(''), real_name: z.string().catch('') })
    .catch({ display_name: '', real_name: '' }),
})
type User = z.output<typeof user>

export interface People {
  /** With the rights of nobody, should Slack not say who it is. */
  member(team: string, id: string): Promise<Member>
  person(team: string, typed: string): Promise<Person | undefined>
}

const nameOf = ({ profile, name }: User): string => profile.display_name || profile.real_name || name

export function people(web: WebClient, clock: Clock): People {
  const known = new Map<string, { readonly user: User; readonly until: number }>()
  let all: { readonly users: readonly User[]; readonly until: number } | undefined

  const ask = async (id: string): Promise<User> => {
    const kept = known.get(id)
    if (kept && kept.until > clock.now()) return kept.user
    const { user: told } = await web.users.info({ user: id })
    const found = user.parse(told)
    known.set(id, { user: found, until: clock.now() + keptMs })
    return found
  }
  const everyone = async (): Promise<readonly User[]> => {
    if (all && all.until > clock.now()) return all.users
    const users: User[] = []
    for await (const page of web.paginate('users.list', { limit: 200 })) {
      const { members } = z.object({ members: z.array(z.unknown()).catch([]) }).parse(page)
      users.push(...members.flatMap(one => user.safeParse(one).data ?? []))
    }
    all = { users, until: clock.now() + keptMs }
    return users
  }

  return {
    async member(team, id) {
      const found = await ask(id).catch(() => user.parse({ id, is_restricted: true }))
      const admin = found.is_admin || found.is_owner
      const guest = found.is_restricted || found.is_ultra_restricted
      return { id: memberId(team, id), name: nameOf(found) || id, admin, manages: !guest, roles: [] }
    },
    async person(team, typed) {
      const id = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(typed)?.[1]
      const wanted = typed.replace(/^@/, '').toLowerCase()
      const meant = id
        ? [await ask(id)]
        : (await everyone()).filter(
            one =>
              !one.deleted &&
              [one.name, one.profile.display_name, one.profile.real_name].some(
                name => name.toLowerCase() === wanted,
              ),
          )
      const [only] = meant
      return only && meant.length === 1 ? { id: memberId(team, only.id), name: nameOf(only) } : undefined
    },
  }
}
