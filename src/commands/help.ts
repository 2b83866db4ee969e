/** What can be typed, told from the definitions. */
import { type Feedback, say } from '#core/feedback.ts'
import type { Line } from '#core/saying.ts'
import { command, type Listed, type May, type Take } from './command.ts'
import { toCommand } from './parse.ts'

const mark = (name: string, take: Take): string => {
  const shown = { hashtag: '#tag', person: '@name', flag: name, text: 'TEXT', address: 'LINK', choice: '' }[
    take.kind
  ]
  const word = take.kind === 'choice' ? `${name} ${take.choices.join('|')}` : shown
  return take.optional || take.kind === 'flag' ? `[${word}]` : word
}

/** `/chat follow #tag [reposts]` */
export const usage = ({ name, takes }: Pick<Listed, 'name' | 'takes'>, called: string): string =>
  [called, name, ...Object.entries(takes).map(([taken, take]) => mark(taken, take))].join(' ')

const who: Readonly<Record<May, string>> = {
  anyone: 'everyone',
  manage: 'who decides what this channel is for',
  speak: 'who may speak for the team',
  admin: 'admins',
}

/** The list, or one command in full. */
function helpFor(commands: readonly Listed[], called: string, asked = ''): Feedback {
  const name = asked
    .trim()
    .toLowerCase()
    .replace(called, '')
    .replace(/^[\s/]+/, '')
  if (name === '') return list(commands, called)
  return inFull(toCommand(name, commands, called).command, called)
}

const list = (commands: readonly Listed[], called: string): Feedback =>
  say(
    [{ bold: 'Backchannel mirrors a chat on X in this channel, and lets you answer from here.' }],
    ...commands.map((one): Line => [{ code: usage(one, called) }, `  ${one.about}`]),
    [
      'To answer a post: press ',
      { bold: 'Reply on X' },
      ' under it, or choose it from the message’s menu. In threads, where commands do not work, the button does.',
    ],
    'What you say here stays here, until you press a button that names the account it will be posted as.',
  )

function inFull(found: Listed, called: string): Feedback {
  const takes = Object.entries(found.takes).map(
    ([name, take]): Line => [{ code: mark(name, take) }, `  ${take.about}`],
  )
  const examples = (found.examples ?? []).map(
    (example): Line => ['For example: ', { code: `${called} ${example}` }],
  )
  const aliases = found.aliases?.length ? [`Also: ${found.aliases.join(', ')}.`] : []
  return say(
    [{ code: usage(found, called) }, `  ${found.about}`],
    ...takes,
    ...examples,
    ...aliases,
    `For ${who[found.may]}.`,
  )
}

export const help = (commands: () => readonly Listed[]) =>
  command({
    name: 'help',
    about: 'What can be typed here, or all about one command',
    may: 'anyone',
    takes: { command: { kind: 'text', about: 'a command, such as follow', max: 32, optional: true } },
    examples: ['help', 'help follow'],
    run: async ({ command: name }, _, parts) => helpFor(commands(), parts.command, name),
  })
