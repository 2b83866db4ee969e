/** What has been spent, against what may be: told at half, at four fifths and at the end, never cut off in silence. */
import { told, type Usage, usages } from './budget.ts'
import type { ChannelId, Instant, Micros } from './ids.ts'
import { dollars } from './ledger.ts'
import type { Parts } from './parts.ts'
import type { Line } from './saying.ts'

type Needs = Pick<Parts, 'store' | 'source' | 'clock' | 'wake' | 'dailyMicros' | 'monthlyMicros'>

/** Whether the installation has nothing left for today, or for this month. */
export async function isSpent({
  store,
  clock,
  dailyMicros,
  monthlyMicros,
}: Omit<Needs, 'source' | 'wake'>): Promise<boolean> {
  const now = clock.now()
  if ((await store.ledger.spent(now)) >= dailyMicros) return true
  return monthlyMicros !== undefined && (await store.ledger.spentMonth(now)) >= monthlyMicros
}

/**
 * Tells those concerned, once for each share of each budget and period. Resolves with whether one of them restrains
 * what is read.
 */
export async function tellBudgets(parts: Needs): Promise<boolean> {
  const now = parts.clock.now()
  const own = await usages(parts.store, now)
  for (const usage of own) await tellOne(usage, now, parts)
  await tellWhole(now, parts)
  return own.some(
    ({ budget: { gently }, spent, limit }) => spent >= limit || (gently && spent >= limit * 0.8),
  )
}

const periodOf = (period: Usage['period'], now: Instant): string =>
  new Date(now).toISOString().slice(0, period === 'day' ? 10 : 7)
const called = { day: 'today’s', month: 'this month’s' } as const

const shareOf = (spent: Micros, limit: Micros): number | undefined =>
  told.findLast(share => spent >= share * limit)

async function tellOne({ budget, period, spent, limit }: Usage, now: Instant, parts: Needs): Promise<void> {
  const share = shareOf(spent, limit)
  if (share === undefined) return
  const { workspace, hashtag, gently, named } = budget
  const whose = hashtag === undefined ? 'this workspace' : `#${hashtag}`
  const follows = await parts.store.follows.all()
  const lanes = new Map((await parts.store.lanes.all()).map(({ channel }) => [channel.id, channel.workspace]))
  const channels = follows
    .filter(one => lanes.get(one.channel) === workspace && (hashtag === undefined || one.hashtag === hashtag))
    .map(({ channel }) => channel)
  const line: Line = `${Math.round(share * 100)} % of ${called[period]} budget of ${dollars(limit)} for ${whose} is spent (${dollars(spent)}). ${consequence(share, { gently, named })}`
  const key = `spent:${workspace}#${hashtag ?? ''}:${period}:${periodOf(period, now)}:${share}`
  await tell(channels, { key, line }, parts)
}

function consequence(
  share: number,
  { gently, named }: { readonly gently: boolean; readonly named: readonly string[] },
): string {
  if (share >= 1) return 'Reading for it has stopped until the budget begins anew, or is raised.'
  const last = named.length > 0 ? `, at 90 % only ${named.map(one => `@${one}`).join(', ')} are read` : ''
  if (!gently) return 'When it is used up, reading for it stops.'
  return share >= 0.8
    ? `Reposts are left out now${last}; when it is used up, reading for it stops.`
    : `At 80 % reposts are left out${last}.`
}

/** The limits of the whole installation; when the daily one is reached, `tellSpent` says so. */
async function tellWhole(now: Instant, parts: Needs): Promise<void> {
  const { store, dailyMicros, monthlyMicros } = parts
  const limits = [
    { period: 'day' as const, spent: await store.ledger.spent(now), limit: dailyMicros },
    ...(monthlyMicros === undefined
      ? []
      : [{ period: 'month' as const, spent: await store.ledger.spentMonth(now), limit: monthlyMicros }]),
  ]
  for (const { period, spent, limit } of limits) {
    const share = shareOf(spent, limit)
    if (share === undefined || (share === 1 && period === 'day')) continue
    const end =
      share === 1
        ? 'Reading has stopped until next month, or until the limit is raised.'
        : 'At 100 % reading stops.'
    const line = `${Math.round(share * 100)} % of ${called[period]} limit of ${dollars(limit)} for all chats is spent (${dollars(spent)}). ${end}`
    const channels = (await store.follows.all()).map(({ channel }) => channel)
    await tell(channels, { key: `spent:${period}:${periodOf(period, now)}:${share}`, line }, parts)
  }
}

interface Told {
  readonly key: string
  readonly line: Line
}

/** Said once in each channel. */
export async function tell(
  channels: readonly ChannelId[],
  { key, line }: Told,
  { store, clock, wake }: Pick<Parts, 'store' | 'clock' | 'wake'>,
): Promise<void> {
  for (const channel of new Set(channels)) {
    await store.notices.put({ channel, key, at: clock.now(), saying: { lines: [line] } })
    wake(channel)
  }
}
