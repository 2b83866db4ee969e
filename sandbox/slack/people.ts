/** What people and admins do in the pretend Slack, and what is to be seen there. */
import { buttons, plain } from './show.ts'
import { channelNamed, type Message, userNamed, type World } from './world.ts'

const slackEscaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function people(world: World) {
  const post = (channel: string, user: string, text: string, thread?: string): Message => {
    const message: Message = {
      ts: world.stamp(),
      channel: channelNamed(world, channel).id,
      user: userNamed(world, user).id,
      byBot: false,
      text: slackEscaped(text),
      blocks: [],
      ...(thread && { thread_ts: thread }),
    }
    world.messages.push(message)
    world.changed()
    return message
  }
  return {
    /** Writes in a channel or a thread; the app hears of it only when it is mentioned. */
    say(channel: string, user: string, text: string, { thread }: { thread?: string } = {}): Message {
      const message = post(channel, user, text, thread)
      const named = new RegExp(`@backchannel\\b|<@${world.app.bot}>`, 'i')
      if (named.test(text) && channelNamed(world, channel).members.has(world.app.bot))
        world.event({
          type: 'app_mention',
          user: message.user,
          text: message.text.replace(named, `<@${world.app.bot}>`),
          ts: message.ts,
          channel: message.channel,
          team: world.team.id,
          client_msg_id: world.id('c'),
          event_ts: message.ts,
          blocks: [],
          ...(thread && { thread_ts: thread }),
        })
      return message
    },
    archive(channel: string) {
      const found = channelNamed(world, channel)
      found.archived = true
      world.event({
        type: found.isPrivate ? 'group_archive' : 'channel_archive',
        channel: found.id,
        user: 'U01MARY',
        event_ts: world.stamp(),
      })
      world.changed()
    },
    unarchive(channel: string) {
      const found = channelNamed(world, channel)
      found.archived = false
      world.event({
        type: found.isPrivate ? 'group_unarchive' : 'channel_unarchive',
        channel: found.id,
        user: 'U01MARY',
        event_ts: world.stamp(),
      })
      world.changed()
    },
    invite(channel: string) {
      const found = channelNamed(world, channel)
      found.members.add(world.app.bot)
      world.event({
        type: 'member_joined_channel',
        user: world.app.bot,
        channel: found.id,
        channel_type: found.isPrivate ? 'G' : 'C',
        team: world.team.id,
        inviter: 'U01MARY',
        event_ts: world.stamp(),
      })
      world.changed()
    },
    kick(channel: string) {
      const found = channelNamed(world, channel)
      found.members.delete(world.app.bot)
      world.event({
        type: found.isPrivate ? 'group_left' : 'channel_left',
        channel: found.id,
        actor_id: 'U01MARY',
        event_ts: world.stamp(),
      })
      world.changed()
    },
    uninstall: () => world.event({ type: 'app_uninstalled' }),
    /** Takes a scope from the app, or gives it back. */
    scope(name: string, granted: boolean) {
      world.scopes = new Set(
        granted ? [...world.scopes, name] : [...world.scopes].filter(one => one !== name),
      )
    },
    ...views(world),
  }
}

export function views(world: World) {
  const standing = (channel: string) => {
    const { id } = channelNamed(world, channel)
    return world.messages.filter(one => one.channel === id && !one.deleted && one.ephemeralTo === undefined)
  }
  return {
    /** The plain text of what stands in a channel itself, oldest first. */
    shown: (channel: string) =>
      standing(channel)
        .filter(one => one.thread_ts === undefined)
        .map(plain),
    messages: (channel: string) => standing(channel).filter(one => one.thread_ts === undefined),
    thread: (ts: string) =>
      world.messages
        .filter(one => one.thread_ts === ts && !one.deleted && one.ephemeralTo === undefined)
        .map(plain),
    threadMessages: (ts: string) =>
      world.messages.filter(one => one.thread_ts === ts && !one.deleted && one.ephemeralTo === undefined),
    /** Everything in a channel, threads too, in the order it came. */
    everything: standing,
    ephemerals: (user: string) =>
      world.messages.filter(one => one.ephemeralTo === userNamed(world, user).id && !one.deleted),
    modal: (user: string) => world.views.get(userNamed(world, user).id),
    plain,
    buttons,
    people: () => [...world.users.values()],
    channels: () =>
      [...world.channels.values()].map(({ id, name, isPrivate, archived }) => ({
        id,
        name,
        isPrivate,
        archived,
      })),
  }
}
