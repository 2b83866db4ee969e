/** Creating and deleting posts over the API: the body's schema, the reply wall, duplicates, lengths and prices. */
import type { Caller } from './callers.ts'
import type { Person } from './people.ts'
import { latest, type Payload, type Post } from './posts.ts'
import { invalid, Refused, refusals } from './refusals.ts'
import { isId } from './snowflake.ts'
import { written } from './subject.ts'
import type { World } from './world.ts'
import { urlsIn, weight } from './writing.ts'

type Check = (value: unknown) => boolean
const record =
  (shape: Record<string, Check>, required: string[] = []): Check =>
  value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    return (
      required.every(key => key in value) &&
      Object.entries(value).every(([key, inner]) => shape[key]?.(inner) ?? false)
    )
  }
const text: Check = value => typeof value === 'string'
const flag: Check = value => typeof value === 'boolean'
const list =
  (item: Check, least: number, most: number): Check =>
  value =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(item)
const oneOf =
  (...names: string[]): Check =>
  value =>
    names.includes(String(value))
const settings = oneOf('following', 'mentionedUsers', 'subscribers', 'verified')
const minutes: Check = value => Number.isInteger(value) && Number(value) >= 5 && Number(value) <= 10080

const schema: Record<string, Check> = {
  text,
  reply: record(
    {
      in_reply_to_tweet_id: isId,
      exclude_reply_user_ids: list(isId, 0, 50),
      auto_populate_reply_metadata: flag,
    },
    ['in_reply_to_tweet_id'],
  ),
  media: record({ media_ids: list(isId, 1, 4), tagged_user_ids: list(isId, 0, 10) }, ['media_ids']),
  poll: record(
    {
      options: list(v => text(v) && String(v).length > 0 && String(v).length <= 25, 2, 4),
      duration_minutes: minutes,
      reply_settings: settings,
    },
    ['options', 'duration_minutes'],
  ),
  quote_tweet_id: isId,
  reply_settings: settings,
  made_with_ai: flag,
  paid_partnership: flag,
  nullcast: flag,
  for_super_followers_only: flag,
  share_with_followers: flag,
  card_uri: text,
  community_id: isId,
  direct_message_deep_link: text,
  geo: record({ place_id: text }, ['place_id']),
  edit_options: record({ previous_post_id: isId }, ['previous_post_id']),
}

interface Body {
  text?: string
  reply?: { in_reply_to_tweet_id: string }
  media?: { media_ids: string[] }
  poll?: { options: string[]; duration_minutes: number }
  quote_tweet_id?: string
  reply_settings?: Post['who']
  edit_options?: { previous_post_id: string }
}

function checked(body: unknown): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('body', '', 'The request body is not a JSON object')
  for (const [key, value] of Object.entries(body)) {
    const check = schema[key]
    if (!check)
      throw invalid(
        key,
        '',
        `$.${key}: is not defined in the schema and the schema does not allow additional properties`,
      )
    if (!check(value)) throw invalid(key, JSON.stringify(value), `$.${key}: does not match its schema`)
  }
  return body
}

const mayWrite = (caller: Caller) => {
  if (caller.as !== 'user') throw new Refused(refusals.wrongKindOfToken)
  if (caller.scopes !== 'all' && !caller.scopes.has('tweet.write')) throw new Refused(refusals.missingScope)
  return caller.person
}

/** Answers `POST /2/tweets`. */
export function create(caller: Caller, raw: unknown, world: World): Payload {
  const person = mayWrite(caller)
  const body = checked(raw)
  const words = body.text ?? ''
  if (!words.trim() && !body.media && !body.poll)
    throw invalid('text', words, '$.text: is missing but it is required')
  const parent = body.reply && standing(body.reply.in_reply_to_tweet_id, world)
  const quoted = body.quote_tweet_id ? standing(body.quote_tweet_id, world) : undefined
  // Nothing can be uploaded here, so no picture is known.
  if (body.media) throw new Refused(refusals.mediaUnknown)
  if (parent) mayReply(person, parent, world)
  if (quoted && world.terms.plan !== 'enterprise') throw new Refused(refusals.noAccess)
  mayStand(person, words, world, parent)
  const post = body.edit_options
    ? revise(person, body.edit_options.previous_post_id, words, world)
    : world.say({
        by: person,
        text: words,
        at: world.clock.now(),
        replyTo: parent,
        quotes: quoted,
        poll: body.poll && {
          id: world.nextId(world.clock.now()),
          options: body.poll.options,
          minutes: body.poll.duration_minutes,
        },
        who: body.reply_settings ?? 'everyone',
      })
  world.ledger.charge(priceOf(words, parent, person), post.id)
  watchWords(words, world)
  const versions = world.terms.vocabulary === 'post' ? 'edit_history_post_ids' : 'edit_history_tweet_ids'
  const { text: shown } = written(post, world.webUrl(), world.eyes.idOf)
  return { data: { [versions]: post.versions, id: post.id, text: shown } }
}

function standing(id: string, world: World): Post {
  const post = world.posts.find(id)
  if (!post || post.removed) throw new Refused(refusals.parentGone)
  return post
}

/** The wall of 2026: only who was mentioned or quoted by the parent's author, or wrote it, may answer over the API. */
function mayReply(person: Person, parent: Post, world: World) {
  const own = parent.by.id === person.id
  const summoned = isSummoned(person, parent, world)
  if (parent.who !== 'everyone' && !own && !summoned) throw new Refused(refusals.repliesRestricted)
  if (world.terms.plan !== 'enterprise' && !own && !summoned) throw new Refused(refusals[world.terms.wall])
}

const isSummoned = (person: Person, parent: Post, world: World) =>
  world.subjectOf(parent).mentions.has(person.handle.toLowerCase()) || parent.quotes?.by.id === person.id

function mayStand(person: Person, words: string, world: World, parent: Post | undefined) {
  if (weight(words) > (person.premium ? 25_000 : 280)) throw new Refused(refusals.tooLong)
  if ((words.match(/\$[A-Za-z]{1,6}\b/g) ?? []).length > 1) throw new Refused(refusals.tooManyCashtags)
  const same = (post: Post) =>
    post.by.id === person.id && post.text.trim() === words.trim() && post.replyTo?.by.id === parent?.by.id
  if (words.trim() && world.posts.standing().some(same)) throw new Refused(refusals.duplicate)
}

function revise(person: Person, id: string, words: string, world: World): Post {
  const post = latest(standing(id, world))
  const late = world.clock.now() - post.at > 3_600_000 || post.versions.length > 5
  if (post.by.id !== person.id || !person.premium || late) throw new Refused(refusals.missingScope)
  return world.edit(post, words)
}

function priceOf(words: string, parent: Post | undefined, person: Person) {
  if (urlsIn(words).length) return 'post create with link'
  return parent && parent.by.id !== person.id ? 'summoned reply' : 'post create'
}

/** Things that X would take and that should never have been sent. */
function watchWords(words: string, world: World) {
  if (/<[@#!][^>\s]*>|<a?:\w+:\d+>/.test(words)) world.faults.push(`workspace markup was posted: ${words}`)
  if (/\/status\/\d+\/?\s*$/.test(words))
    world.faults.push(`a post ends with the address of a post: ${words}`)
}

/** Answers `DELETE /2/tweets/:id`. */
export function erase(caller: Caller, id: string, world: World): Payload {
  const person = mayWrite(caller)
  const post = world.posts.find(id)
  if (post && post.by.id !== person.id) throw new Refused(refusals.notYours)
  if (post && !post.removed) {
    world.remove(post)
    world.ledger.charge('delete', id)
  }
  return { data: { deleted: post !== undefined } }
}
