/** Shows feedback to the member alone: the first answer within Discord's three seconds. */
import { MessageFlags } from 'discord.js'
import type { Clock } from '#core/clock.ts'
import type { Feedback } from '#core/feedback.ts'
import type { Form, Saying } from '#core/saying.ts'
import { showForm } from './form.ts'
import type { Asked } from './intake.ts'
import { showSaying } from './render-saying.ts'

/** After this long an answer is promised. */
const promptMs = 2_000
/** A form must be the first answer, and nothing may be promised before it: as long as Discord lets one wait. */
const formMs = 2_700

/** Where a form may come. */
const mayForm = (asked: Asked): boolean =>
  asked.isButton() ||
  asked.isMessageContextMenuCommand() ||
  (asked.isChatInputCommand() && asked.options.getSubcommand() === 'reply')

export async function answer(asked: Asked, feedback: Promise<Feedback>, clock: Clock): Promise<void> {
  const given = new AbortController()
  const patience = clock.sleep(mayForm(asked) ? formMs : promptMs, given.signal)
  const first = await Promise.race([feedback, patience.then(() => 'late' as const)])
  given.abort()
  if (first !== 'late') return prompt(asked, first)
  const beside = pressed(asked)
  await (beside ? beside.deferUpdate() : asked.deferReply({ flags: MessageFlags.Ephemeral }))
  await late(asked, await feedback)
}

/** What was pressed, if only the member sees it: then its answer can stand in its place. */
function pressed(asked: Asked) {
  const fromMessage = asked.isButton() || (asked.isModalSubmit() && asked.isFromMessage())
  return fromMessage && asked.message.flags.has(MessageFlags.Ephemeral) ? asked : undefined
}

async function prompt(asked: Asked, feedback: Feedback): Promise<void> {
  if (feedback.kind === 'form' && !asked.isModalSubmit()) {
    await asked.showModal(showForm(feedback.form))
    return
  }
  const saying = sayingOf(feedback)
  const own = pressed(asked)
  if (own && feedback.kind === 'say' && feedback.replaces) await own.update(told(saying))
  else await asked.reply(alone(saying))
}

async function late(asked: Asked, feedback: Feedback): Promise<void> {
  const saying = sayingOf(feedback)
  const replaces = feedback.kind === 'say' && feedback.replaces
  if (pressed(asked) && !replaces) await asked.followUp(alone(saying))
  else await asked.editReply(told(saying))
}

const sayingOf = (feedback: Feedback): Saying =>
  feedback.kind === 'say' ? feedback.saying : knocking(feedback.form)

/** A form that can no longer open by itself is opened with a button. */
const knocking = ({ press, title, about }: Form): Saying => ({
  lines: [...about, 'Nothing was posted. Press the button to go on.'],
  actions: [{ label: title, style: 'primary', press }],
})

const told = (saying: Saying) => {
  const { content, embeds, components } = showSaying(saying)
  return {
    content,
    embeds: [...embeds],
    components: [...components],
    allowedMentions: { parse: [] },
  }
}

const alone = (saying: Saying) => ({ ...told(saying), flags: MessageFlags.Ephemeral as const })
