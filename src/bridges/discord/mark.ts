/**
 * How a message says which attempt it belongs to: in the address of its first embed, which nobody sees and which is
 * there again whenever the message is read (a nonce is told only when it is made):
 * `https://x.com/mary/status/1#<key>.<part>.<parts>`, and from the second part on `.<message id of the first>`.
 */
import type { APIEmbed, APIMessage } from 'discord.js'
import type { AttemptKey } from '#core/ids.ts'

export interface Mark {
  readonly key: AttemptKey
  /** From 0. */
  readonly part: number
  readonly parts: number
  /** The message that stands for all of them, from the second on. */
  readonly first?: string
}

/** The embeds that share the first one's address (its pictures) keep sharing it. */
export function marked(embeds: readonly APIEmbed[], { key, part, parts, first }: Mark): APIEmbed[] {
  const shared = embeds[0]?.url
  const address = new URL(shared ?? 'https://discord.com')
  address.hash = [key, part, parts, ...(first === undefined ? [] : [first])].join('.')
  return embeds.map((embed, index) =>
    index === 0 || (shared !== undefined && embed.url === shared) ? { ...embed, url: address.href } : embed,
  )
}

export function markOf({ embeds }: Pick<APIMessage, 'embeds'>): Mark | undefined {
  const found = /#([\w-]+)\.(\d+)\.(\d+)(?:\.(\d+))?$/.exec(embeds[0]?.url ?? '')
  if (!found) return undefined
  const [, key = '', part, parts, first] = found
  return { key, part: Number(part), parts: Number(parts), ...(first !== undefined && { first }) }
}
