/** Answers one invocation: whatever is asked, and whatever goes wrong, whoever asked is told. */
import { randomUUID } from 'node:crypto'
import { NetworkError, Refusal } from './errors.ts'
import { type Feedback, say } from './feedback.ts'
import type { Invocation, Suggesting } from './invocation.ts'
import type { Parts } from './parts.ts'

/** What can be asked, and who answers it. */
export interface Grammar {
  /** @throws Refusal and NetworkError with words for whoever asked */
  run(invocation: Invocation, parts: Parts): Promise<Feedback>
  suggest(
    asked: Suggesting,
    parts: Parts,
  ): Promise<readonly { readonly label: string; readonly value: string }[]>
}

/** Never throws. */
export function respond(invocation: Invocation, parts: Parts, grammar: Grammar): Promise<Feedback> {
  return parts.work.run(async () => {
    try {
      return await grammar.run(invocation, parts)
    } catch (error) {
      if (error instanceof Refusal || error instanceof NetworkError) return say(error.message)
      const id = randomUUID().slice(0, 8)
      parts.log.error({ id, channel: invocation.channel.id, kind: invocation.kind, error }, 'asking failed')
      return say(
        `Something went wrong here, and nothing was posted. It is noted as ${id}: whoever runs Backchannel can look it up.`,
      )
    }
  })
}
