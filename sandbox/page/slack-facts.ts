/** What there is to see in the Slack workspace: messages with their blocks as they came, and open forms. */
import type { SlackStandIn } from '#sandbox/slack/stand-in.ts'
import type { Message } from '#sandbox/slack/world.ts'
import { type Fact, most } from './facts.ts'

export function slackFacts(slack: SlackStandIn): Fact[] {
  const channels = slack.channels().filter(({ isPrivate }) => !isPrivate)
  const people = slack.people()
  const members = people.filter(({ bot }) => !bot)
  return [
    ['slack/people', people],
    ['slack/channels', channels],
    ...channels.flatMap(({ id }) => slack.everything(id).slice(-most)).map(message),
    ...members.flatMap(({ name }) => slack.ephemerals(name).slice(-most)).map(message),
    ...members.map(({ name }): Fact => [`slack/view/${name}`, slack.modal(name) ?? null]),
  ]
}

const message = ({ metadata: _, ...shown }: Message): Fact => [`slack/message/${shown.ts}`, shown]
