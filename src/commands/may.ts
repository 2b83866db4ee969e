/** Who may do what: checked here, whatever the platform let through. */
import { Refusal } from '#core/errors.ts'
import { speaks } from '#core/grant.ts'
import type { Parts } from '#core/parts.ts'
import type { Channel, Member } from '#core/workspace.ts'
import type { May } from './command.ts'

export interface Who {
  readonly member: Member
  readonly channel: Channel
}

type Needs = Pick<Parts, 'store' | 'command'>

/** @throws Refusal that says who may. */
export async function check(may: May, { member, channel }: Who, parts: Needs): Promise<void> {
  const { grants } = parts.store
  if (may === 'admin' && !member.admin) throw new Refusal('Only admins of this workspace may do that.')
  if (may === 'speak' && !(await maySpeak({ member, channel }, parts)))
    throw new Refusal(
      `Only who speaks for the team may do that. An admin can allow you: \`${parts.command} allow @${member.name}\`.`,
    )
  if (may !== 'manage' || member.admin) return
  if (!member.manages)
    throw new Refusal('Only who may manage this channel can do that. Ask one of them, or an admin.')
  if (await grants.narrowed(channel.workspace))
    throw new Refusal('In this workspace only admins decide what channels follow.')
}

export const maySpeak = async ({ member, channel }: Who, { store }: Pick<Parts, 'store'>): Promise<boolean> =>
  speaks(member, await store.grants.of(channel.workspace))
