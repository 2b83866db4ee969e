/** The link that adds Backchannel to a server, with exactly the permissions it needs. */
import { PermissionFlagsBits as Flags } from 'discord.js'

/** Each with what it is for. */
export const permissions: readonly { readonly name: string; readonly bit: bigint; readonly why: string }[] = [
  { name: 'View Channel', bit: Flags.ViewChannel, why: 'to find the channel it is asked in' },
  { name: 'Send Messages', bit: Flags.SendMessages, why: 'to mirror the chat' },
  { name: 'Embed Links', bit: Flags.EmbedLinks, why: 'to show posts with author and pictures' },
  {
    name: 'Create Public Threads',
    bit: Flags.CreatePublicThreads,
    why: 'to put answers under what they answer',
  },
  { name: 'Send Messages in Threads', bit: Flags.SendMessagesInThreads, why: 'likewise' },
  {
    name: 'Read Message History',
    bit: Flags.ReadMessageHistory,
    why: 'to see, after a failure, whether a message arrived',
  },
]

export function invite(application: string): string {
  const sum = permissions.reduce((bits, { bit }) => bits | bit, 0n)
  const query = new URLSearchParams({
    client_id: application,
    scope: 'bot applications.commands',
    permissions: String(sum),
  })
  return `https://discord.com/oauth2/authorize?${query}`
}
