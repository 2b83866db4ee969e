/** Comes to Discord's gateway, or says why Discord does not let us. */
import type { Client } from 'discord.js'
import { Fault } from '#core/errors.ts'

const unknownToken =
  'Discord does not know DISCORD_TOKEN. Copy the bot token anew from the developer portal (Bot, Reset Token).'

/** @throws Fault */
export async function login(client: Client, token: string): Promise<void> {
  try {
    await client.login(token)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const status = error instanceof Error && 'status' in error ? error.status : undefined
    if (code === 'TokenInvalid' || status === 401) throw new Fault(unknownToken, { cause: error })
    const why = error instanceof Error ? error.message : String(error)
    throw new Fault(
      `Discord cannot be reached: ${why}. Check the network, or DISCORD_API_URL if it is set.`,
      { cause: error },
    )
  }
}

/** Closed for good: the package does not connect again after these (docs: topics/opcodes-and-status-codes). */
export function closedFor(code: number): Fault {
  const why: Readonly<Record<number, string>> = {
    4004: unknownToken,
    4010: 'Discord refused how the connection is divided. This is a fault of Backchannel.',
    4011: 'This bot is on so many servers that Discord wants its connection divided differently.',
    4013: 'Discord refused what Backchannel wants to hear of. This is a fault of Backchannel.',
    4014: 'Discord refused what Backchannel wants to hear of: in the developer portal, under Bot, allow the intents it asks for.',
  }
  return new Fault(why[code] ?? `Discord ended the connection for good, with code ${code}.`)
}
