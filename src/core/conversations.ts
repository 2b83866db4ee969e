/** The conversations that are read whole, hashtag or not: people forget the hashtag when they answer. */
import type { Follow } from './follow.ts'
import type { ConversationId, Hashtag, Instant } from './ids.ts'
import type { Parts } from './parts.ts'
import type { Post } from './post.ts'

type Needs = Pick<Parts, 'store' | 'clock'>

/** As many as fit a few rules; the newest ones are those that go on. */
const most = 40
/** A conversation that began longer ago is over. */
const lastsMs = 86_400_000
const mostEntries = 2000

/** By hashtag, newest first: those that the channels of these follows took part in, or the accounts they name began. */
export async function conversationsOf(
  follows: readonly Follow[],
  parts: Needs,
): Promise<ReadonlyMap<Hashtag, readonly ConversationId[]>> {
  const found = new Map<Hashtag, ConversationId[]>()
  const asking = follows.filter(({ conversations }) => conversations !== undefined)
  if (asking.length === 0) return found
  const since = parts.clock.now() - lastsMs
  const ours = await takenPart(asking, since, parts)
  for (const hashtag of new Set(asking.map(one => one.hashtag))) {
    const named = asking.flatMap(one => (one.hashtag === hashtag ? (one.conversations ?? []) : []))
    const began = named.length > 0 ? await begun(hashtag, named, { since, parts }) : []
    const posts = [...began, ...ours.filter(post => post.hashtags.includes(hashtag))]
    const newest = posts.sort((one, other) => other.at - one.at).map(post => post.conversation ?? post.id)
    found.set(hashtag, [...new Set(newest)].slice(0, most))
  }
  return found
}

/** What was posted from these channels, and what it answered. */
async function takenPart(
  asking: readonly Follow[],
  since: Instant,
  { store }: Needs,
): Promise<readonly Post[]> {
  const channels = new Set<string>(asking.map(({ channel }) => channel))
  const sent = (await store.drafts.sent(since)).filter(({ channel }) => channels.has(channel.id))
  return store.timeline.posts(
    sent.flatMap(({ post, answers }) => [post, answers].filter(id => id !== undefined)),
  )
}

/** What the named accounts posted that answers nothing. */
async function begun(
  hashtag: Hashtag,
  named: readonly string[],
  { since, parts: { store } }: { readonly since: Instant; readonly parts: Needs },
): Promise<readonly Post[]> {
  const handles = new Set(named.map(handle => handle.toLowerCase()))
  const entries = await store.timeline.entries(await store.timeline.before(since), [hashtag], mostEntries)
  const posts = await store.timeline.posts(entries.map(({ post }) => post))
  return posts.filter(
    ({ author, answers }) => answers === undefined && handles.has(author.handle.toLowerCase()),
  )
}
