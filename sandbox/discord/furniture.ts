/** The server, people and bot that a stand-in starts with. */

import type { APIUser } from 'discord-api-types/v10'

export const bot = {
  token: 'MTAwMDAwMDAwMDAwMDAwMDAx.local1.stand-in-token-for-the-sandbox-only',
  applicationId: '100000000000000001',
  name: 'Backchannel',
  publicKey: '0'.repeat(64),
}

export const user = (id: string, username: string, globalName: string, isBot = false): APIUser =>
  ({
    id,
    username,
    global_name: globalName,
    discriminator: isBot ? '0001' : '0',
    avatar: null,
    banner: null,
    accent_color: null,
    public_flags: 0,
    flags: 0,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    ...(isBot && { bot: true }),
  }) as unknown as APIUser

export interface ServerPlan {
  id: string
  name: string
  owner: string
  roles: { id: string; name: string; permissions: string[] }[]
  channels: { id: string; name: string; type?: number; deny?: string[] }[]
  members: { id: string; username: string; name: string; roles?: string[] }[]
}

export const openHealthCircle: ServerPlan = {
  id: '200000000000000001',
  name: 'Open Health Circle',
  owner: 'mary',
  roles: [
    {
      id: '300000000000000001',
      name: 'Backchannel',
      permissions: [
        'VIEW_CHANNEL',
        'SEND_MESSAGES',
        'SEND_MESSAGES_IN_THREADS',
        'CREATE_PUBLIC_THREADS',
        'EMBED_LINKS',
        'READ_MESSAGE_HISTORY',
        'MANAGE_WEBHOOKS',
        'ADD_REACTIONS',
      ],
    },
    { id: '300000000000000002', name: 'Hosts', permissions: ['ADMINISTRATOR'] },
    { id: '300000000000000003', name: 'Speakers', permissions: [] },
  ],
  channels: [
    { id: '400000000000000001', name: 'general' },
    { id: '400000000000000002', name: 'hcsm-live' },
    { id: '400000000000000003', name: 'announcements', deny: ['SEND_MESSAGES'] },
  ],
  members: [
    { id: '500000000000000001', username: 'mary', name: 'Mary Okafor', roles: ['Hosts'] },
    { id: '500000000000000002', username: 'tom', name: 'Tom Lindqvist', roles: ['Speakers'] },
    { id: '500000000000000003', username: 'ines', name: 'Inês Duarte' },
  ],
}
