/** X as it is written to: posts and answers in the team's name, and a page where people post as themselves. */
import type { Clock } from '#core/clock.ts'
import { Fault } from '#core/errors.ts'
import type { Log } from '#core/log.ts'
import { isWhole, type Post } from '#core/post.ts'
import type { Account, Publisher } from '#core/publisher.ts'
import { type Credentials, client } from './client.ts'
import { measure } from './measure.ts'
import { created, me } from './payload.ts'
import { addressOf, bareId } from './post.ts'
import { prices, requestCharge } from './prices.ts'

export interface XWriting {
  readonly apiUrl: string
  readonly webUrl: string
  /** The team's account; absent: members post as themselves on X. */
  readonly credentials?: Credentials | undefined
  /** X lets enterprises and public utilities answer anybody. */
  readonly enterprise?: boolean
  readonly clock: Clock
  readonly log: Log
}

/** An answer about who we are is kept; a failure for so long, so that not every post asks again. */
const againMs = 60_000

interface Asked {
  readonly answer: Promise<Account>
  readonly at: number
  failed: boolean
}

function askedOnce(answer: Promise<Account>, at: number): Asked {
  const asked = { answer, at, failed: false }
  answer.catch(() => {
    asked.failed = true
  })
  return asked
}

export function xPublisher(options: XWriting): Publisher {
  const { apiUrl, webUrl, credentials, clock, enterprise } = options
  const asking = credentials && client(apiUrl, credentials, clock.now)
  let own: Asked | undefined
  return {
    network: 'x',
    name: 'X',
    account() {
      if (!asking) return Promise.resolve(undefined)
      if (!own || (own.failed && clock.now() > own.at + againMs))
        own = askedOnce(whoAmI(asking, webUrl), clock.now())
      return own.answer
    },
    measure,
    mayReply: (post, account) => enterprise === true || isEngaged(post, account),
    price: (text, route) => (route === 'intent' ? 0 : hasLink(text) ? prices.createWithLink : prices.create),
    intent: (text, answers) =>
      `${webUrl}/intent/tweet?${new URLSearchParams({ text, ...(answers && { in_reply_to: bareId(answers) }) })}`,
    async publish(text, answers) {
      if (!asking) throw new Fault('No account is set up to post from.')
      const reply = answers && { reply: { in_reply_to_tweet_id: bareId(answers) } }
      const { id } = (await asking.post('tweets', created, { text, ...reply })).data
      const charges = [requestCharge(hasLink(text) ? 'createWithLink' : 'create')]
      return { post: `x:${id}`, url: addressOf(id, options), charges }
    },
    url: post => addressOf(bareId(post), options),
    toPost(address) {
      const id =
        /^(?:https?:\/\/)?(?:[\w-]+\.)*(?:x|twitter)\.com\/(?:i\/web|\w+)\/status\/(\d{1,19})(?:[/?#].*)?$/i.exec(
          address.trim(),
        )
      const here = address.trim().startsWith(`${webUrl}/`)
        ? /\/status\/(\d{1,19})(?:[/?#].*)?$/.exec(address.trim())
        : null
      const found = (id ?? here)?.[1]
      return found === undefined ? undefined : `x:${found}`
    },
  }
}

const hasLink = (text: string): boolean => measure(text).links.length > 0

async function whoAmI(asking: ReturnType<typeof client>, webUrl: string): Promise<Account> {
  const { id, username } = (await asking.get('users/me', me)).data
  return { id: `x:${id}`, author: `x:${id}`, handle: username, url: `${webUrl}/${username}` }
}

/** X's rule since February 2026: the author is us, mentions us, or quotes one of our posts. */
function isEngaged(post: Post, account: Account): boolean {
  const quoted = isWhole(post.quotes) ? post.quotes.author.id : undefined
  const mentioned = post.mentions.some(handle => handle.toLowerCase() === account.handle.toLowerCase())
  return post.author.id === account.author || mentioned || quoted === account.author
}
