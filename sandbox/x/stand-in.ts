/** X on a loopback socket: REST, filtered stream, OAuth and pages, with people who post, edit and delete. */
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { broadcast } from './broadcast.ts'
import { callers } from './callers.ts'
import { type Misbehaviour, misbehaviours } from './faults.ts'
import { grants } from './grants.ts'
import { type Keys, sandboxKeys } from './keys.ts'
import { type Bill, ledger, type Money } from './ledger.ts'
import { limits } from './limits.ts'
import { type Newcomer, type People, type Person, people } from './people.ts'
import { type Post, posts } from './posts.ts'
import { rules, shownRule } from './rules.ts'
import { type Request, serve } from './server.ts'
import type { Eyes } from './show.ts'
import { snowflakes } from './snowflake.ts'
import { type Stream, type StreamManner, stream } from './stream.ts'
import { subject } from './subject.ts'
import { type Draft, verbs } from './verbs.ts'
import { sandboxMember } from './web.ts'
import type { Terms, World } from './world.ts'

export interface XOptions {
  clock: Clock
  host?: string
  port?: number
  /** How others reach the pages and pictures, where loopback will not do. */
  publicUrl?: string
  limits?: 'real' | 'lifted'
  keys?: Partial<Keys>
  /** How long a new rule takes to become live; up to 20 seconds on the real service. */
  ruleLagMs?: number
  terms?: Partial<Terms>
  money?: Partial<Money>
  stream?: Partial<StreamManner>
}

export interface XStandIn {
  /** In place of https://api.x.com. */
  url: string
  /** In place of https://x.com. */
  webUrl: string
  keys: Keys
  close(): Promise<void>
  busy(): number
  requests: Request[]
  faults: string[]
  /** Listens for anything visible that changed, at most once in a turn. */
  onChange(listener: () => void): () => void
  /** Listens for posts, whoever wrote them and however they came. */
  onPost(listener: (post: Post) => void): () => void
  misbehave(rule: Misbehaviour): () => void

  join(newcomer: Newcomer): Person
  people(): Person[]
  post(draft: string | Draft): Post
  repost(id: string, by?: string): Post
  edit(id: string, text: string): Post
  remove(id: string): void
  like(id: string): void
  /** Texts of the posts that stand, as they were typed, the newest last. */
  shown(): string[]
  posts(): Post[]
  find(id: string): Post | undefined
  /** Delivers a recorded stream object; resolves to whether a live rule let it through. */
  feed(recorded: unknown): boolean
  /** Puts bytes on the stream as they are. */
  feedLine(text: string): void
  /** What the app's calls cost so far. */
  bill(): Bill
  spend(money: Partial<Money>): void
  terms(change: Partial<Terms>): void
  /** Ends what a person allowed the app. */
  withdraw(handle: string): void
  rules(): { id: string; value: string; tag?: string }[]
  stream: Pick<Stream, 'manner' | 'disconnect' | 'reset'> & { connections(): number }
}

function build(options: XOptions, webUrl: () => string): World & { listeners: Listeners } {
  const { clock } = options
  const now = () => clock.now()
  const keys = { ...sandboxKeys, ...options.keys }
  const nextId = snowflakes()
  const everyone = people(nextId, now, webUrl)
  const all = posts(nextId)
  const idOf = (handle: string) => everyone.named(handle)?.id
  const eyes: Eyes = { webUrl, idOf, posts: all, person: everyone.numbered, now }
  const terms: Terms = {
    plan: 'pay-per-use',
    vocabulary: 'both',
    wall: 'notEngaged',
    billIncludes: true,
    whenBroke: 'silent',
    ...options.terms,
  }
  const listeners = listening()
  const world: World = {
    clock,
    keys,
    terms,
    nextId,
    people: everyone,
    posts: all,
    rules: rules(nextId, now, options.ruleLagMs ?? 0),
    stream: stream(clock, options.stream ?? {}),
    ledger: ledger(now, options.money),
    grants: grants(keys, now),
    eyes,
    faults: [],
    webUrl,
    subjectOf: post => subject(post, webUrl(), idOf),
    say(said) {
      const post = all.add(said)
      broadcast(post, world)
      listeners.tell(post)
      return post
    },
    edit(post, text) {
      const id = nextId(now())
      const conversation = post.conversation === post.id ? id : post.conversation
      const next = all.add({ ...post, id, text, at: now(), conversation, versions: [...post.versions, id] })
      post.later = next
      broadcast(next, world)
      listeners.changed()
      return next
    },
    remove(post) {
      all.remove(post)
      listeners.changed()
    },
  }
  return Object.assign(world, { listeners })
}

type Listeners = ReturnType<typeof listening>

function listening() {
  const changes = new Set<() => void>()
  const arrivals = new Set<(post: Post) => void>()
  let told = true
  const changed = () => {
    if (!told) return
    told = false
    queueMicrotask(() => {
      told = true
      for (const listener of changes) listener()
    })
  }
  const adder =
    <T>(set: Set<T>) =>
    (listener: T) => {
      set.add(listener)
      return () => void set.delete(listener)
    }
  return {
    changed,
    tell(post: Post) {
      changed()
      for (const listener of arrivals) listener(post)
    },
    onChange: adder(changes),
    onPost: adder(arrivals),
  }
}

const settle = (persons: People, keys: Keys) => {
  persons.join({ handle: sandboxMember, name: 'You' })
  persons.join({ handle: keys.teamHandle, name: 'Backchannel HQ', about: 'The team behind this sandbox.' })
}

export async function xStandIn(options: XOptions): Promise<XStandIn> {
  const host = options.host ?? '127.0.0.1'
  let url = ''
  const { listeners, ...world } = build(options, () => options.publicUrl ?? url)
  const told = misbehaviours()
  const now = () => options.clock.now()
  const served = serve({
    world,
    callers: callers(world.keys, world.people, world.grants),
    limits: limits(now, options.limits === 'lifted'),
    misbehaviours: told,
  })
  await new Promise<void>((resolve, reject) => {
    served.server.once('error', reject)
    served.server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = served.server.address() as AddressInfo
  url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  settle(world.people, world.keys)

  return {
    url,
    webUrl: options.publicUrl ?? url,
    keys: world.keys,
    async close() {
      world.stream.reset()
      const closed = new Promise(resolve => served.server.close(resolve))
      served.server.closeAllConnections()
      await closed
    },
    busy: served.busy,
    requests: served.requests,
    faults: world.faults,
    onChange: listeners.onChange,
    onPost: listeners.onPost,
    misbehave: told.add,
    ...verbs(world, listeners.changed),
    bill: world.ledger.bill,
    spend: world.ledger.spend,
    terms: change => void Object.assign(world.terms, change),
    withdraw(handle) {
      const person = world.people.named(handle)
      if (person) world.grants.withdraw(person)
    },
    rules: () => world.rules.live().map(shownRule),
    stream: {
      connections: () => world.stream.lines().length,
      manner: world.stream.manner,
      disconnect: world.stream.disconnect,
      reset: world.stream.reset,
    },
  }
}
