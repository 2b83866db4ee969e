/** The Discord adapter against the stand-in, with ears that note what they hear. */
import type { TestContext } from 'node:test'
import { discordBridge } from '#bridges/discord/bridge.ts'
import { commands } from '#commands/grammar.ts'
import type { Bridge, Ears, Message } from '#core/bridge.ts'
import { type Feedback, say } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Attempt } from '#core/lane.ts'
import type { Notice } from '#core/notice.ts'
import type { Post } from '#core/post.ts'
import type { Saying } from '#core/saying.ts'
import type { Channel } from '#core/workspace.ts'
import { atRest, type HeldClock, heldClock } from '#sandbox/clock.ts'
import { type DiscordOptions, type DiscordStandIn, discordStandIn } from '#sandbox/discord/stand-in.ts'
import { noon } from '#tests/fakes/posts.ts'

export interface House {
  readonly discord: DiscordStandIn
  readonly bridge: Bridge
  readonly clock: HeldClock
  /** What was asked, oldest first. */
  readonly heard: Invocation[]
  readonly told: string[]
  readonly complaints: string[]
  /** How the ears answer; a note of thanks unless said. */
  answers(how: (invocation: Invocation) => Promise<Feedback>): void
  /** Lets time pass until what was asked is answered. */
  answered<T>(asked: Promise<T>): Promise<T>
  /** Ends the bridge; resolves when it has. */
  stop(): Promise<void>
}

export interface Wishes {
  readonly limits?: DiscordOptions['limits']
  readonly run?: boolean
}

export async function house(t: TestContext, { limits = 'lifted', run = true }: Wishes = {}): Promise<House> {
  const clock: HeldClock = heldClock(noon, () => atRest(() => discord.busy()))
  const discord = await discordStandIn({ clock, limits })
  const [heard, told, complaints]: [Invocation[], string[], string[]] = [[], [], []]
  let how = async (_: Invocation): Promise<Feedback> => say('Thank you.')
  const complain = (facts: Readonly<Record<string, unknown>>, happened: string) => {
    complaints.push(`${happened} ${JSON.stringify(facts)}`)
  }
  const bridge = discordBridge({
    token: discord.token,
    apiUrl: discord.url,
    commands,
    command: '/chat',
    clock,
    log: { info() {}, debug() {}, warn: complain, error: complain },
  })
  const ears: Ears = {
    respond(invocation) {
      heard.push(invocation)
      return how(invocation)
    },
    suggest: async ({ typed }) => [{ label: `${typed}!`, value: `${typed}!` }],
    lost: async (channel, reason) => void told.push(`lost ${channel}: ${reason}`),
    found: async channel => void told.push(`found ${channel}`),
    left: async workspace => void told.push(`left ${workspace}`),
  }
  const ending = new AbortController()
  let running = Promise.resolve()
  if (run)
    await new Promise<void>((resolve, reject) => {
      running = bridge.run(ears, ending.signal, resolve)
      running.catch(reject)
    })
  const stop = async () => {
    ending.abort()
    await running
  }
  const answered = async <T>(asked: Promise<T>): Promise<T> => {
    let waiting = true
    const done = () => {
      waiting = false
    }
    asked.then(done, done)
    while (waiting) await clock.advance(50)
    return asked
  }
  t.after(async () => {
    await answered(stop())
    await discord.close()
  })
  return {
    discord,
    bridge,
    clock,
    heard,
    told,
    complaints,
    answers: given => {
      how = given
    },
    answered,
    stop,
  }
}

export const server = 'discord:200000000000000001'
const numbers: Readonly<Record<string, string>> = {
  general: '400000000000000001',
  'hcsm-live': '400000000000000002',
  announcements: '400000000000000003',
}

export const channelOf = (name = 'hcsm-live'): Channel => ({
  id: `${server}/${numbers[name] ?? name}`,
  platform: 'discord',
  workspace: server,
  partition: 'discord',
  name,
})

let made = 0

export function attempt(posts: readonly Post[], given: Partial<Attempt> = {}): Attempt {
  made += 1
  return {
    key: `attempt_${String(made).padStart(12, '0')}`,
    channel: channelOf(),
    place: {},
    at: noon,
    posts: posts.map(({ id, version }) => ({ post: id, version })),
    entries: posts.map((_, index) => index + 1),
    repeats: 0,
    ...given,
  }
}

export const message = (posts: readonly Post[], orphans: readonly string[] = []): Message => ({
  posts,
  orphans,
})

export const noticed = (saying: Saying): Message & { readonly notice: Notice } => ({
  posts: [],
  orphans: [],
  notice: { channel: channelOf().id, key: 'test', at: noon, saying },
})
