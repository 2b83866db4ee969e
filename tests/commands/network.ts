/** A network made up for tests: what it knows of chats, what it lets through, and what was posted there. */
import { NetworkError } from '#core/errors.ts'
import type { Charge } from '#core/ledger.ts'
import type { Post } from '#core/post.ts'
import type { Publisher } from '#core/publisher.ts'
import type { Activity, Source } from '#core/source.ts'

/** As far as a test tells it otherwise. */
export interface Mood {
  /** Hashtags it does not accept, and why. */
  readonly refuses: Map<string, string>
  /** What answers instead, to anything asked of it. */
  trouble?: NetworkError
  /** The newest posts it has of any hashtag. */
  lately: readonly Post[]
  activity: Activity
  /** Whether a team account is set up. */
  team: boolean
  handle: string
  /** How a post is answered: taken unless said. */
  taking(text: string): Promise<void>
}

export interface Network {
  readonly source: Source
  readonly publisher: Publisher
  readonly mood: Mood
  /** What was posted through us, oldest first. */
  readonly posted: { readonly text: string; readonly answers: string | undefined; readonly id: string }[]
  readonly wanted: string[]
}

export const unsure = () => new NetworkError('X did not answer.', { next: 'unsure' })

const lastSpoke = Date.parse('2026-11-03T20:00:00Z')

/** So many posts, in one hour of the week. */
export const lively = (posts: number): Activity => ({
  posts,
  last: lastSpoke,
  hours: [
    { until: lastSpoke - 3_600_000, posts: 0 },
    { until: lastSpoke, posts },
  ],
})

export function network(): Network {
  const mood: Mood = {
    refuses: new Map(),
    lately: [],
    activity: lively(51),
    team: true,
    handle: 'team',
    taking: async () => {},
  }
  const posted: Network['posted'] = []
  const wanted: string[] = []
  return { source: source(mood, wanted), publisher: publisher(mood, posted), mood, posted, wanted }
}

function source(mood: Mood, wanted: string[]): Source {
  const answer = <T>(given: T): T => {
    if (mood.trouble) throw mood.trouble
    return given
  }
  return {
    network: 'x',
    name: 'X',
    price: 15_000,
    postPrice: 5_000,
    authorPrice: 10_000,
    async want(all) {
      wanted.splice(0, wanted.length, ...all.map(({ hashtag }) => hashtag))
      return answer(
        all.flatMap(({ hashtag }) => {
          const reason = mood.refuses.get(hashtag)
          return reason === undefined ? [] : [{ hashtag, reason }]
        }),
      )
    },
    async *read() {},
    async *again() {},
    count: async () => answer({ posts: 0, charges: [] }),
    billed: async () => undefined,
    gone: async () => ({ gone: [], charges: [] }),
    recent: async (_, limit) =>
      answer({
        kind: 'posts',
        sightings: mood.lately.slice(-limit).map(post => ({ post, matched: [] })),
        charges: mood.lately
          .slice(-limit)
          .map(({ id }): Charge => ({ resource: `post:${id}`, micros: 5_000 })),
      }),
    activity: async (hashtag, reposts) =>
      answer({ ...mood.activity, charges: [{ resource: `counts:${hashtag}:${reposts}`, micros: 5_000 }] }),
  }
}

const limit = 280
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([all]) => all)

function publisher(mood: Mood, posted: Network['posted']): Publisher {
  const links = (text: string) => matches(text, /https?:\/\/\S+/g)
  return {
    network: 'x',
    name: 'X',
    async account() {
      if (mood.trouble) throw mood.trouble
      const { handle } = mood
      return mood.team
        ? { id: `x:${handle}`, author: `x:${handle}`, handle, url: `https://x.com/${handle}` }
        : undefined
    },
    measure: text => ({
      weight: text.length,
      limit,
      links: links(text),
      hashtags: matches(text, /(?<=#)\w+/g).map(tag => tag.toLowerCase()),
      ...(text.length > limit && {
        fault: `${text.length} of ${limit} characters. Shorten by ${text.length - limit}.`,
      }),
    }),
    mayReply: (post, account) => post.mentions.includes(account.handle),
    price: (text, route) => (route === 'intent' ? 0 : links(text).length > 0 ? 200_000 : 15_000),
    intent: (text, answers) =>
      `https://x.com/intent?${new URLSearchParams({ text, ...(answers && { answers }) })}`,
    async publish(text, answers) {
      await mood.taking(text)
      const id = `x:9${posted.length}`
      posted.push({ text, answers, id })
      const micros = links(text).length > 0 ? 200_000 : 15_000
      return { post: id, url: `https://x.com/${id}`, charges: [{ resource: `create:${id}`, micros }] }
    },
    url: post => `https://x.com/i/status/${post.slice(2)}`,
    toPost(address) {
      const id = /x\.com\/\w+\/status\/(\d+)/.exec(address)?.[1]
      return id === undefined ? undefined : `x:${id}`
    },
  }
}
