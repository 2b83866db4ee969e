/** What the app's calls would cost: prices, one charge for each resource and UTC day, and what happens when money ends. */
import { Refused, refusals } from './refusals.ts'

/** Docs.x.com, getting-started/pricing, August 2026. */
export const prices = {
  'post read': 0.005,
  'user read': 0.01,
  'owned read': 0.001,
  counts: 0.005,
  'post create': 0.015,
  'post create with link': 0.2,
  'summoned reply': 0.01,
  delete: 0.01,
} as const

export type Item = keyof typeof prices

export interface Money {
  /** Prepaid credits in USD. */
  credits: number
  /** The spending limit of the billing cycle in USD. */
  spendCap: number
  /** Post reads allowed each billing month. */
  postCap: number
}

export interface Bill {
  usd: number
  lines: { item: Item; count: number; usd: number }[]
  charges: { item: Item; id: string; day: string; usd: number }[]
}

export interface Ledger {
  /** @throws Refused when there is nothing left to spend. */
  allow(reads: boolean): void
  charge(item: Item, id: string): void
  bill(): Bill
  spend(money: Partial<Money>): void
  /** Posts read on each UTC day. */
  usage(): { date: string; usage: number }[]
}

export function ledger(now: () => number, start: Partial<Money> = {}): Ledger {
  const money: Money = {
    credits: Number.POSITIVE_INFINITY,
    spendCap: Number.POSITIVE_INFINITY,
    postCap: 3_000_000,
    ...start,
  }
  const charges = new Map<string, Bill['charges'][number]>()
  const today = () => new Date(now()).toISOString().slice(0, 10)
  const reads = () => charges.values().filter(charge => charge.item === 'post read')
  let spentMicros = 0

  return {
    allow(reading) {
      if (spentMicros / 1e6 >= money.credits) throw new Refused(refusals.creditsDepleted)
      if (spentMicros / 1e6 >= money.spendCap) throw new Refused(refusals.spendCapReached)
      const month = today().slice(0, 7)
      if (
        reading &&
        money.postCap < 3_000_000 &&
        reads()
          .filter(c => c.day.startsWith(month))
          .toArray().length >= money.postCap
      )
        throw new Refused(refusals.usageCapped)
    },
    charge(item, id) {
      const day = today()
      const key = `${item.includes('read') ? 'read' : item} ${item.startsWith('user') ? 'user' : ''} ${id} ${day}`
      if (charges.has(key)) return
      charges.set(key, { item, id, day, usd: prices[item] })
      spentMicros += Math.round(prices[item] * 1e6)
    },
    bill() {
      const all = [...charges.values()]
      const items = [...new Set(all.map(charge => charge.item))]
      const lines = items.map(item => {
        const count = all.filter(charge => charge.item === item).length
        return { item, count, usd: Math.round(count * prices[item] * 1e6) / 1e6 }
      })
      return { usd: spentMicros / 1e6, lines, charges: all }
    },
    spend(change) {
      Object.assign(money, change)
    },
    usage() {
      const days = new Map<string, number>()
      for (const { day } of reads()) days.set(day, (days.get(day) ?? 0) + 1)
      return [...days].map(([day, usage]) => ({ date: `${day}T00:00:00.000Z`, usage }))
    },
  }
}
