/** Counts, after a replay, what came of every recorded post: from what the channels show, not from what was meant. */
import { board } from '#core/chat/board.ts'
import type { House } from '#sandbox/house.ts'
import type { App } from './app.ts'
import { isPost, type Recording } from './recording.ts'

export interface Totals {
  readonly read: number
  readonly admitted: number
  /** By platform and channel: posts that stand there. */
  readonly delivered: Readonly<Record<string, number>>
  readonly duplicates: number
  readonly lost: number
  readonly malformed: number
  readonly seconds: number
}

export interface Delivered {
  readonly posts: readonly string[]
  readonly platform: string
  readonly channel: string
  readonly thread: string | null
}

const bare = (post: string): string => post.replace(/^x:/, '')
const nativeChannel = (channel: string): string => channel.slice(channel.indexOf('/') + 1)

/** A log line `delivered` as machines read it: X's own ids, the platform's own channel. */
export function deliveredLine(facts: Readonly<Record<string, unknown>>): Delivered {
  const channel = String(facts.channel)
  const posts = Array.isArray(facts.posts) ? facts.posts.map(post => bare(String(post))) : []
  const platform = channel.slice(0, channel.indexOf(':'))
  return {
    posts,
    platform,
    channel: nativeChannel(channel),
    thread: facts.thread ? String(facts.thread) : null,
  }
}

export interface PlacedLine {
  readonly post: string
  readonly kind: string
  readonly question: string | null
  readonly guess: boolean
}

/** Where each admitted post belongs on the board of its chat, oldest first: X's own ids. */
export async function placedLines(
  sent: readonly string[],
  { app }: { readonly app: App },
): Promise<PlacedLine[]> {
  const posts = await app.parts.store.timeline.posts([...new Set(sent)].map(id => `x:${id}`))
  const once = [...new Map(posts.map(post => [post.id, post])).values()]
  return board(once).placed.map(({ post, kind, question, guess }) => ({
    post: bare(post),
    kind,
    question,
    guess,
  }))
}

/** The posts that a message shows, by their Reply controls. */
const shownIn = (message: unknown): string[] => [
  ...new Set([...JSON.stringify(message).matchAll(/reply:x:(\d+)/g)].map(([, id]) => id ?? '')),
]

export async function tally(after: {
  readonly recorded: Recording
  /** The posts that the stream brought. */
  readonly sent: readonly string[]
  readonly house: House
  readonly app: App
  readonly seconds: number
}): Promise<Totals> {
  const { recorded, sent, house, app, seconds } = after
  const { store } = app.parts
  const read = recorded.lines.filter(isPost)
  const admitted = await store.timeline.posts([...new Set(sent)].map(id => `x:${id}`))
  const versions = new Set(admitted.flatMap(post => post.versions.map(bare)))
  const expected = new Set(admitted.map(({ id }) => bare(id)))
  const delivered: Record<string, number> = {}
  let duplicates = 0
  let lost = sent.filter(id => !versions.has(id)).length
  for (const { channel } of await store.lanes.all()) {
    const native = nativeChannel(channel.id)
    const shown = house[channel.platform].everything(native).flatMap(shownIn)
    const there = new Set(shown)
    delivered[`${channel.platform}:${native}`] = there.size
    duplicates += shown.length - there.size
    lost += [...expected].filter(id => !there.has(id)).length
  }
  return {
    read: read.length,
    admitted: expected.size,
    delivered,
    duplicates,
    lost,
    malformed: recorded.malformed.length,
    seconds: Math.round(seconds * 10) / 10,
  }
}
