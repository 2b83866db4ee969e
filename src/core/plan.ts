/** What is to be read just now: of all follows those whose hours are open and whose budgets are not used up. */
import { accountOf, chatAccount, type Restraint, restraint, severest, type Usage, usages } from './budget.ts'
import { conversationsOf } from './conversations.ts'
import type { Follow } from './follow.ts'
import { nextTurn, windowAt } from './hours.ts'
import type { ConversationId, Hashtag, Instant, WorkspaceId } from './ids.ts'
import { nextDay } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Wanted } from './source.ts'

export interface Plan {
  readonly wanted: readonly Wanted[]
  /** What is read of a hashtag is booked on its chat, and on each workspace that has it read now. */
  readonly payers: ReadonlyMap<Hashtag, readonly string[]>
  /** When this may become another plan, though nothing is followed or unfollowed. */
  readonly turn?: Instant
  /** Handles, lower case, whose posts begin conversations that are read whole; undefined where none are. */
  readonly opens: ReadonlySet<string> | undefined
  /** Whether anything is followed at all. */
  readonly followed: boolean
}

type Needs = Pick<Parts, 'store' | 'clock'>

/** One follow, as far as it is read now. */
interface Open {
  readonly follow: Follow
  readonly workspace: WorkspaceId
  readonly since: Instant
  readonly restraint: Restraint
  readonly named: readonly string[]
}

export async function plan(parts: Needs): Promise<Plan> {
  const { store, clock } = parts
  const now = clock.now()
  const follows = await store.follows.all()
  const open = await opened(follows, now, parts)
  const hashtags = [...new Set(open.map(({ follow }) => follow.hashtag))]
  const turns = follows.flatMap(({ hours }) => (hours ? (nextTurn(hours, now) ?? []) : []))
  // Budgets of a day begin anew at midnight, those of a month on some midnight.
  if (open.length < follows.length || open.some(one => one.restraint !== 'none')) turns.push(nextDay(now))
  const asking = open.flatMap(one => (one.restraint === 'none' ? [one.follow] : []))
  const conversations = await conversationsOf(asking, parts)
  return {
    wanted: hashtags.map(hashtag => wantedOf(hashtag, open, conversations)),
    payers: new Map(hashtags.map(hashtag => [hashtag, payersOf(hashtag, open)])),
    opens: opensOf(asking),
    ...(turns.length > 0 && { turn: Math.min(...turns) }),
    followed: follows.length > 0,
  }
}

const opensOf = (follows: readonly Follow[]): ReadonlySet<string> | undefined => {
  const all = follows.flatMap(({ conversations }) => (conversations ? [conversations] : []))
  return all.length === 0 ? undefined : new Set(all.flat().map(handle => handle.toLowerCase()))
}

async function opened(follows: readonly Follow[], now: Instant, { store }: Needs): Promise<Open[]> {
  const used = await usages(store, now)
  const workspaces = new Map((await store.lanes.all()).map(({ channel }) => [channel.id, channel.workspace]))
  return follows.flatMap(follow => {
    const window = follow.hours && windowAt(follow.hours, now)
    const workspace = workspaces.get(follow.channel)
    if (workspace === undefined) return []
    const own = used.filter(one => concerns(one, workspace, follow.hashtag))
    const restrained = severest(own.map(restraint))
    if ((follow.hours && !window) || restrained === 'nothing') return []
    const since = Math.max(follow.began, window?.from ?? 0)
    const named = own.flatMap(({ budget }) => budget.named)
    return [{ follow, workspace, since, restraint: restrained, named }]
  })
}

const concerns = ({ budget }: Usage, workspace: WorkspaceId, hashtag: Hashtag): boolean =>
  budget.workspace === workspace && (budget.hashtag === undefined || budget.hashtag === hashtag)

/** All follows of a hashtag together: what one of them asks for is read. */
function wantedOf(
  hashtag: Hashtag,
  open: readonly Open[],
  conversations: ReadonlyMap<Hashtag, readonly ConversationId[]>,
): Wanted {
  const own = open.filter(({ follow }) => follow.hashtag === hashtag)
  const all = own.some(one => one.restraint !== 'named only')
  const whole = conversations.get(hashtag) ?? []
  return {
    hashtag,
    reposts: own.some(one => one.restraint === 'none' && one.follow.reposts),
    since: Math.min(...own.map(({ since }) => since)),
    ...(!all && { from: [...new Set(own.flatMap(({ named }) => named))] }),
    ...(all && whole.length > 0 && { conversations: whole }),
  }
}

const payersOf = (hashtag: Hashtag, open: readonly Open[]): string[] => {
  const workspaces = open.filter(({ follow }) => follow.hashtag === hashtag).map(({ workspace }) => workspace)
  return [
    chatAccount(hashtag),
    ...[...new Set(workspaces)].flatMap(workspace => [accountOf(workspace), accountOf(workspace, hashtag)]),
  ]
}
