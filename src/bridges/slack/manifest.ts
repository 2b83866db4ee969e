/** The manifest from which a Slack app is made: everything Backchannel asks of a workspace, from the first install on. */

/** Each scope added later would make every workspace install again. */
const scopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'channels:read',
  'groups:read',
  'users:read',
  'files:read',
  'files:write',
  'reactions:write',
  'pins:write',
  'im:write',
  'channels:history',
  'groups:history',
]
/** Without these it works, with one comfort less. */
const optionalScopes = ['chat:write.public', 'channels:history', 'groups:history']
const events = [
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_unarchive',
  'member_joined_channel',
  'tokens_revoked',
]

export const manifest = (command: string) => ({
  _metadata: { major_version: 2, minor_version: 1 },
  display_information: {
    name: 'Backchannel',
    description: 'Brings Twitter/X chats into your channels, and your answers back',
    background_color: '#2f3b4a',
  },
  features: {
    bot_user: { display_name: 'Backchannel', always_online: true },
    slash_commands: [
      {
        command,
        description: 'Follow a chat on X in this channel, and answer from here',
        usage_hint: 'follow #hcsm · help',
        should_escape: false,
      },
    ],
    shortcuts: [
      {
        name: 'Reply on X',
        type: 'message',
        callback_id: 'reply_on_x',
        description: 'Answer the post that this message shows',
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: scopes,
      bot_optional: optionalScopes,
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: events,
    },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
})
