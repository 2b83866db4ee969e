/** Everything a member can ask: by command, by button, by form, by menu. */
import { Refusal } from '#core/errors.ts'
import { type Feedback, sayInstead } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import type { Grammar } from '#core/respond.ts'
import { allow } from './allow.ts'
import { budget } from './budget.ts'
import { type Listed, listed } from './command.ts'
import { conversations } from './conversations.ts'
import { draft } from './draft.ts'
import { follow, followSure } from './follow.ts'
import { menuForm, replyForm } from './form.ts'
import { help, usage } from './help.ts'
import { hours } from './hours.ts'
import { list } from './list.ts'
import { check } from './may.ts'
import { fromLine, fromOptions, toCommand } from './parse.ts'
import { pause } from './pause.ts'
import { post } from './post.ts'
import { recent } from './recent.ts'
import { remove } from './remove.ts'
import { reply } from './reply.ts'
import { resume, resumeWith } from './resume.ts'
import { again, discard, edit, edited, send } from './send.ts'
import { status } from './status.ts'
import { suggestions } from './suggest.ts'
import { unfollow } from './unfollow.ts'

export const commands: readonly Listed[] = [
  listed(follow),
  listed(unfollow),
  listed(list),
  listed(pause),
  listed(resume),
  listed(hours),
  listed(conversations),
  listed(budget),
  listed(post),
  listed(reply),
  listed(allow),
  listed(remove),
  listed(status),
  listed(help(() => commands)),
]

type Does = (of: string, asked: Invocation, parts: Parts) => Promise<Feedback>

/** What each button of ours does. */
const presses: ReadonlyMap<string, Does> = new Map(
  Object.entries({
    reply: (of, _, parts) => replyForm({ press: { does: 'reply', of }, answers: of }, parts),
    send,
    edit,
    again,
    discard,
    recent,
    'follow-sure': followSure,
    'follow-all': followSure,
    'never-mind': async () => sayInstead(['All right. Nothing was changed.']),
    'resume-all': (_, asked, parts) => resumeWith('resume-all', asked, parts),
    'resume-digest': (_, asked, parts) => resumeWith('resume-digest', asked, parts),
    'resume-now': (_, asked, parts) => resumeWith('resume-now', asked, parts),
  } satisfies Record<string, Does>),
)

export const grammar: Grammar = { run, suggest: suggestions }

async function run(asked: Invocation, parts: Parts): Promise<Feedback> {
  switch (asked.kind) {
    case 'line': {
      const { command, rest } = toCommand(asked.line, commands, parts.command)
      await check(command.may, asked, parts)
      return command.run(await fromLine(command, rest, asking(command, asked, parts)), asked, parts)
    }
    case 'command': {
      const { command } = toCommand(asked.name, commands, parts.command)
      await check(command.may, asked, parts)
      return command.run(
        await fromOptions(command, asked.options, asking(command, asked, parts)),
        asked,
        parts,
      )
    }
    case 'press': {
      const does = presses.get(asked.press.does)
      if (!does) throw new Refusal('This button is from an older Backchannel, and does nothing any more.')
      return does(asked.press.of, asked, parts)
    }
    case 'menu':
      return menuForm(asked.message, asked, parts)
    case 'form':
      return written(asked, parts)
  }
}

const asking = (command: Listed, asked: Invocation, parts: Parts) => ({
  asked,
  parts,
  usage: `It goes: \`${usage(command, parts.command)}\``,
})

function written(asked: Invocation & { kind: 'form' }, parts: Parts): Promise<Feedback> {
  const { press, values } = asked
  if (press.does === 'edit') return edited(press.of, asked, parts)
  const answers = press.of || values.post
  if (press.does !== 'reply' || !answers)
    throw new Refusal('This form is from an older Backchannel. Open it again.')
  return draft({ text: values.text ?? '', answers }, asked, parts)
}
