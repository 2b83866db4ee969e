/** Budgets: what a workspace wants to spend on reading, in all or on one chat, and what is left out as that is used up. */
import type { Hashtag, Instant, Micros, WorkspaceId } from './ids.ts'
import { every, kind } from './records.ts'
import type { Store } from './store.ts'

export interface Budget {
  readonly workspace: WorkspaceId
  /** Absent: all its chats together. */
  readonly hashtag?: Hashtag
  readonly dayMicros?: Micros
  readonly monthMicros?: Micros
  /** Step by step, or all at once when it is used up. */
  readonly gently: boolean
  /** Handles, without `@`, that are read longest. */
  readonly named: readonly string[]
}

export const budgets = kind<Budget>('budget')

/** What a workspace, and one of its chats, is booked under in the ledger; the id of its budget. */
export const accountOf = (workspace: WorkspaceId, hashtag?: Hashtag): string =>
  hashtag === undefined ? workspace : `${workspace}#${hashtag}`
/** A chat as a whole, whoever follows it. */
export const chatAccount = (hashtag: Hashtag): string => `chat:${hashtag}`

/** How far a budget is used up, in the period in which it is used up most. */
export interface Usage {
  readonly budget: Budget
  readonly period: 'day' | 'month'
  readonly spent: Micros
  readonly limit: Micros
}

export type Restraint = 'none' | 'no reposts' | 'named only' | 'nothing'

/** The shares at which people are told. */
export const told = [0.5, 0.8, 1] as const
const withoutReposts = 0.8
const namedOnly = 0.9

/** What is left out at a share of a budget. */
export function restraint({ budget: { gently, named }, spent, limit }: Usage): Restraint {
  const share = spent / limit
  if (share >= 1) return 'nothing'
  if (!gently || share < withoutReposts) return 'none'
  return share >= namedOnly && named.length > 0 ? 'named only' : 'no reposts'
}

const severity: readonly Restraint[] = ['none', 'no reposts', 'named only', 'nothing']
export const severest = (all: readonly Restraint[]): Restraint =>
  severity[Math.max(0, ...all.map(one => severity.indexOf(one)))] ?? 'none'

/** Every budget there is, and how far it is used up. */
export async function usages({ ledger, records }: Store, now: Instant): Promise<readonly Usage[]> {
  const all: Usage[] = []
  for await (const { body } of every(records, budgets)) all.push(...(await used(body, { ledger, now })))
  return all
}

async function used(
  budget: Budget,
  { ledger, now }: { readonly ledger: Store['ledger']; readonly now: Instant },
): Promise<Usage[]> {
  const account = accountOf(budget.workspace, budget.hashtag)
  const { dayMicros, monthMicros } = budget
  const day = dayMicros !== undefined && {
    budget,
    period: 'day' as const,
    spent: await ledger.spent(now, account),
    limit: dayMicros,
  }
  const month = monthMicros !== undefined && {
    budget,
    period: 'month' as const,
    spent: await ledger.spentMonth(now, account),
    limit: monthMicros,
  }
  return [day, month].filter(one => one !== false)
}
