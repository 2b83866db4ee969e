/**
 * The gateway's connection, ended for good when told: the package, told to end while it pauses before reconnecting,
 * says the connection is idle and then reconnects for ever, which would keep the process alive.
 */
import { type ClientOptions, SimpleShardingStrategy } from 'discord.js'

export interface Ending {
  /** What the client is to be made with. */
  readonly ws: NonNullable<ClientOptions['ws']>
  /** From now on nothing is connected any more. */
  end(): void
}

export function ending(): Ending {
  let ended = false
  return {
    ws: {
      buildStrategy(manager) {
        const { options } = manager
        const session = options.retrieveSessionInfo
        // It is asked before every connection; nobody waits for this answer.
        options.retrieveSessionInfo = shard => (ended ? new Promise(() => {}) : session(shard))
        return new SimpleShardingStrategy(manager)
      },
    },
    end() {
      ended = true
    },
  }
}
