/** What the page shows: the three services as they stand, in plain data. */
import type { Play } from '../chat/play.ts'
import type { House } from '../house.ts'
import type { Post } from '../x/posts.ts'

/** As much as anyone scrolls back. */
const most = 80

export interface Shown {
  readonly house: House
  readonly chat: Play
}

export const snapshot = ({ house: { x, slack, discord }, chat }: Shown) => ({
  chat: chat.state(),
  x: {
    posts: x
      .posts()
      .filter(post => !post.recorded)
      .slice(-most)
      .map(xPost),
    spent: x.bill().usd,
    rules: x.rules().map(({ value }) => value),
  },
  slack: {
    people: slack
      .people()
      .filter(({ bot }) => !bot)
      .map(({ name, displayName, admin, guest }) => ({
        id: name,
        name: displayName,
        note: admin ? 'admin' : guest ? 'guest' : 'member',
      })),
    channels: slack.channels().map(channel => ({
      ...channel,
      messages: slack
        .everything(channel.id)
        .slice(-most)
        .map(message => ({
          ...message,
          author: slack.people().find(({ id }) => id === message.user)?.displayName ?? message.user,
        })),
    })),
    ephemerals: Object.fromEntries(
      slack
        .people()
        .filter(({ bot }) => !bot)
        .map(({ name }) => [name, slack.ephemerals(name).slice(-8)]),
    ),
    modals: Object.fromEntries(slack.people().map(({ name }) => [name, slack.modal(name)?.body])),
  },
  discord: {
    people: discord
      .people()
      .filter(({ username }) => username.toLowerCase() !== 'backchannel')
      .map(({ username, name }) => ({ id: username, name, note: '' })),
    channels: discord
      .channels()
      .filter(({ threadOf }) => threadOf === undefined)
      .map(channel => ({
        ...channel,
        messages: discord
          .messages(channel.id)
          .slice(-most)
          .map(message => ({ ...message, threadMessages: discord.threadMessages(message.id) })),
      })),
    ephemerals: Object.fromEntries(
      discord.people().map(({ username }) => [username, discord.ephemerals(username).slice(-8)]),
    ),
    modals: Object.fromEntries(discord.people().map(({ username }) => [username, discord.modal(username)])),
  },
})

function xPost(post: Post): object {
  const { id, by, text, at, replyTo, quotes, reposts, media, poll, versions } = post
  return {
    id,
    by: { handle: by.handle, name: by.name, picture: by.picture },
    text,
    at,
    edited: versions.length > 1,
    media: media.map(({ url, alt }) => ({ url, alt })),
    ...(replyTo && { replyTo: replyTo.by.handle }),
    ...((quotes ?? reposts) && {
      quotes: { name: (quotes ?? reposts)?.by.name, text: (quotes ?? reposts)?.text },
    }),
    ...(poll && { poll: poll.options }),
  }
}
