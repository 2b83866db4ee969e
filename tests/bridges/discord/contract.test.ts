/** Discord's adapter keeps what every bridge promises. */
import { discordBridge } from '#bridges/discord/bridge.ts'
import { channel } from '#bridges/discord/ids.ts'
import { commands } from '#commands/grammar.ts'
import { realClock } from '#sandbox/clock.ts'
import { discordStandIn } from '#sandbox/discord/stand-in.ts'
import { bridgeContract } from '#tests/contracts/bridge.ts'
import { silent } from '#tests/fakes/log.ts'

const faults = { limit: 'limit', lost: 'store-then-reset', trouble: 'error' } as const
const server = '200000000000000001'

bridgeContract('discord', async t => {
  const discord = await discordStandIn({ clock: realClock, limits: 'lifted' })
  t.after(() => discord.close())
  const options = { apiUrl: discord.url, commands, command: '/chat', clock: realClock, log: silent }
  return {
    bridge: discordBridge({ ...options, token: discord.token }),
    stranger: discordBridge({ ...options, token: 'nobody' }),
    channel: channel(server, '400000000000000002', 'hcsm-live'),
    closed: channel(server, '400000000000000003', 'announcements'),
    shown: () => discord.shown('hcsm-live'),
    thread: receipt => discord.thread(receipt.message),
    next: how =>
      void discord.misbehave({ on: 'POST /channels/:channel/messages', how: faults[how], waitMs: 5000 }),
  }
})
