/** A chat platform made up for tests: it keeps what is sent, in the order it came. */
import type { Bridge } from '#core/bridge.ts'
import { BridgeError } from '#core/errors.ts'
import type { Receipt } from '#core/lane.ts'
import { plain } from '#core/post.ts'
import { plainLine, type Saying } from '#core/saying.ts'

export interface Sent {
  readonly id: string
  readonly channel: string
  readonly thread: string | undefined
  readonly text: string
}

export interface Wall {
  readonly bridge: Bridge
  readonly sent: Sent[]
  /** Why it takes nothing now. */
  closed?: string | undefined
}

/** A saying as its reader sees it: quoted lines begin with `> `. */
export const told = ({ lines }: Saying): string =>
  lines
    .flatMap(line =>
      typeof line === 'object' && 'quote' in line
        ? line.quote.map(quoted => `> ${plainLine(quoted)}`)
        : [plainLine(line)],
    )
    .join('\n')

const often = { count: 1_000, perMs: 1_000, burst: 1_000 }

export function wall(known: Readonly<Record<string, string>>): Wall {
  const sent: Sent[] = []
  let count = 0
  const built: Wall = { sent, bridge: bridge() }
  return built

  function bridge(): Bridge {
    return {
      platform: 'slack',
      limits: {
        channel: often,
        partition: often,
        amendChannel: often,
        amendPartition: often,
        requestMs: 10_000,
      },
      run: async () => {},
      async person(_, typed) {
        const name = typed
          .replace(/^<?@/, '')
          .replace(/^\w+\|/, '')
          .replace(/>$/, '')
          .toLowerCase()
        const id = known[name]
        return id === undefined ? undefined : { id, name }
      },
      fits: posts => posts.length <= 5,
      async send(attempt, { posts, notice }): Promise<Receipt> {
        if (built.closed !== undefined) throw new BridgeError(built.closed, { next: 'stop' })
        const { channel, place, key } = attempt
        count += 1
        const id = `m${count}`
        const text = notice ? told(notice.saying) : posts.map(post => plain(post.text)).join('\n')
        sent.push({ id, channel: channel.id, thread: place.thread, text })
        return {
          channel: channel.id,
          key,
          message: id,
          place,
          at: attempt.at,
          posts: attempt.posts,
          ...(notice && { notice: notice.key }),
        }
      },
      find: async () => undefined,
      async amend({ message }, { posts }) {
        const at = sent.findIndex(({ id }) => id === message)
        const [one] = sent.slice(at, at + 1)
        if (one) sent[at] = { ...one, text: posts.map(post => plain(post.text)).join('\n') }
      },
      async remove({ message }) {
        const at = sent.findIndex(({ id }) => id === message)
        if (at >= 0) sent.splice(at, 1)
      },
    }
  }
}
