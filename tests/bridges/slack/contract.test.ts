/** Slack's adapter keeps what every bridge promises. */
import { slackBridge } from '#bridges/slack/bridge.ts'
import { channel } from '#bridges/slack/ids.ts'
import { realClock } from '#sandbox/clock.ts'
import { slackStandIn } from '#sandbox/slack/stand-in.ts'
import { bridgeContract } from '#tests/contracts/bridge.ts'
import { silent } from '#tests/fakes/log.ts'

const faults = { limit: 'limit', lost: 'store-then-reset', trouble: 'error' } as const

bridgeContract('slack', async t => {
  const slack = await slackStandIn({ clock: realClock, limits: 'lifted' })
  t.after(() => slack.close())
  const options = {
    apiUrl: slack.url,
    appToken: slack.appToken,
    command: '/chat',
    clock: realClock,
    log: silent,
  }
  return {
    bridge: slackBridge({ ...options, botToken: slack.botToken }),
    stranger: slackBridge({ ...options, botToken: 'xoxb-nobody' }),
    channel: channel(slack.teamId, 'C01HCSM', 'hcsm-live'),
    closed: channel(slack.teamId, 'C01BOARD', 'board'),
    shown: () => slack.shown('hcsm-live'),
    thread: receipt => slack.thread(receipt.message),
    next: how => void slack.misbehave({ on: 'chat.postMessage', how: faults[how], waitMs: 5000 }),
  }
})
