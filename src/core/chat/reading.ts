/** Posts as the board reads them: what each says, which label it bears, and which other posts of the chat it leans on. */
import type { Instant } from '#core/ids.ts'
import { isWhole, type Post } from '#core/post.ts'
import { stems } from './content.ts'
import { type Label, labelOf, labelsIn, unnumbered } from './label.ts'
import { asks, type Manner, manner } from './speech.ts'
import { bare, voice, words } from './spoken.ts'

export interface Read {
  readonly post: Post
  readonly index: number
  readonly at: Instant
  /** The author's handle, lower case: the same in mentions and in reposts written out. */
  readonly by: string
  /** What the author says themselves; of a repost, what the original says. */
  readonly said: string
  readonly stems: ReadonlySet<string>
  readonly labels: readonly Label[]
  /** The label it bears. */
  readonly label?: Label
  /** `Q:` or `A:` without a number. */
  readonly unnumbered?: 'question' | 'answer'
  readonly asks: boolean
  readonly manner: Manner
  /** It says nothing of its own: it passes on another post, by the network's means or by `RT`. */
  readonly passes: boolean
  /** The post it passes on, answers or quotes, where that is among those read. */
  readonly original?: Read
  readonly parent?: Read
  readonly root?: Read
  readonly quoted?: Read
  /** What it passes on, answers or quotes that is not among those read: its text, as far as known. */
  readonly foreign?: { readonly by: string; readonly said: string; readonly label?: Label }
  /** Begins with a mention, or answers somebody. */
  readonly addressed?: string
}

type Making = { -readonly [Key in keyof Read]: Read[Key] }

/** Reads posts, oldest first. */
export function reading(posts: readonly Post[]): Read[] {
  const order = posts
    .map((post, given) => ({ post, given }))
    .sort((one, other) => one.post.at - other.post.at || one.given - other.given)
  const known = new Map<string, Read>()
  const byHandle = new Map<string, Read[]>()
  return order.map(({ post }, index) => {
    const read = read1(post, index)
    connect(read, { known, byHandle })
    for (const id of post.versions) known.set(id, read)
    known.set(post.id, read)
    const segment = lastSegment(post.url)
    if (segment) known.set(segment, read)
    const theirs = byHandle.get(read.by)
    if (theirs) theirs.push(read)
    else byHandle.set(read.by, [read])
    return read
  })
}

function read1(post: Post, index: number): Making {
  const shown = isWhole(post.reposts) ? post.reposts : post
  const { own, repeats } = voice(shown.text)
  const passes = post.reposts !== undefined || (repeats !== undefined && bare(own).length < 3)
  const said = passes && repeats ? repeats.said : own
  const labels = labelsIn(said)
  const label = labelOf(labels)
  const bareLabel = label ? undefined : unnumbered(said)
  const addressed = post.answersTo ?? /^[\s."]*@(\w+)/u.exec(said)?.[1]
  return {
    post,
    index,
    at: post.at,
    by: post.author.handle.toLowerCase(),
    said,
    stems: stems(said),
    labels,
    asks: asks(withoutLabel(said)),
    manner: manner(said),
    passes,
    ...(label && { label }),
    ...(bareLabel && { unnumbered: bareLabel }),
    ...(addressed && { addressed: addressed.toLowerCase() }),
    ...(repeats && { foreign: foreign(repeats.handle, repeats.said) }),
  }
}

const withoutLabel = (said: string): string =>
  bare(said).replace(/^\W*(?:question|topic|q|t)\s?#?\d{0,2}[a-f]?\b[\s:.)-]*/iu, '')

function foreign(by: string, said: string): NonNullable<Read['foreign']> {
  const label = labelOf(labelsIn(said))
  return { by, said, ...(label && { label }) }
}

interface Known {
  readonly known: ReadonlyMap<string, Read>
  readonly byHandle: ReadonlyMap<string, readonly Read[]>
}

/** Only posts read before can be leant on: nobody answers what is yet to come. */
function connect(read: Making, { known, byHandle }: Known): void {
  const { post } = read
  const repeated = read.foreign && copied(read.foreign, byHandle)
  if (post.reposts) {
    const original = known.get(post.reposts.id) ?? repeated
    if (original) read.original = original.original ?? original
    else if (isWhole(post.reposts))
      read.foreign = foreign(post.reposts.author.handle.toLowerCase(), words(post.reposts.text))
  } else if (repeated) {
    if (read.passes) read.original = repeated.original ?? repeated
    else read.quoted = repeated.original ?? repeated
  }
  const parent = post.answers && known.get(post.answers)
  if (parent) read.parent = parent.original ?? parent
  const root = post.conversation && post.conversation !== post.id ? known.get(post.conversation) : undefined
  if (root) read.root = root
  const quoted = (post.quotes && known.get(post.quotes.id)) ?? linked(post, known)
  if (quoted) read.quoted = quoted.original ?? quoted
  else if (isWhole(post.quotes))
    read.foreign = foreign(post.quotes.author.handle.toLowerCase(), words(post.quotes.text))
}

const lastSegment = (url: string): string | undefined => /\/([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1]

/** A post quoted by a link to it. */
function linked(post: Post, known: ReadonlyMap<string, Read>): Read | undefined {
  for (const span of post.text) {
    if (span.kind !== 'link' || !span.expanded) continue
    const segment = lastSegment(span.expanded)
    const found = segment && known.get(segment)
    if (found && found.post.id !== post.id && span.expanded.toLowerCase().includes(`/${found.by}/`))
      return found
  }
  return undefined
}

const enough = 20

/** The post that was passed on by writing it out, found by whose it is and how it begins. */
function copied(
  { by, said }: NonNullable<Read['foreign']>,
  byHandle: ReadonlyMap<string, readonly Read[]>,
): Read | undefined {
  const begins = bare(said).toLowerCase().replace(/…$/, '').slice(0, 60).trim()
  if (begins.length < 8) return undefined
  return byHandle.get(by)?.findLast(({ said: told }) => {
    const words = bare(told).toLowerCase()
    return words.includes(begins.slice(0, Math.max(enough, begins.length - 8)))
  })
}
