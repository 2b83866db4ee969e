/** The board of a chat: who asked what, and under which question each post belongs. Read anew from the posts whenever asked for. */
import type { Instant, PostId } from '#core/ids.ts'
import type { Author, Post } from '#core/post.ts'
import {
  answered,
  type Candidate,
  candidates,
  type Habits,
  type Hosting,
  hosting,
  isTopical,
} from './candidates.ts'
import { type Ground, ground, type Kind, type Sat, type Spot } from './ground.ts'
import { guess } from './guess.ts'
import { place } from './placing.ts'
import { type Asked, questions } from './questions.ts'
import { type Read, reading } from './reading.ts'
import { type Sitting, sittingAt, sittings, type Window } from './sitting.ts'
import { manner } from './speech.ts'

/** What is known of a chat beside its posts. */
export interface About {
  /** Handles, without `@`; where there are none, who asks is found. */
  readonly hosts: readonly string[]
  readonly guests: readonly string[]
  /** When it sat. */
  readonly windows?: readonly Window[]
}

export interface Question {
  /** As its host numbers it, or as they would have: `2`, `3a`. */
  readonly label: string
  /** Numbers begin anew with every sitting; this counts sittings, from 0. */
  readonly sitting: number
  readonly asker: Author
  readonly text: Post['text']
  readonly at: Instant
  /** The asking first, then its retellings and reposts. */
  readonly posts: readonly PostId[]
  readonly answers: readonly PostId[]
}

export interface Placed {
  readonly post: PostId
  readonly kind: Kind
  readonly question: string | null
  readonly sitting: number
  /** Nothing but content and time told it. */
  readonly guess: boolean
}

export interface Board {
  /** One for each post, oldest first. */
  readonly placed: readonly Placed[]
  /** By sitting, in the order they were asked. */
  readonly questions: readonly Question[]
  readonly sittings: readonly Sitting[]
  /** Handles of who asks, as found and as given, lower case. */
  readonly hosts: readonly string[]
}

/** Pure and quick: a few thousand posts in milliseconds, so that it can be asked again with every post. */
export function board(posts: readonly Post[], about: About = { hosts: [], guests: [] }): Board {
  const reads = reading(posts)
  const habits: Habits = {
    topical: isTopical(reads),
    hashtag: commonest(posts),
    hosts: new Set(about.hosts.map(handle => handle.toLowerCase())),
    guests: new Set(about.guests.map(handle => handle.toLowerCase())),
  }
  const all = candidates(reads, habits)
  const hosts = hosting(reads, all, habits)
  const parts = sittings(reads, all, { hosts, ...(about.windows && { windows: about.windows }) })
  const sats = parts.map((part, number) => sit({ part, number, parts }, { reads, all, habits, hosts }))
  const spots = settle(ground(reads, sats))
  return {
    placed: spots.map(({ kind, asked, sat, guess }, index) => ({
      post: reads[index]?.post.id ?? '',
      kind,
      question: asked?.label ?? null,
      sitting: sat.number,
      guess,
    })),
    questions: sats.flatMap(sat => sat.asked.map(asked => toQuestion(asked, sat, { reads, spots }))),
    sittings: parts,
    hosts: [...new Set([...habits.hosts, ...sats.flatMap(({ askers }) => [...askers])])],
  }
}

interface Found {
  readonly reads: readonly Read[]
  readonly all: readonly Candidate[]
  readonly habits: Habits
  readonly hosts: Hosting
}

function sit(
  { part, number, parts }: { part: Sitting; number: number; parts: readonly Sitting[] },
  { reads, all, habits, hosts }: Found,
): Sat {
  const here = reads.filter(({ at }) => sittingAt(parts, at) === number)
  const from = Math.max(part.from, here[0]?.at ?? part.from)
  const asked = questions(
    here,
    all.filter(({ read }) => sittingAt(parts, read.at) === number),
    { habits, hosts, answers: answered(here), from },
  )
  const askers = new Set([...habits.hosts, ...asked.map(({ by }) => by)])
  for (const { by } of here) if (hosts.of(by) >= 1.5) askers.add(by)
  const last = asked.at(-1)?.at ?? Number.POSITIVE_INFINITY
  const goodbye = here.find(read => read.at > last && askers.has(read.by) && isGoodbye(read))
  return { ...part, number, asked, askers, ...(goodbye && { closed: goodbye.at }) }
}

const isGoodbye = (read: Read): boolean =>
  !read.parent &&
  !read.passes &&
  !read.label &&
  (manner(read.said) === 'thanking' || manner(read.said) === 'hosting') &&
  /\b(?:thank|thanks|good ?night|wrap|signing off|that's all|see you)\b/iu.test(read.said) &&
  /\b(?:joining|participat\w+|everyone|everybody|all|great chat|chat|tonight|today|next|wrap|good ?night|signing off)\b/iu.test(
    read.said,
  )

/** First what can be known, then what must be guessed; what leans on a guess is one too. */
function settle(ground: Ground): Spot[] {
  for (const read of ground.reads) ground.spots[read.index] = place(read, ground)
  return ground.reads.map(read => {
    const spot = ground.spots[read.index] ?? place(read, ground) ?? guess(read, ground)
    ground.spots[read.index] = spot
    return spot
  })
}

function toQuestion(
  asked: Asked,
  sat: Sat,
  { reads, spots }: { reads: readonly Read[]; spots: readonly Spot[] },
): Question {
  const here = (kind: Kind) =>
    reads
      .filter(({ index }) => spots[index]?.asked === asked && spots[index]?.kind === kind)
      .map(({ post }) => post.id)
  const first = asked.reads.find(({ by }) => by === asked.by) ?? asked.reads[0]
  const asking = here('question')
  const main = first?.post
  if (!main) throw new Error(`nobody asked ${asked.label}`)
  return {
    label: asked.label,
    sitting: sat.number,
    asker: main.author,
    text: main.text,
    at: asked.at,
    posts: [main.id, ...asking.filter(id => id !== main.id)],
    answers: here('answer'),
  }
}

function commonest(posts: readonly Post[]): string {
  const counts = new Map<string, number>()
  for (const { hashtags } of posts)
    for (const hashtag of hashtags) counts.set(hashtag, (counts.get(hashtag) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? ''
}
