/** Everything the page can see, as facts under keys: what changes is told key by key. */
import { discordFacts } from './discord-facts.ts'
import { slackFacts } from './slack-facts.ts'
import type { Stage } from './stage.ts'
import { xFacts } from './x-facts.ts'

export type Fact = readonly [key: string, value: unknown]

/** How many messages of a place are shown; older ones fall off. */
export const most = 300

export const factsOf = ({ house, play, run }: Stage): Fact[] => [
  ['run', run],
  ['play', play.state()],
  ...xFacts(house.x),
  ...slackFacts(house.slack),
  ...discordFacts(house.discord),
]
