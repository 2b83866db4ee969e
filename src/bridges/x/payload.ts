/** What X sends, parsed at the border: leniently, for fields come in any order, in two vocabularies, and new ones any day. */
import { z } from 'zod'

const id = z.string().regex(/^\d{1,19}$/)
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform(items =>
      items.flatMap(one => (item.safeParse(one).success ? [item.parse(one) as z.output<T>] : [])),
    )

/** Where something leads on the web; anything else is no link. */
const address = z.string().regex(/^https?:\/\//i)
const handle = z.string().regex(/^\w+$/)
const place = { start: z.number().int().nonnegative(), end: z.number().int().nonnegative() }
const optional = <T extends z.ZodType>(field: T) => field.optional().catch(undefined)

const entities = z.object({
  hashtags: list(z.object({ ...place, tag: z.string() })),
  cashtags: list(z.object({ ...place, tag: z.string() })),
  mentions: list(z.object({ ...place, username: handle })),
  urls: list(
    z.object({
      ...place,
      url: address,
      expanded_url: optional(address),
      display_url: optional(z.string()),
    }),
  ),
})
export type Entities = z.output<typeof entities>

const none: Entities = { hashtags: [], cashtags: [], mentions: [], urls: [] }
const note = z.object({ text: z.string(), entities: entities.catch(none).default(none) })
const references = list(z.object({ type: z.string(), id }))

export const postObject = z.object({
  id,
  text: z.string(),
  created_at: optional(z.iso.datetime({ offset: true })),
  author_id: optional(id),
  conversation_id: optional(id),
  in_reply_to_user_id: optional(id),
  lang: optional(z.string()),
  entities: entities.catch(none).default(none),
  note_tweet: optional(note),
  note_post: optional(note),
  edit_history_tweet_ids: optional(list(id)),
  edit_history_post_ids: optional(list(id)),
  referenced_tweets: optional(references),
  referenced_posts: optional(references),
  attachments: optional(z.object({ media_keys: list(z.string()), poll_ids: list(z.string()) })),
})
export type PostObject = z.output<typeof postObject>

const media = z.object({
  media_key: z.string(),
  type: z.string(),
  url: optional(address),
  preview_image_url: optional(address),
  alt_text: optional(z.string()),
})
const user = z.object({ id, username: handle, name: z.string(), profile_image_url: optional(address) })
const poll = z.object({
  id: z.string(),
  options: list(z.object({ label: z.string(), votes: z.number().catch(0) })),
  end_datetime: optional(z.iso.datetime({ offset: true })),
})

export const includes = z.object({
  users: list(user),
  tweets: list(postObject),
  posts: list(postObject),
  media: list(media),
  polls: list(poll),
})
export type Includes = z.output<typeof includes>
export const nothingIncluded: Includes = { users: [], tweets: [], posts: [], media: [], polls: [] }

/** One line of the filtered stream that holds a post. Ids of rules may come as numbers too large to be exact. */
export const streamed = z.object({
  data: postObject,
  includes: includes.catch(nothingIncluded).default(nothingIncluded),
  matching_rules: list(z.object({ id: z.coerce.string(), tag: z.string().nullish() })),
})

/** A page of recent search. */
export const page = z.object({
  data: list(postObject),
  includes: includes.catch(nothingIncluded).default(nothingIncluded),
  meta: z.object({ next_token: optional(z.string()) }).catch({}),
})

/** Counts, in old words and new. */
export const counts = z.object({
  data: list(
    z.object({
      start: z.iso.datetime({ offset: true }),
      end: z.iso.datetime({ offset: true }),
      tweet_count: optional(z.number()),
      post_count: optional(z.number()),
    }),
  ),
})

const rule = z.object({ id: z.string(), value: z.string(), tag: optional(z.string()) })
export type Rule = z.output<typeof rule>
export const ruleList = z.object({ data: list(rule) })
/** What came of adding rules: those that stand, and what was wrong with the others. */
export const ruleAnswer = z.object({
  data: list(rule),
  errors: list(
    z.object({
      id: optional(z.string()),
      value: optional(z.string()),
      title: optional(z.string()),
      type: optional(z.string()),
      details: optional(z.array(z.string())),
      detail: optional(z.string()),
    }),
  ),
})

export type RuleAnswer = z.output<typeof ruleAnswer>

export const created = z.object({ data: z.object({ id }) })
export const me = z.object({ data: z.object({ id, username: handle }) })

/** Posts looked up by id: those that are there, and an error for each that is not. */
export const lookedUp = z.object({
  data: list(z.object({ id })),
  errors: list(z.object({ resource_id: z.string(), type: z.string() })),
})
