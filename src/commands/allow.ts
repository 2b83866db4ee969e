/** Allow: who may speak for the team, and who decides what channels follow. */
import { standing } from '#core/account.ts'
import { Refusal } from '#core/errors.ts'
import { type Feedback, say } from '#core/feedback.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import type { Person } from '#core/workspace.ts'
import { command } from './command.ts'

export const allow = command({
  name: 'allow',
  about: 'Say who may speak as the team, or who decides what channels follow',
  may: 'admin',
  takes: {
    person: { kind: 'person', about: 'a member or role that may speak as the team', optional: true },
    remove: { kind: 'flag', about: 'no longer' },
    following: {
      kind: 'choice',
      about: 'who may follow, unfollow and pause',
      choices: ['admins', 'members'],
      optional: true,
    },
  },
  examples: ['allow @mary', 'allow @mary remove', 'allow following admins', 'allow'],

  async run({ person, remove, following }, asked, parts) {
    if (following !== undefined && (person || remove))
      throw new Refusal(
        'One thing at a time: who may speak as the team, or who decides what channels follow.',
      )
    if (following !== undefined) return narrow(following === 'admins', asked, parts)
    if (person === undefined && remove)
      throw new Refusal(`Who may no longer speak as the team? \`${parts.command} allow @mary remove\``)
    if (person === undefined) return allowed(asked, parts)
    return remove ? disallow(person, asked, parts) : grant(person, asked, parts)
  },
})

async function grant({ id, name }: Person, { channel, member }: Invocation, parts: Parts): Promise<Feedback> {
  const added = await parts.store.grants.add({
    workspace: channel.workspace,
    to: id,
    name,
    by: member.id,
    at: parts.clock.now(),
  })
  if (!added) throw new Refusal(`${name} may speak as the team already.`)
  const { account, trouble } = await standing(parts)
  const none = trouble === undefined ? 'the team, once an account is set up' : 'the team'
  return say(`${name} may now speak as ${account ? `@${account.handle}` : none}.`)
}

async function disallow({ id, name }: Person, { channel }: Invocation, { store }: Parts): Promise<Feedback> {
  if (!(await store.grants.remove(channel.workspace, id)))
    throw new Refusal(`${name} was not allowed to speak as the team.`)
  return say(`${name} may no longer speak as the team.`)
}

async function narrow(narrowed: boolean, { channel }: Invocation, { store }: Parts): Promise<Feedback> {
  await store.grants.narrow(channel.workspace, narrowed)
  return say(
    narrowed
      ? 'From now on only admins decide what channels follow.'
      : 'From now on whoever may manage a channel decides what it follows.',
  )
}

async function allowed({ channel }: Invocation, { store, command: called }: Parts): Promise<Feedback> {
  const names = (await store.grants.of(channel.workspace)).map(({ name }) => name)
  const narrowed = await store.grants.narrowed(channel.workspace)
  return say(
    names.length > 0
      ? `Admins may speak as the team, and ${names.join(', ')}.`
      : `Only admins may speak as the team. \`${called} allow @name\` allows someone else.`,
    narrowed
      ? 'Only admins decide what channels follow.'
      : 'Whoever may manage a channel decides what it follows.',
  )
}
