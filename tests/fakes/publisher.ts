/** A network to write to, small and true: it keeps the promises of a publisher, without a socket. */
import { Fault, NetworkError } from '#core/errors.ts'
import type { PostId } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Account, Publisher } from '#core/publisher.ts'
import { post as made } from './posts.ts'

export interface FakeDesk {
  readonly publisher: Publisher
  readonly silent: Publisher
  shown(): readonly string[]
  answered(post: PostId): PostId | undefined
  post(text: string, to: 'us' | 'nobody'): Promise<Post>
  loseAnswer(): void
  limit(ms: number): void
}

const team: Account = {
  id: 'fake:team',
  author: 'fake:team',
  handle: 'the_team',
  url: 'https://fake.example/the_team',
}
const address = /(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*\.(?:org|com|net)\b[^\s]*/g
const limit = 280

export function fakeDesk(): FakeDesk {
  const standing: { readonly id: PostId; readonly text: string; readonly answers: PostId | undefined }[] = []
  const others = new Map<PostId, Post>()
  let isLost = false
  let limitedMs = 0

  const publisher: Publisher = {
    network: 'fake',
    name: 'Fake',
    account: async () => team,
    measure(text) {
      const weight = Array.from(text).length
      const fault =
        text.trim() === ''
          ? 'There is no text.'
          : weight > limit
            ? `Shorten by ${weight - limit}.`
            : undefined
      return {
        weight,
        limit,
        links: text.match(address) ?? [],
        hashtags: (text.match(/#\w+/g) ?? []).map(tag => tag.slice(1).toLowerCase()),
        ...(fault && { fault }),
      }
    },
    mayReply: (post, { handle, author }) => post.mentions.includes(handle) || post.author.id === author,
    price: (text, route) =>
      route === 'intent' ? 0 : (text.match(address) ?? []).length > 0 ? 200_000 : 15_000,
    intent: (text, answers) =>
      `https://fake.example/write?${new URLSearchParams({ text, ...(answers && { answers: answers.slice(5) }) })}`,
    async publish(text, answers) {
      const parent = answers === undefined ? undefined : others.get(answers)
      if (limitedMs > 0) {
        const waitMs = limitedMs
        limitedMs = 0
        throw new NetworkError('Fake is limiting us.', { next: 'retry', waitMs })
      }
      if (parent && !publisher.mayReply(parent, team))
        throw new NetworkError('Fake does not let us answer this author.', { next: 'drop' })
      if (standing.some(one => one.text === text && one.answers === answers))
        throw new NetworkError('Exactly this was posted before.', { next: 'drop' })
      const id = `fake:${1_790_000_000_000_000_000n + BigInt(standing.length)}`
      standing.push({ id, text, answers })
      if (isLost) {
        isLost = false
        throw new NetworkError('Fake did not answer; it may have been posted.', { next: 'unsure' })
      }
      return {
        post: id,
        url: publisher.url(id),
        charges: [{ resource: `create:${id}`, micros: publisher.price(text, 'post') }],
      }
    },
    url: post => `https://fake.example/posts/${post.slice(5)}`,
    toPost(typed) {
      const id = /^https:\/\/fake\.example\/posts\/(\d+)$/.exec(typed)?.[1]
      return id && `fake:${id}`
    },
  }

  return {
    publisher,
    silent: {
      ...publisher,
      account: async () => undefined,
      publish: async () => {
        throw new Fault('No account is set up to post from.')
      },
    },
    shown: () => standing.map(({ text }) => text),
    answered: post => standing.find(({ id }) => id === post)?.answers,
    async post(text, to) {
      const id = `fake:${others.size + 1}`
      const whole = { ...made(id, { text, mentions: to === 'us' ? [team.handle] : [] }), id, versions: [id] }
      others.set(id, whole)
      return whole
    },
    loseAnswer() {
      isLost = true
    },
    limit(ms) {
      limitedMs = ms
    },
  }
}
