/** What people do on the network, in the words of those who use it, and recordings played into it. */
import { rebroadcast } from './broadcast.ts'
import type { Newcomer, Person } from './people.ts'
import { latest, type Media, type Payload, type Post } from './posts.ts'
import { subject } from './subject.ts'
import type { World } from './world.ts'
import { unescaped } from './writing.ts'

export interface Draft {
  /** A handle; somebody unknown joins by it. */
  by?: string
  text: string
  /** Ids of posts. */
  replyTo?: string
  quotes?: string
  /** Pictures, by address or drawn from a seed. */
  media?: { url?: string; seed?: string; alt?: string; kind?: Media['kind'] }[]
  poll?: { options: string[]; minutes: number }
  /** An instant in the past, for what was said before. */
  at?: number
  who?: Post['who']
}

const someone = 'ada_reads'

export function verbs(world: World, changed: () => void) {
  const named = (handle: string): Person => world.people.named(handle) ?? world.people.join({ handle })
  const found = (id: string): Post => {
    const post = world.posts.find(id)
    if (!post) throw new Error(`There is no post ${id}.`)
    return latest(post)
  }
  const picture = ({
    url,
    seed = 'photo',
    alt = '',
    kind = 'photo',
  }: NonNullable<Draft['media']>[number]): Media => ({
    key: `${kind === 'photo' ? 3 : 7}_${world.nextId(world.clock.now())}`,
    kind,
    url: url ?? `${world.webUrl()}/pictures/photos/${seed}.svg`,
    alt,
    width: 1200,
    height: 675,
  })

  return {
    join: (newcomer: Newcomer) => world.people.join(newcomer),
    people: () => world.people.all(),
    post(draft: string | Draft): Post {
      const {
        by = someone,
        at = world.clock.now(),
        ...said
      } = typeof draft === 'string' ? { text: draft } : draft
      return world.say({
        by: named(by),
        text: said.text,
        at,
        replyTo: said.replyTo === undefined ? undefined : found(said.replyTo),
        quotes: said.quotes === undefined ? undefined : found(said.quotes),
        media: (said.media ?? []).map(picture),
        poll: said.poll && { id: world.nextId(at), ...said.poll },
        who: said.who ?? 'everyone',
      })
    },
    repost: (id: string, by = someone): Post =>
      world.say({ by: named(by), text: found(id).text, at: world.clock.now(), reposts: found(id) }),
    edit: (id: string, text: string): Post => world.edit(found(id), text),
    remove: (id: string) => world.remove(found(id)),
    like(id: string) {
      found(id).likes++
      changed()
    },
    shown: () => world.posts.standing().map(post => post.text),
    posts: () => world.posts.standing(),
    find: (id: string) => world.posts.find(id),
    feed: (recorded: unknown) => feed(recorded as Recorded, world, changed),
    feedLine: (text: string) => world.stream.raw(text),
  }
}

interface Recorded extends Payload {
  data: Payload & { id: string; text: string; author_id?: string }
  includes?: { users?: { id: string; username: string; name: string }[] } & Payload
  matching_rules?: { id: unknown; tag?: string | null }[]
}

function feed(recorded: Recorded, world: World, changed: () => void): boolean {
  const { data, includes = {} } = recorded
  const users = includes.users ?? []
  for (const { id, username, name } of users)
    if (!world.people.numbered(id)) world.people.join({ id, handle: username, name })
  const id = data.author_id ?? '0'
  const by = world.people.numbered(id) ?? world.people.join({ id, handle: `user_${id.slice(-10)}` })
  const note = data.note_tweet as { text?: string } | undefined
  const references = (data.referenced_tweets ?? []) as { type: string; id: string }[]
  const referred = (type: string) => world.posts.find(references.find(item => item.type === type)?.id ?? '')
  const versions = (data.edit_history_tweet_ids as string[] | undefined) ?? [data.id]
  const post = world.posts.add({
    id: data.id,
    by,
    text: unescaped(note?.text ?? data.text),
    at: Date.parse(String(data.created_at ?? '')) || world.clock.now(),
    replyTo: referred('replied_to'),
    quotes: referred('quoted'),
    reposts: referred('retweeted'),
    conversation: String(data.conversation_id ?? data.id),
    versions,
    recorded: { data, includes },
  })
  const before = world.posts.find(versions[versions.indexOf(post.id) - 1] ?? '')
  if (before) before.later = post
  changed()
  const matching = rulesFor(post, recorded, world)
  return matching.length > 0 && rebroadcast(post, recorded, matching, world)
}

/** The live rules that a recorded post meets, taking the hashtags of the rules it met then as said in it. */
function rulesFor(post: Post, recorded: Recorded, world: World) {
  const seen = subject(post, world.webUrl(), world.eyes.idOf)
  const live = world.rules.live()
  for (const { tag } of recorded.matching_rules ?? []) {
    if (!tag) continue
    seen.hashtags.add(tag.replace(/^#/, '').toLowerCase())
    const value = live.find(rule => rule.tag === tag)?.value
    for (const [, hashtag] of value?.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu) ?? [])
      seen.hashtags.add((hashtag ?? '').toLowerCase())
  }
  return world.rules.matching(seen)
}
