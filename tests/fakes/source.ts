/** A network to read, small and true: it keeps the promises of a source, without a socket. */
import { bell } from '#core/bell.ts'
import type { Clock } from '#core/clock.ts'
import type { Hashtag, Instant, PostId } from '#core/ids.ts'
import type { Charge } from '#core/ledger.ts'
import { type Post, plain } from '#core/post.ts'
import type { Reading, Source, Wanted } from '#core/source.ts'
import { post as made } from './posts.ts'

export interface FakeNetwork {
  readonly source: Source
  post(text: string, more?: { readonly at?: Instant; readonly answers?: PostId }): PostId
  repost(post: PostId): void
  edit(post: PostId, text: string): void
  remove(post: PostId): void
  breakOff(): void
}

const overlapMs = 120_000
const weekMs = 7 * 86_400_000
const hourMs = 3_600_000
const form = /^[\p{L}\p{M}\p{N}_]+$/u

const hashtagsIn = (text: string): Hashtag[] => [
  ...new Set(
    text
      .toLowerCase()
      .matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)
      .map(([, tag = '']) => tag),
  ),
]
const isMatch = (post: Post, { hashtag, reposts }: Wanted) =>
  post.hashtags.includes(hashtag) && (reposts || post.reposts === undefined)
const charges = (posts: readonly Post[]): Charge[] => [
  ...new Map(
    posts.flatMap(({ versions, author }) => [
      [`post:${versions.at(-1)}`, 5000] as const,
      [`author:${author.id}`, 10_000] as const,
    ]),
  )
    .entries()
    .map(([resource, micros]) => ({ resource, micros })),
]

export function fakeNetwork(clock: Clock): FakeNetwork {
  /** All versions, as they came. */
  const all: Post[] = []
  let standing: Post[] = []
  let wanted: readonly Wanted[] = []
  let ids = 0
  let asked = 0
  const news = bell()
  let line: Post[] | undefined

  const matching = (post: Post) => wanted.filter(one => isMatch(post, one)).map(({ hashtag }) => hashtag)
  const toReading = (posts: readonly Post[]): Reading => ({
    kind: 'posts',
    sightings: posts.map(post => ({ post, matched: matching(post) })),
    charges: charges(posts),
  })
  const add = (post: Post): PostId => {
    all.push(post)
    standing = [...standing.filter(({ id }) => id !== post.id), post]
    if (matching(post).length > 0) line?.push(post)
    news.ring()
    return post.id
  }
  const found = (id: PostId): Post => {
    const post = standing.find(one => one.id === id)
    if (!post) throw new Error(`There is no post ${id}.`)
    return post
  }
  const newest = (hashtag: Hashtag, reposts = false) =>
    standing
      .filter(post => isMatch(post, { hashtag, reposts }) && post.at > clock.now() - weekMs)
      .sort((one, other) => one.at - other.at)

  async function* connection(known: Instant | undefined, signal: AbortSignal): AsyncGenerator<Reading> {
    const queue: Post[] = []
    line = queue
    yield { kind: 'state', state: 'live' }
    const missed = known === undefined ? [] : standing.filter(({ at }) => at >= known - overlapMs)
    const due = missed.filter(post => matching(post).length > 0).sort((one, other) => one.at - other.at)
    if (due.length > 0) yield toReading(due)
    while (line === queue && !signal.aborted) {
      const next = queue.shift()
      if (next) yield toReading([next])
      else {
        yield { kind: 'complete', until: clock.now() }
        const over = new AbortController()
        const until = AbortSignal.any([signal, over.signal])
        await Promise.race([news.rung(until), clock.sleep(60_000, until)])
        over.abort()
      }
    }
  }

  const source: Source = {
    network: 'fake',
    name: 'Fake',
    price: 15_000,
    postPrice: 5_000,
    authorPrice: 10_000,
    async want(next) {
      const refused = next.filter(({ hashtag }) => !form.test(hashtag))
      wanted = next.filter(one => !refused.includes(one))
      return refused.map(({ hashtag }) => ({ hashtag, reason: 'It is no hashtag.' }))
    },
    async *read({ known }, signal) {
      while (!signal.aborted) {
        yield* connection(await known(), signal)
        if (signal.aborted) return
        yield {
          kind: 'state',
          state: 'waiting',
          reason: 'The connection was lost.',
          until: clock.now() + 1000,
        }
        await clock.sleep(1000, signal)
      }
    },
    async recent(hashtag, limit) {
      const posts = newest(hashtag).slice(-limit)
      const sightings = posts.map(post => ({ post, matched: [hashtag] }))
      return { kind: 'posts', sightings, charges: charges(posts) }
    },
    async activity(hashtag, reposts) {
      const posts = newest(hashtag, reposts)
      const last = posts.at(-1)?.at
      asked += 1
      return {
        posts: posts.length,
        hours: posts.map(({ at }) => ({ until: Math.ceil(at / hourMs) * hourMs, posts: 1 })),
        ...(last !== undefined && { last: Math.ceil(last / hourMs) * hourMs }),
        charges: [{ resource: `counts:${asked}`, micros: 5000 }],
      }
    },
    async count(hashtag, { from, until }) {
      asked += 1
      const posts = newest(hashtag).filter(({ at }) => at >= from && at < until)
      return { posts: posts.length, charges: [{ resource: `counts:${asked}`, micros: 5000 }] }
    },
    async *again({ hashtag }, { from, until }) {
      const posts = newest(hashtag).filter(({ at }) => at >= from && at < until)
      yield {
        kind: 'posts',
        sightings: posts.map(post => ({ post, matched: [hashtag] })),
        charges: charges(posts),
      }
    },
    billed: async () => undefined,
    async gone(posts) {
      return { gone: posts.filter(id => !standing.some(post => post.id === id)), charges: [] }
    },
  }

  return {
    source,
    post(text, { at = clock.now(), answers } = {}) {
      ids += 1
      const parent = answers === undefined ? undefined : found(answers)
      const id = `fake:${ids}`
      return add({
        ...made(id, { text, at, hashtags: hashtagsIn(text), network: 'fake' }),
        id,
        versions: [id],
        conversation: parent?.conversation ?? id,
        ...(parent && { answers: parent.id, answersTo: parent.author.handle }),
      })
    },
    repost(post) {
      const original = found(post)
      ids += 1
      add({ ...original, id: `fake:${ids}`, versions: [`fake:${ids}`], at: clock.now(), reposts: original })
    },
    edit(post, text) {
      const earlier = found(post)
      ids += 1
      const versions = [...earlier.versions, `fake:${ids}`]
      const spans = [{ kind: 'text', text } as const]
      const hashtags = hashtagsIn(plain(spans))
      add({ ...earlier, text: spans, hashtags, version: versions.length - 1, versions })
    },
    remove(post) {
      standing = standing.filter(({ id }) => id !== post)
    },
    breakOff() {
      line = undefined
      news.ring()
    },
  }
}
