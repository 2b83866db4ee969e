/** Someone who types, presses and writes, and what they are shown. */
import assert from 'node:assert/strict'
import type { Feedback } from '#core/feedback.ts'
import type { Invocation, Option } from '#core/invocation.ts'
import type { Form, Press } from '#core/saying.ts'
import type { Channel, Member } from '#core/workspace.ts'
import { channel, noon } from '#tests/fakes/posts.ts'
import { told } from './wall.ts'

/** What someone was shown, to them alone. */
export interface Answer {
  readonly text: string
  readonly buttons: readonly string[]
  /** Where the buttons that open an address lead. */
  readonly links: Readonly<Record<string, string>>
  readonly form?: Form
  readonly replaces: boolean
}

/** Where something is done, if not in #general itself. */
export interface Where {
  readonly channel?: Channel
  readonly thread?: string
}

export interface Person {
  readonly member: Member
  types(line: string, where?: Where): Promise<Answer>
  /** Fills in the options of a command, as on Discord. */
  fills(name: string, options: Readonly<Record<string, Option>>): Promise<Answer>
  /** The button of this label that they were shown last. */
  presses(label: string, where?: Where): Promise<Answer>
  /** What the buttons of this label stand for, the one shown last first. */
  pressed(label: string): readonly string[]
  /** A button of ours by what it does, such as one under a post. */
  press(does: string, of: string, where?: Where): Promise<Answer>
  /** Fills in the form last opened. */
  writes(values: Readonly<Record<string, string>>, where?: Where): Promise<Answer>
  /** Reply on X from the menu of a message. */
  chooses(message: string): Promise<Answer>
}

type Does = Invocation extends infer One ? (One extends Invocation ? Omit<One, keyof Common> : never) : never
type Common = Pick<Invocation, 'id' | 'at' | 'channel' | 'member' | 'thread'>

let count = 0

export function person(member: Member, ask: (invocation: Invocation) => Promise<Feedback>): Person {
  const buttons: { readonly label: string; readonly press: Press }[] = []
  let form: Form | undefined

  const does = async (what: Does, { channel: where = channel(), thread }: Where = {}): Promise<Answer> => {
    count += 1
    const common = { id: `asked-${count}`, at: noon, channel: where, member }
    const answer = await ask({ ...common, ...what, ...(thread !== undefined && { thread }) } as Invocation)
    if (answer.kind === 'form') form = answer.form
    else for (const action of answer.saying.actions ?? []) if ('press' in action) buttons.unshift(action)
    return shown(answer)
  }
  return {
    member,
    types: (line, where) => does({ kind: 'line', line: line.replace(/^\/chat ?/, '') }, where),
    fills: (name, options) => does({ kind: 'command', name, options }),
    presses(label, where) {
      const button = buttons.find(one => one.label === label)
      assert.ok(button, `${member.name} sees no “${label}”, but ${buttons.map(one => one.label).join(', ')}`)
      return does({ kind: 'press', press: button.press }, where)
    },
    pressed: label => buttons.filter(one => one.label === label).map(({ press }) => press.of),
    press: (what, of, where) => does({ kind: 'press', press: { does: what, of } }, where),
    writes(values, where) {
      assert.ok(form, `${member.name} has no form open`)
      return does({ kind: 'form', press: form.press, values }, where)
    },
    chooses: message => does({ kind: 'menu', message }),
  }
}

function shown(feedback: Feedback): Answer {
  if (feedback.kind === 'form')
    return { text: '', buttons: [], links: {}, form: feedback.form, replaces: false }
  const { saying, replaces } = feedback
  const actions = saying.actions ?? []
  return {
    text: told(saying),
    buttons: actions.map(({ label }) => label),
    links: Object.fromEntries(actions.flatMap(one => ('url' in one ? [[one.label, one.url]] : []))),
    replaces,
  }
}
