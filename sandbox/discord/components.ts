/** The buttons, menus, fields and layouts that may stand in messages and modals. */

import { z } from 'zod'

const fault = (code: string, message: string) => ({ params: { code }, message })

const customId = z.string().min(1).max(100)
const id = z.int().min(0).nullish()
export const snowflake = z
  .string()
  .regex(/^\d{15,20}$/)
  .or(z.int().transform(String))

export const address = (schemes = ['http:', 'https:']) =>
  z
    .string()
    .max(2048)
    .refine(
      text => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      fault('URL_TYPE_INVALID_URL', 'Not a well formed URL.'),
    )

const emoji = z.object({
  id: snowflake.nullish(),
  name: z.string().max(32).nullish(),
  animated: z.boolean().nullish(),
})

const button = z
  .object({
    type: z.literal(2),
    id,
    style: z.int().min(1).max(6),
    label: z.string().max(80).nullish(),
    emoji: emoji.nullish(),
    custom_id: customId.nullish(),
    url: address(['http:', 'https:', 'discord:']).pipe(z.string().max(512)).nullish(),
    disabled: z.boolean().nullish(),
    sku_id: snowflake.nullish(),
  })
  .refine(
    it => it.style >= 5 || it.custom_id,
    fault('BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required'),
  )
  .refine(it => it.style !== 5 || it.url, fault('BUTTON_COMPONENT_URL_REQUIRED', 'A url is required'))
  .refine(
    it => !(it.custom_id && it.url),
    fault(
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
      'A custom id and url cannot both be specified',
    ),
  )
  .refine(
    it => it.style === 6 || it.label || it.emoji,
    fault('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or emoji is required'),
  )

const choice = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  emoji: emoji.nullish(),
  default: z.boolean().nullish(),
})

const menu = {
  id,
  custom_id: customId,
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
}
const preset = z.array(z.object({ id: snowflake, type: z.string() })).nullish()
const menus = [
  z.object({ type: z.literal(3), ...menu, options: z.array(choice).min(1).max(25) }),
  z.object({ type: z.literal(5), ...menu, default_values: preset }),
  z.object({ type: z.literal(6), ...menu, default_values: preset }),
  z.object({ type: z.literal(7), ...menu, default_values: preset }),
  z.object({
    type: z.literal(8),
    ...menu,
    default_values: preset,
    channel_types: z.array(z.int()).nullish(),
  }),
] as const

const row = z.object({
  type: z.literal(1),
  id,
  components: z
    .array(z.discriminatedUnion('type', [button, ...menus]))
    .min(1)
    .max(5)
    .refine(
      all => all.length === 1 || all.every(one => one.type === 2),
      fault('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width'),
    ),
})

const media = z.object({ url: address(['http:', 'https:', 'attachment:']) })
const words = z.object({ type: z.literal(10), id, content: z.string().min(1).max(4000) })
const thumbnail = z.object({
  type: z.literal(11),
  id,
  media,
  description: z.string().max(1024).nullish(),
  spoiler: z.boolean().nullish(),
})
const gallery = z.object({
  type: z.literal(12),
  id,
  items: z
    .array(z.object({ media, description: z.string().max(1024).nullish(), spoiler: z.boolean().nullish() }))
    .min(1)
    .max(10),
})
const separator = z.object({
  type: z.literal(14),
  id,
  divider: z.boolean().nullish(),
  spacing: z.int().min(1).max(2).nullish(),
})
const section = z.object({
  type: z.literal(9),
  id,
  components: z.array(words).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
})
const parts = [row, words, gallery, separator, section] as const
const container = z.object({
  type: z.literal(17),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: z.boolean().nullish(),
  components: z.array(z.discriminatedUnion('type', parts)).min(1).max(40),
})

export const messageComponents = z.array(z.discriminatedUnion('type', [...parts, container])).max(40)

const field = {
  type: z.literal(4),
  id,
  custom_id: customId,
  style: z.int().min(1).max(2),
  value: z.string().max(4000).nullish(),
  placeholder: z.string().max(100).nullish(),
  required: z.boolean().nullish(),
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
}
const fits = (it: { value?: string | null | undefined; max_length?: number | null | undefined }) =>
  (it.value?.length ?? 0) <= (it.max_length ?? 4000)
const tooLong = {
  path: ['value'],
  ...fault('BASE_TYPE_MAX_LENGTH', 'Must be max_length or fewer in length.'),
}

const classicRow = z.object({
  type: z.literal(1),
  id,
  components: z
    .array(z.object({ ...field, label: z.string().min(1).max(45) }).refine(fits, tooLong))
    .length(1),
})
const labelled = z.object({
  type: z.literal(18),
  id,
  label: z.string().min(1).max(45),
  description: z.string().max(100).nullish(),
  component: z.discriminatedUnion('type', [
    z.object({ ...field, label: z.null().optional() }).refine(fits, tooLong),
    ...menus,
  ]),
})

export const modalBody = z.object({
  custom_id: customId,
  title: z.string().min(1).max(45),
  // The schema allows 40 rows; the documentation and the client allow 5.
  components: z
    .array(z.discriminatedUnion('type', [classicRow, labelled, words]))
    .min(1)
    .max(5),
})

/** Every part, at any depth, in reading order. */
export function everyPart(components: unknown): Record<string, unknown>[] {
  if (!Array.isArray(components)) return []
  return components.flatMap((part: Record<string, unknown>) => [
    part,
    ...everyPart(part.components),
    ...everyPart(part.component ? [part.component] : []),
    ...everyPart(part.accessory ? [part.accessory] : []),
  ])
}
