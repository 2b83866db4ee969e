/** Looks for messages of ours by the mark they carry. */
import { type APIMessage, type APIUser, type REST, Routes } from 'discord.js'
import type { AttemptKey, Instant } from '#core/ids.ts'
import { type Mark, markOf } from './mark.ts'

const pageSize = 100
const mostPages = 20

/** Discord's ids carry their millisecond since 2015. */
const epoch = 1_420_070_400_000
const idAt = (at: Instant): string => String(BigInt(Math.max(0, Math.floor(at) - epoch)) << 22n)
export const justBefore = (message: string): string => String(BigInt(message) - 1n)

export interface Looking {
  readonly key: AttemptKey
  /** Messages after this id are looked at. */
  readonly after: string
  /** And none made after this one. */
  readonly until: string
}

/** The ids of an attempt's messages, by part; `unknown` where there was too much to look through. */
export interface Parts {
  readonly ids: ReadonlyMap<number, string>
  readonly mark?: Mark
}

export const whole = ({ ids, mark }: Parts): boolean => mark !== undefined && ids.size >= mark.parts

export type Look = (where: string, looking: Looking) => Promise<Parts | 'unknown'>

/** An attempt's messages were made about when it was, by clocks that may differ and requests that may linger. */
const marginMs = 15 * 60_000
export const around = (at: Instant): Omit<Looking, 'key'> => ({
  after: idAt(at - marginMs),
  until: idAt(at + marginMs),
})

export function looker(rest: REST): Look {
  let me: Promise<string> | undefined
  const self = (): Promise<string> => {
    me ??= rest.get('/users/@me').then(
      user => (user as APIUser).id,
      error => {
        me = undefined
        throw error
      },
    )
    return me
  }
  return async (where, { key, after, until }) => {
    const author = await self()
    const ids = new Map<number, string>()
    let mark: Mark | undefined
    let last = after
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({ after: last, limit: String(pageSize) })
      const messages = (await rest.get(Routes.channelMessages(where), { query })) as APIMessage[]
      for (const message of messages) {
        if (BigInt(message.id) > BigInt(last)) last = message.id
        const found = message.author.id === author ? markOf(message) : undefined
        if (found?.key !== key) continue
        mark = found
        ids.set(found.part, message.id)
      }
      const parts = { ids, ...(mark && { mark }) }
      if (whole(parts) || messages.length < pageSize || BigInt(last) > BigInt(until)) return parts
    }
    return ids.size > 0 ? { ids, ...(mark && { mark }) } : 'unknown'
  }
}
