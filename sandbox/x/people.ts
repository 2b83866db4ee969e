/** Who is on the network: people by handle and by id, and how the API shows them. */
import type { NextId } from './snowflake.ts'

export interface Person {
  id: string
  handle: string
  name: string
  about: string
  /** May write more than 280 characters and edit. */
  premium: boolean
  joinedAt: number
  picture: string
}

export interface Newcomer {
  handle: string
  name?: string
  about?: string
  premium?: boolean
  picture?: string
  id?: string
}

export interface People {
  join(newcomer: Newcomer): Person
  named(handle: string): Person | undefined
  numbered(id: string): Person | undefined
  all(): Person[]
}

const yearMs = 365 * 86_400_000

export function people(nextId: NextId, now: () => number, webUrl: () => string): People {
  const byHandle = new Map<string, Person>()
  const byId = new Map<string, Person>()
  const plain = (handle: string) => handle.replace(/^@/, '').toLowerCase()

  return {
    join(newcomer) {
      const handle = newcomer.handle.replace(/^@/, '')
      const known = byHandle.get(plain(handle))
      const joinedAt = known?.joinedAt ?? now() - yearMs
      const person: Person = {
        id: known?.id ?? newcomer.id ?? nextId(joinedAt),
        handle,
        name: newcomer.name ?? known?.name ?? handle,
        about: newcomer.about ?? known?.about ?? '',
        premium: newcomer.premium ?? known?.premium ?? false,
        joinedAt,
        picture: newcomer.picture ?? known?.picture ?? `${webUrl()}/pictures/people/${handle}_normal.svg`,
      }
      const kept = known ? Object.assign(known, person) : person
      byHandle.set(plain(handle), kept)
      byId.set(kept.id, kept)
      return kept
    },
    named: handle => byHandle.get(plain(handle)),
    numbered: id => byId.get(id),
    all: () => [...byHandle.values()],
  }
}
