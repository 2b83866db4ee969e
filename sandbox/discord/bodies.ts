/** What may be in a message, by Discord's documented limits. */

import { z } from 'zod'
import { address, everyPart, messageComponents, snowflake } from './components.ts'

const picture = z.object({ url: address(['http:', 'https:', 'attachment:']) })

const embed = z.object({
  type: z.string().nullish(),
  url: address().nullish(),
  title: z.string().max(256).nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  description: z.string().max(4096).nullish(),
  author: z
    .object({
      name: z.string().min(1).max(256),
      url: address().nullish(),
      icon_url: address(['http:', 'https:', 'attachment:']).nullish(),
    })
    .nullish(),
  image: picture.nullish(),
  thumbnail: picture.nullish(),
  footer: z
    .object({
      text: z.string().min(1).max(2048),
      icon_url: address(['http:', 'https:', 'attachment:']).nullish(),
    })
    .nullish(),
  fields: z
    .array(
      z.object({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().nullish(),
      }),
    )
    .max(25)
    .nullish(),
  provider: z.object({ name: z.string().max(256).nullish(), url: address().nullish() }).nullish(),
})

export type Embed = z.infer<typeof embed>

const sizeOf = (it: Embed) =>
  [it.title, it.description, it.author?.name, it.footer?.text]
    .concat((it.fields ?? []).flatMap(one => [one.name, one.value]))
    .reduce((total, text) => total + (text?.length ?? 0), 0)

const pingable = z.object({
  parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
  users: z.array(snowflake).max(100).nullish(),
  roles: z.array(snowflake).max(100).nullish(),
  replied_user: z.boolean().nullish(),
})

export type AllowedMentions = z.infer<typeof pingable>

const message = {
  content: z
    .string()
    .transform(text => text.trim())
    .pipe(z.string().max(2000))
    .nullish(),
  embeds: z.array(embed).max(10).nullish(),
  allowed_mentions: pingable.nullish(),
  components: messageComponents.nullish(),
  flags: z.int().min(0).nullish(),
  attachments: z
    .array(
      z.object({
        id: snowflake.or(z.int()).nullish(),
        filename: z.string().max(1024).nullish(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  tts: z.boolean().nullish(),
}

interface Checked {
  embeds?: Embed[] | null | undefined
  components?: unknown[] | null | undefined
  content?: string | null | undefined
  flags?: number | null | undefined
}

const V2 = 1 << 15

/** What no single field's limit shows: totals, doubles and what excludes what. */
function together(body: Checked, report: z.core.$RefinementCtx<Checked>) {
  const say = (path: string[], code: string, message: string) =>
    report.issues.push({ code: 'custom', input: body, path, message, params: { code } })
  if ((body.embeds ?? []).reduce((total, one) => total + sizeOf(one), 0) > 6000)
    say(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
  const parts = everyPart(body.components)
  const ids = parts.map(part => part.custom_id).filter(Boolean)
  if (new Set(ids).size < ids.length)
    say(['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated')
  if ((body.flags ?? 0) & V2) {
    if (body.content || body.embeds?.length)
      say(
        ['content'],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        'Cannot be used with V2 components',
      )
    if (parts.length > 40) say(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 40 or fewer in length.')
  } else if (body.components) {
    if (body.components.length > 5)
      say(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.')
    body.components.forEach((one, index) => {
      if ((one as { type: number }).type !== 1)
        say(
          ['components', String(index), 'type'],
          'UNION_TYPE_CHOICES',
          'Value of field "type" must be one of (1,).',
        )
    })
  }
}

const checked = <T extends z.ZodType<Checked>>(schema: T) =>
  schema.superRefine((body, report) => together(body, report as z.core.$RefinementCtx<Checked>))

export const createBody = checked(
  z.object({
    ...message,
    message_reference: z
      .object({
        type: z.literal(0).nullish(),
        message_id: snowflake,
        channel_id: snowflake.nullish(),
        guild_id: snowflake.nullish(),
        fail_if_not_exists: z.boolean().nullish(),
      })
      .nullish(),
    nonce: z.string().max(25).or(z.int()).nullish(),
    enforce_nonce: z.boolean().nullish(),
  }),
)

const { tts: _tts, ...editable } = message
export const editBody = checked(z.object(editable))

/** For interactions and webhooks. */
export const answerBody = checked(z.object(message))

/** The names a webhook message may not bear: reported, the full list is unpublished. */
const username = z
  .string()
  .min(1)
  .max(80)
  .superRefine((name, report) => {
    for (const word of ['discord', 'clyde'])
      if (name.toLowerCase().includes(word))
        report.addIssue({
          code: 'custom',
          params: { code: 'USERNAME_INVALID_CONTAINS' },
          message: `Username cannot contain "${word}"`,
        })
    if (['everyone', 'here'].includes(name.toLowerCase()))
      report.addIssue({
        code: 'custom',
        params: { code: 'USERNAME_INVALID' },
        message: `Username cannot be "${name}"`,
      })
  })

export const webhookBody = z.object({ name: username, avatar: z.string().nullish() })

export const executeBody = checked(
  z.object({
    ...message,
    username: username.nullish(),
    avatar_url: address().nullish(),
    thread_name: z.string().min(1).max(100).nullish(),
  }),
)

const duration = z.literal([60, 1440, 4320, 10080]).nullish()

export const threadBody = z.object({
  name: z.string().min(1).max(100),
  auto_archive_duration: duration,
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  // The stock client names the type of any thread; a thread from a message is public all the same.
  type: z.int().nullish(),
  invitable: z.boolean().nullish(),
})

export const looseThreadBody = threadBody.extend({
  message: answerBody.optional(),
})

export const channelEditBody = z.object({
  name: z.string().min(1).max(100).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: duration,
  topic: z.string().max(1024).nullish(),
})

export type CreateBody = z.infer<typeof createBody>
export type EditBody = z.infer<typeof editBody>
export type AnswerBody = z.infer<typeof answerBody>
