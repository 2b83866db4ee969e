/** A workspace with people in it, its channel and its network, on a clock that the test holds. */
import type { TestContext } from 'node:test'
import { grammar } from '#commands/grammar.ts'
import type { Log } from '#core/log.ts'
import { partitions } from '#core/partitions.ts'
import type { Parts } from '#core/parts.ts'
import { plan } from '#core/plan.ts'
import type { Post } from '#core/post.ts'
import { respond } from '#core/respond.ts'
import { watch } from '#core/watch.ts'
import { work } from '#core/work.ts'
import type { Member } from '#core/workspace.ts'
import { atRest, heldClock } from '#sandbox/clock.ts'
import { memoryStore } from '#tests/fakes/memory/store.ts'
import { noon } from '#tests/fakes/posts.ts'
import { type Network, network } from './network.ts'
import { type Person, person } from './person.ts'
import { type Wall, wall } from './wall.ts'

export interface Room {
  readonly parts: Parts
  readonly x: Network
  readonly slack: Wall
  /** Decides for the workspace. */
  readonly mary: Person
  readonly tom: Person
  readonly guest: Person
  /** Texts in the channels, or in a thread there, oldest first. */
  shown(thread?: string): readonly string[]
  /** Posts appear on the network and are read. */
  happen(...posts: readonly Post[]): Promise<void>
  pass(ms: number): Promise<void>
  /** Lets time pass until what was asked is answered. */
  answered<T>(asked: Promise<T>): Promise<T>
  readonly complaints: string[]
}

const ids: Readonly<Record<string, string>> = {
  mary: 'slack:T1/U01',
  tom: 'slack:T1/U02',
  guest: 'slack:T1/U03',
}

const member = (name: string, given: Partial<Member> = {}): Member => ({
  id: ids[name.toLowerCase()] ?? '',
  name,
  admin: false,
  manages: true,
  roles: [],
  ...given,
})

export function room(t: TestContext, given: Partial<Parts> = {}): Room {
  const jobs = work()
  const clock = heldClock(noon, () => atRest(jobs.inHand))
  const [x, slack, complaints]: [Network, Wall, string[]] = [network(), wall(ids), []]
  const base = {
    store: memoryStore({ clock }),
    bridges: { slack: slack.bridge },
    source: x.source,
    publisher: x.publisher,
    clock,
    log: listener(complaints),
    work: jobs,
    dailyMicros: 5_000_000,
    command: '/chat',
    ...given,
  }
  const lanes = partitions(base, 600_000)
  const follows = async () => x.source.want((await plan(base)).wanted)
  const parts: Parts = { ...base, wake: lanes.wake, follows, reading: () => 'live' }
  run(t, lanes.run)

  const answered = async <T>(asked: Promise<T>): Promise<T> => {
    let waiting = true
    const done = () => {
      waiting = false
    }
    asked.then(done, done)
    while (waiting) await clock.advance(50)
    await clock.advance(100)
    return asked
  }
  const someone = (who: Member) => person(who, asked => answered(respond(asked, parts, grammar)))
  return {
    parts,
    x,
    slack,
    mary: someone(member('Mary', { admin: true })),
    tom: someone(member('Tom')),
    guest: someone(member('Guest', { manages: false })),
    shown: thread => slack.sent.filter(one => one.thread === thread).map(({ text }) => text),
    async happen(...posts) {
      const sightings = posts.map(post => ({ post, matched: [] }))
      await watch({ kind: 'posts', sightings, charges: [] }, parts)
      await clock.advance(100)
    },
    pass: clock.advance,
    answered,
    complaints,
  }
}

function run(t: TestContext, lanes: (signal: AbortSignal) => Promise<void>): void {
  const ending = new AbortController()
  const running = lanes(ending.signal)
  t.after(() => {
    ending.abort()
    return running
  })
}

function listener(complaints: string[]): Log {
  const complain = (facts: Readonly<Record<string, unknown>>, happened: string) => {
    complaints.push(`${happened} ${JSON.stringify(facts)} ${facts.error ?? ''}`)
  }
  return { debug() {}, info() {}, warn: complain, error: complain }
}
