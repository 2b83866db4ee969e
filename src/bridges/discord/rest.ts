/**
 * The package's REST client with its traps switched off: it does not retry, does not wait on its own, and a 429 comes
 * back at once to the lane, which knows what else is to be sent.
 */
import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import { BridgeError } from '#core/errors.ts'
import type { Log } from '#core/log.ts'

/** A 429 that says nothing of when it ends is a ban at the edge: long enough not to make it worse. */
const bannedMs = 60_000

export const restOptions = (apiUrl: string | undefined, log: Log): Partial<RESTOptions> => ({
  ...(apiUrl && { api: apiUrl }),
  retries: 0,
  timeout: 10_000,
  invalidRequestWarningInterval: 100,
  async makeRequest(url, init) {
    const response = await DefaultRestOptions.makeRequest(url, init)
    if (response.status === 429) {
      await response.text().catch(() => '')
      throw limited(response.headers, log)
    }
    // Left in, they would make the package wait by itself, unseen by the lane.
    for (const name of [...response.headers.keys()])
      if (name.startsWith('x-ratelimit-')) response.headers.delete(name)
    return response
  },
})

type Headed = Awaited<ReturnType<RESTOptions['makeRequest']>>['headers']

function limited(headers: Headed, log: Log): BridgeError {
  const told = Number(headers.get('retry-after') ?? Number.NaN)
  const scope = headers.get('x-ratelimit-scope')
  const banned = Number.isNaN(told)
  if (banned) log.error({ waitMs: bannedMs }, 'limited without an end given')
  const holds = banned || scope === 'global' || headers.has('x-ratelimit-global') ? 'bot' : 'channel'
  return new BridgeError('Discord is limiting us.', {
    next: 'retry',
    waitMs: banned ? bannedMs : Math.ceil(told * 1000),
    holds,
  })
}
