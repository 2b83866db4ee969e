/** What Slack takes of Block Kit, as rows: required keys, lengths and counts (docs.slack.dev, block-kit; @slack/types). */
import type { Block } from './world.ts'

interface Rule {
  readonly required: readonly string[]
  readonly check?: (block: Block, path: string) => readonly string[]
}

const list = (value: unknown): readonly Block[] => (Array.isArray(value) ? (value as Block[]) : [])
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : ''

const text = (path: string, value: unknown, most: number): string[] => {
  const said = textOf(value)
  if (said.length === 0) return [`[ERROR] must be more than 0 characters [json-pointer:${path}/text]`]
  return said.length > most
    ? [`[ERROR] must be less than ${most + 1} characters [json-pointer:${path}/text]`]
    : []
}
const address = (path: string, value: unknown): string[] =>
  typeof value === 'string' && /^https?:\/\/[^\s<>|]+$/.test(value) && value.length <= 3000
    ? []
    : [`[ERROR] invalid url [json-pointer:${path}]`]

const elementRules: Readonly<Record<string, Rule>> = {
  button: {
    required: ['text'],
    check: (one, path) => [
      ...text(`${path}/text`, one.text, 75),
      ...(String(one.action_id ?? '').length > 255
        ? [`[ERROR] action_id too long [json-pointer:${path}/action_id]`]
        : []),
      ...(one.url === undefined ? [] : address(`${path}/url`, one.url)),
      ...(one.style === undefined || one.style === 'primary' || one.style === 'danger'
        ? []
        : [`[ERROR] invalid style [json-pointer:${path}/style]`]),
    ],
  },
  plain_text_input: {
    required: ['action_id'],
    check: (one, path) =>
      Number(one.max_length ?? 1) > 3000
        ? [`[ERROR] max_length [json-pointer:${path}]`]
        : String(one.initial_value ?? '').length > Number(one.max_length ?? 3000)
          ? [`[ERROR] initial_value [json-pointer:${path}]`]
          : [],
  },
  static_select: {
    required: ['action_id', 'options'],
    check: (one, path) =>
      list(one.options).length < 1 || list(one.options).length > 100
        ? [`[ERROR] options [json-pointer:${path}]`]
        : list(one.options).flatMap((option, index) =>
            text(`${path}/options/${index}/text`, option.text, 75),
          ),
  },
}

const richKinds = ['rich_text_section', 'rich_text_quote', 'rich_text_list', 'rich_text_preformatted']

function rich(elements: readonly Block[], path: string): string[] {
  return elements.flatMap((one, index) => {
    const here = `${path}/elements/${index}`
    if (richKinds.includes(String(one.type)))
      return list(one.elements).length === 0
        ? [`[ERROR] no elements [json-pointer:${here}]`]
        : rich(list(one.elements), here)
    if (one.type === 'text')
      return typeof one.text === 'string' && one.text.length > 0
        ? []
        : [`[ERROR] must be more than 0 characters [json-pointer:${here}/text]`]
    if (one.type === 'link') return address(`${here}/url`, one.url)
    return ['emoji', 'date', 'user', 'channel', 'usergroup', 'broadcast', 'color'].includes(String(one.type))
      ? []
      : [`[ERROR] unsupported type: ${one.type} [json-pointer:${here}]`]
  })
}

const within = (path: string, count: number, most: number) =>
  count > most || count < 1 ? [`[ERROR] between 1 and ${most} items [json-pointer:${path}]`] : []

const rules: Readonly<Record<string, Rule>> = {
  section: {
    required: [],
    check: (one, path) =>
      one.text === undefined && one.fields === undefined
        ? [`[ERROR] missing required field: text [json-pointer:${path}]`]
        : one.text === undefined
          ? []
          : text(`${path}/text`, one.text, 3000),
  },
  context: {
    required: ['elements'],
    check: (one, path) => [
      ...within(`${path}/elements`, list(one.elements).length, 10),
      ...list(one.elements).flatMap((part, index) =>
        part.type === 'image'
          ? [
              ...address(`${path}/elements/${index}/image_url`, part.image_url),
              ...(part.alt_text
                ? []
                : [`[ERROR] missing required field: alt_text [json-pointer:${path}/elements/${index}]`]),
            ]
          : String(part.text ?? '').length > 0
            ? []
            : [`[ERROR] empty text [json-pointer:${path}/elements/${index}]`],
      ),
    ],
  },
  rich_text: {
    required: ['elements'],
    check: (one, path) => [
      ...within(`${path}/elements`, list(one.elements).length, 100),
      ...rich(list(one.elements), path),
    ],
  },
  image: {
    required: ['image_url', 'alt_text'],
    check: (one, path) => [
      ...address(`${path}/image_url`, one.image_url),
      ...(String(one.alt_text).length > 2000 ? [`[ERROR] alt_text [json-pointer:${path}]`] : []),
    ],
  },
  actions: {
    required: ['elements'],
    check: (one, path) => [
      ...within(`${path}/elements`, list(one.elements).length, 25),
      ...list(one.elements).flatMap((part, index) => element(part, `${path}/elements/${index}`)),
    ],
  },
  header: { required: ['text'], check: (one, path) => text(`${path}/text`, one.text, 150) },
  divider: { required: [] },
  input: {
    required: ['label', 'element'],
    check: (one, path) => [
      ...text(`${path}/label`, one.label, 2000),
      ...element(one.element as Block, `${path}/element`),
    ],
  },
}

function element(one: Block, path: string): readonly string[] {
  const rule = elementRules[String(one?.type)]
  if (!rule) return [`[ERROR] unsupported type: ${one?.type} [json-pointer:${path}]`]
  return [...missing(one, rule, path), ...(rule.check?.(one, path) ?? [])]
}

const missing = (one: Block, { required }: Rule, path: string): string[] =>
  required
    .filter(name => one[name] === undefined)
    .map(name => `[ERROR] missing required field: ${name} [json-pointer:${path}]`)

/** What is wrong with these blocks; nothing, when nothing. */
export function faultsOf(blocks: unknown, most = 50): readonly string[] {
  if (!Array.isArray(blocks)) return ['[ERROR] must be an array [json-pointer:/blocks]']
  if (blocks.length > most) return [`[ERROR] no more than ${most} items allowed [json-pointer:/blocks]`]
  const ids = blocks.flatMap(one => (one.block_id ? [String(one.block_id)] : []))
  const twice =
    ids.length !== new Set(ids).size ? ['[ERROR] `block_id` must be unique [json-pointer:/blocks]'] : []
  const long = ids.filter(id => id.length > 255).map(id => `[ERROR] block_id too long: ${id.slice(0, 20)}`)
  const actions = blocks.flatMap(one =>
    list(one.elements).flatMap(part => (part.action_id ? [String(part.action_id)] : [])),
  )
  const same =
    actions.length !== new Set(actions).size
      ? ['[ERROR] `action_id` must be unique [json-pointer:/blocks]']
      : []
  const wrong = (blocks as Block[]).flatMap((one, index) => {
    const rule = rules[String(one?.type)]
    const path = `/blocks/${index}`
    return rule
      ? [...missing(one, rule, path), ...(rule.check?.(one, path) ?? [])]
      : [`[ERROR] unsupported type: ${one?.type} [json-pointer:${path}]`]
  })
  return [...twice, ...long, ...same, ...wrong]
}

/** Every piece of text in blocks, and whether Slack reads markup in it. */
export function textsOf(value: unknown): { text: string; markup: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const one = value as Block
  const own = typeof one.text === 'string' ? [{ text: one.text, markup: one.type === 'mrkdwn' }] : []
  return [...own, ...Object.values(one).flatMap(textsOf)]
}

/** Beyond this Slack answers msg_blocks_too_long (slackapi/bolt-js#2509). */
export const isTooLong = (blocks: unknown): boolean =>
  textsOf(blocks).reduce((sum, { text }) => sum + text.length, 0) > 13_200

const marked = /<(!(?!date\^)[^>]*|@[^>]*|#[^>]*)>/

/** Markup that would mention: none of it may ever come from a post. */
export const mentionsIn = (text: string, blocks: unknown): string[] =>
  [{ text, markup: true }, ...textsOf(blocks)].flatMap(piece =>
    piece.markup ? (marked.exec(piece.text)?.[0] ?? []) : [],
  )
