/** The whole sandbox: X, a Slack workspace and a Discord server on loopback, living by one clock. */
import type { Clock } from './clock.ts'
import { type DiscordStandIn, discordStandIn } from './discord/stand-in.ts'
import { type SlackStandIn, slackStandIn } from './slack/stand-in.ts'
import { type XStandIn, xStandIn } from './x/stand-in.ts'

export interface House {
  readonly x: XStandIn
  readonly slack: SlackStandIn
  readonly discord: DiscordStandIn
  /** What an app needs to be told to live here: its settings, by name. */
  readonly settings: Readonly<Record<string, string>>
  /** Requests and pushes under way; 0 is at rest. */
  busy(): number
  close(): Promise<void>
}

export interface HouseOptions {
  readonly clock: Clock
  readonly host?: string
  readonly limits?: 'real' | 'lifted'
}

export async function house(options: HouseOptions): Promise<House> {
  const [x, slack, discord] = await Promise.all([
    xStandIn(options),
    slackStandIn(options),
    discordStandIn(options),
  ])
  const all = [x, slack, discord]
  return {
    x,
    slack,
    discord,
    settings: {
      X_API_URL: x.url,
      X_WEB_URL: x.webUrl,
      X_BEARER_TOKEN: x.keys.bearerToken,
      X_API_KEY: x.keys.apiKey,
      X_API_SECRET: x.keys.apiSecret,
      X_ACCESS_TOKEN: x.keys.accessToken,
      X_ACCESS_SECRET: x.keys.accessSecret,
      SLACK_API_URL: slack.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DISCORD_API_URL: discord.url,
      DISCORD_TOKEN: discord.token,
    },
    busy: () => all.reduce((sum, one) => sum + one.busy(), 0),
    close: async () => void (await Promise.all(all.map(one => one.close()))),
  }
}
