/** What somebody does on the page: each act checked, then done as that person on that service. */
import { z } from 'zod'
import type { Shown } from './snapshot.ts'

const short = z.string().max(200)
const text = z.string().trim().min(1).max(4000)
const values = z.record(short, z.string().max(4000))

const act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('x.post'), text, replyTo: short.optional() }),
  z.object({ do: z.literal('x.edit'), id: short, text }),
  z.object({ do: z.literal('x.remove'), id: short }),
  z.object({ do: z.literal('slack.type'), channel: short, user: short, text, thread: short.optional() }),
  z.object({ do: z.literal('slack.press'), message: short, button: short, user: short }),
  z.object({ do: z.literal('slack.menu'), message: short, user: short }),
  z.object({ do: z.literal('slack.submit'), user: short, values }),
  z.object({ do: z.literal('slack.dismiss'), user: short }),
  z.object({ do: z.literal('discord.type'), channel: short, user: short, text, thread: short.optional() }),
  z.object({ do: z.literal('discord.press'), message: short, button: short, user: short }),
  z.object({ do: z.literal('discord.menu'), message: short, user: short }),
  z.object({ do: z.literal('discord.submit'), user: short, values }),
  z.object({ do: z.literal('discord.dismiss'), user: short }),
  z.object({ do: z.literal('chat.play'), playing: z.boolean() }),
  z.object({ do: z.literal('chat.speed'), times: z.number().min(1).max(60) }),
])
export type Act = z.output<typeof act>

/** The person who sits at the page, on X. */
const me = 'you'

/** Resolves with what went wrong, in words; undefined when nothing did. */
export async function take(given: unknown, shown: Shown): Promise<string | undefined> {
  const parsed = act.safeParse(given)
  if (!parsed.success) return 'The page asked for something the sandbox does not know.'
  try {
    return await done(parsed.data, shown)
  } catch (error) {
    return error instanceof Error ? `${error.message}.` : String(error)
  }
}

const unanswered = 'Backchannel did not answer within three seconds.'

async function done(asked: Act, { house: { x, slack, discord }, chat }: Shown): Promise<string | undefined> {
  switch (asked.do) {
    case 'x.post':
      x.post({ by: me, text: asked.text, ...(asked.replyTo !== undefined && { replyTo: asked.replyTo }) })
      return undefined
    case 'x.edit':
      x.edit(asked.id, asked.text)
      return undefined
    case 'x.remove':
      x.remove(asked.id)
      return undefined
    case 'slack.type': {
      const { channel, user, text: words, thread } = asked
      if (!words.startsWith('/'))
        return void slack.say(channel, user, words, thread === undefined ? {} : { thread })
      if (thread !== undefined)
        return 'Slack takes no commands in threads: press Reply on X under the message'
      return (await slack.command(channel, user, words)).failed ? unanswered : undefined
    }
    case 'slack.press':
      return (await slack.press(asked.message, asked.button, asked.user)).failed ? unanswered : undefined
    case 'slack.menu':
      return (await slack.shortcut('reply_on_x', asked.message, asked.user)).failed ? unanswered : undefined
    case 'slack.submit':
      return (await slack.submit(asked.user, asked.values)).failed ? unanswered : undefined
    case 'slack.dismiss':
      slack.dismiss(asked.user)
      return undefined
    case 'discord.type': {
      const { channel, user, text: words, thread } = asked
      if (!words.startsWith('/'))
        return void (await discord.say(channel, user, words, thread === undefined ? {} : { thread }))
      return (await discord.type(channel, user, words)).failed ? unanswered : undefined
    }
    case 'discord.press':
      return (await discord.press(asked.message, asked.button, asked.user)).failed ? unanswered : undefined
    case 'discord.menu':
      return (await discord.messageCommand('Reply on X', asked.message, asked.user)).failed
        ? unanswered
        : undefined
    case 'discord.submit':
      return (await discord.submit(asked.user, asked.values)).failed ? unanswered : undefined
    case 'discord.dismiss':
      return void (await discord.dismiss(asked.user))
    case 'chat.play':
      if (asked.playing) chat.start()
      else chat.pause()
      return undefined
    case 'chat.speed':
      chat.speed(asked.times)
      return undefined
  }
}
