/** Budget: what reading cost and will cost, chat by chat, and what it may cost. */
import { accountOf, type Budget, budgets, type Usage, usages } from '#core/budget.ts'
import { say } from '#core/feedback.ts'
import type { Hashtag, WorkspaceId } from '#core/ids.ts'
import { dollars, monthOf } from '#core/ledger.ts'
import type { Parts } from '#core/parts.ts'
import { reconciled } from '#core/reconcile.ts'
import { update } from '#core/records.ts'
import type { Line } from '#core/saying.ts'
import { toLimits } from './budget-text.ts'
import { command } from './command.ts'
import { check } from './may.ts'

export const budget = command({
  name: 'budget',
  aliases: ['costs', 'spent'],
  about: 'What reading cost and may cost, for this workspace or for one chat',
  may: 'anyone',
  takes: {
    hashtag: { kind: 'hashtag', optional: true, about: 'one chat; without it, the whole workspace' },
    limit: {
      kind: 'text',
      max: 200,
      optional: true,
      about: 'such as 2/day 20/month, gently or stop; off takes it away',
    },
  },
  examples: ['budget', 'budget 5/day 50/month', 'budget #hcsm 2/day gently @hostess', 'budget #hcsm off'],

  async run({ hashtag, limit = '' }, asked, parts) {
    const { workspace } = asked.channel
    if (limit.trim() === '') return say(...(await overview(workspace, parts)))
    await check('admin', asked, parts)
    const limits = toLimits(limit)
    const id = accountOf(workspace, hashtag)
    const whose = hashtag === undefined ? 'this workspace' : `#${hashtag} here`
    if (!limits) {
      await parts.store.records.remove(budgets, id)
      await parts.follows()
      return say(`There is no budget for ${whose} any more.`)
    }
    const body: Budget = { workspace, ...(hashtag !== undefined && { hashtag }), ...limits }
    await update(parts.store.records, { kind: budgets, id }, () => ({ body, workspace }))
    await parts.follows()
    return say(`The budget for ${whose} is ${inWords(body)}. Its channels are told at 50, 80 and 100 %.`)
  },
})

function inWords({ dayMicros, monthMicros, gently, named }: Budget): string {
  const amounts = [
    ...(dayMicros === undefined ? [] : [`${dollars(dayMicros)} a day`]),
    ...(monthMicros === undefined ? [] : [`${dollars(monthMicros)} a month`]),
  ].join(' and ')
  const only = named.length > 0 ? `, from 90 % only ${named.map(one => `@${one}`).join(', ')} are read` : ''
  return gently
    ? `${amounts}: from 80 % reposts are left out${only}, at 100 % reading for it stops`
    : `${amounts}: at 100 % reading for it stops`
}

async function overview(workspace: WorkspaceId, parts: Parts): Promise<Line[]> {
  const { store, clock, dailyMicros, monthlyMicros } = parts
  const now = clock.now()
  const hashtags = await followedIn(workspace, parts)
  const own = (await usages(store, now)).filter(one => one.budget.workspace === workspace)
  const month = monthlyMicros === undefined ? '' : ` of at most ${dollars(monthlyMicros)}`
  return [
    `All chats of this installation: ${dollars(await store.ledger.spent(now))} today of at most ${dollars(dailyMicros)}, ${dollars(await store.ledger.spentMonth(now))} this month${month}. Days and months are UTC.`,
    await accountLine('What this workspace follows', accountOf(workspace), parts),
    ...(await Promise.all(
      hashtags.map(hashtag => accountLine(`#${hashtag}`, accountOf(workspace, hashtag), parts)),
    )),
    ...own.map(usageLine),
    ...(own.length === 0 ? ['No budget is set here: an admin can, with `budget #hcsm 2/day`.'] : []),
    'What several workspaces follow is read once, and counted in full for each.',
    ...(await difference(parts)),
  ]
}

async function followedIn(workspace: WorkspaceId, { store }: Parts): Promise<Hashtag[]> {
  const lanes = (await store.lanes.all()).filter(({ channel }) => channel.workspace === workspace)
  const channels = new Set<string>(lanes.map(({ channel }) => channel.id))
  const follows = (await store.follows.all()).filter(({ channel }) => channels.has(channel))
  return [...new Set(follows.map(({ hashtag }) => hashtag))]
}

/** Today, this month, and what the month comes to if it goes on like that. */
async function accountLine(name: string, account: string, { store, clock }: Parts): Promise<Line> {
  const now = clock.now()
  const month = await store.ledger.spentMonth(now, account)
  const { first, last } = monthOf(now)
  const dayMs = 86_400_000
  // What one day says about thirty is not worth saying.
  const passed = now - first
  const ahead =
    passed < 3 * dayMs
      ? ''
      : `, about ${dollars(Math.round((month * (last + 1 - first)) / passed / 10_000) * 10_000)} by its end`
  return `${name}: ${dollars(await store.ledger.spent(now, account))} today, ${dollars(month)} this month${ahead}.`
}

const usageLine = ({ budget: { hashtag }, period, spent, limit }: Usage): Line =>
  `Budget ${hashtag === undefined ? 'of this workspace' : `of #${hashtag}`}: ${Math.round((100 * spent) / limit)} % of ${dollars(limit)} a ${period}.`

async function difference({ store, source }: Parts): Promise<Line[]> {
  const kept = await store.records.read(reconciled, source.network)
  const days = kept?.body.days ?? []
  const ours = days.reduce((sum, day) => sum + day.ours, 0)
  const theirs = days.reduce((sum, day) => sum + day.theirs, 0)
  const [first] = days
  if (!first) return []
  const since: Line = [
    `Since `,
    { at: first.day, show: 'date' },
    ours === theirs
      ? ` ${source.name} bills as many posts as we have counted: ${ours}.`
      : ` ${source.name} bills ${theirs} posts; we have counted ${ours}.`,
  ]
  return [since]
}
