/** Shows feedback: the first answer within Discord's three seconds, to the member alone. */
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  MessageFlags,
  TextInputStyle,
} from 'discord.js'
import type { Clock } from '#core/clock.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Field, Form } from '#core/saying.ts'
import { plainLine } from '#core/saying.ts'
import type { Asked } from './intake.ts'
import type { Body } from './render-post.ts'
import { showSaying } from './render-saying.ts'

/** Discord waits three seconds; after this long an answer is promised, where one may be. */
const promptMs = 1_800

/** A form must be the first answer: where one may come, nothing is promised before it. */
const mayForm = (asked: Asked): boolean =>
  asked.isMessageContextMenuCommand() ||
  (asked.isButton() && /^(reply|edit):/.test(asked.customId)) ||
  (asked.isChatInputCommand() && asked.options.getSubcommand() === 'reply')

export async function answer(asked: Asked, feedback: Promise<Feedback>, clock: Clock): Promise<void> {
  const given = new AbortController()
  const soon = clock.sleep(promptMs, given.signal).then(() => 'late' as const)
  const first = mayForm(asked) ? await feedback : await Promise.race([feedback, soon])
  given.abort()
  if (first !== 'late') return show(asked, first)
  const inPlace = asked.isButton() && isOwn(asked)
  await (inPlace ? asked.deferUpdate() : asked.deferReply({ flags: MessageFlags.Ephemeral }))
  await late(asked, await feedback, inPlace)
}

/** A button under something only the member sees. */
const isOwn = (asked: Asked & { message?: { flags: { has(flag: number): boolean } } }): boolean =>
  asked.message?.flags.has(MessageFlags.Ephemeral) === true

async function show(asked: Asked, feedback: Feedback): Promise<void> {
  if (feedback.kind === 'form') {
    if (!asked.isModalSubmit()) await asked.showModal(showForm(feedback.form))
    return
  }
  const [first, ...rest] = showSaying(feedback.saying)
  if (!first) return
  if (feedback.replaces && asked.isButton() && isOwn(asked)) await asked.update(said(first))
  else await asked.reply({ ...said(first), flags: MessageFlags.Ephemeral })
  await further(asked, rest)
}

async function late(asked: Asked, feedback: Feedback, inPlace: boolean): Promise<void> {
  if (feedback.kind === 'form') {
    await asked.followUp({
      content: 'That took too long. Please try once more.',
      flags: MessageFlags.Ephemeral,
    })
    return
  }
  const [first, ...rest] = showSaying(feedback.saying)
  if (!first) return
  if (inPlace && !feedback.replaces) await asked.followUp({ ...said(first), flags: MessageFlags.Ephemeral })
  else await asked.editReply(said(first))
  await further(asked, rest)
}

async function further(asked: Asked, bodies: readonly Body[]): Promise<void> {
  for (const body of bodies) await asked.followUp({ ...said(body), flags: MessageFlags.Ephemeral })
}

const said = ({ content = '', components }: Body) => ({
  content,
  components: [...components],
  allowedMentions: { parse: [] },
})

const titleLength = 45
const labelLength = 45

/** What is answered is told in the first field's hint: a form of Discord's holds no text beside its fields. */
function showForm({ press, title, about, fields }: Form): APIModalInteractionResponseCallbackData {
  const context = about.map(plainLine).join(' ')
  return {
    custom_id: `${press.does}:${press.of}`,
    title: title.slice(0, titleLength),
    components: fields.map(field => ({
      type: ComponentType.Label,
      label: field.label.slice(0, labelLength),
      ...(field.kind === 'text' && context && { description: context.slice(0, 100) }),
      component: input(field),
    })),
  }
}

const input = ({ id, kind, value, hint, max, options = [] }: Field) =>
  kind === 'choice'
    ? {
        type: ComponentType.StringSelect as const,
        custom_id: id,
        options: options
          .slice(0, 25)
          .map(option => ({ label: option.label.slice(0, 100), value: option.value })),
        required: true,
      }
    : {
        type: ComponentType.TextInput as const,
        custom_id: id,
        style: TextInputStyle.Paragraph,
        required: true,
        max_length: Math.min(max ?? 4000, 4000),
        ...(hint && { placeholder: hint.slice(0, 100) }),
        ...(value !== undefined && { value: value.slice(0, 4000) }),
      }
