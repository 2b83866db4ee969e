/** What X says it has billed: figures as strings or numbers, in two shapes (its description and its prose differ). */
import { z } from 'zod'
import type { Instant } from '#core/ids.ts'
import type { Client } from './client.ts'

const amount = z.coerce.number().nonnegative()
const day = z.object({
  date: z.iso.datetime({ offset: true }).or(z.iso.date()),
  usage: z.union([amount, z.array(z.object({ tweets_consumed: amount }))]).optional(),
  tweets_consumed: amount.optional(),
})
const answer = z.object({
  data: z.object({
    daily_project_usage: z
      .union([z.object({ usage: z.array(day).default([]) }).transform(({ usage }) => usage), z.array(day)])
      .optional(),
  }),
})

/** Posts by UTC day, oldest first; undefined where X does not say. @throws NetworkError */
export async function billed(
  client: Client,
  days: number,
): Promise<readonly { readonly day: Instant; readonly posts: number }[] | undefined> {
  const asked = { days: String(days), 'usage.fields': 'daily_project_usage' }
  const { data } = await client.get('usage/tweets', answer, asked)
  return data.daily_project_usage
    ?.map(({ date, usage, tweets_consumed: consumed }) => ({
      day: Math.floor(Date.parse(date) / 86_400_000) * 86_400_000,
      posts:
        consumed ??
        (Array.isArray(usage) ? usage.reduce((all, one) => all + one.tweets_consumed, 0) : (usage ?? 0)),
    }))
    .sort((one, other) => one.day - other.day)
}
