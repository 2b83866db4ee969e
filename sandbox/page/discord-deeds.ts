/** What one can do on the Discord server from the page. */
import { closest } from 'fastest-levenshtein'
import { z } from 'zod'
import type { DiscordStandIn } from '#sandbox/discord/stand-in.ts'
import { answered, Declined, deed, id, name, values, words } from './deed.ts'

const app = 'The application'

export const discordDeeds = {
  'discord/say': deed(
    z.object({ channel: id, user: name, text: words, thread: id.optional() }),
    async ({ channel, user, text, thread }, { house: { discord } }) => {
      if (!text.trimStart().startsWith('/'))
        return void (await discord.say(channel, user, text, thread === undefined ? {} : { thread }))
      known(text.trim(), discord)
      answered(await discord.type(channel, user, text.trim()), app)
    },
  ),
  'discord/suggest': deed(
    z.object({ channel: id, user: name, words, values, focused: name }),
    async ({ channel, user, words, values, focused }, { house: { discord } }) =>
      discord.autocomplete(channel, user, words, { values, focused }),
  ),
  'discord/press': deed(
    z.object({ message: id, action: id, user: name }),
    async ({ message, action, user }, { house: { discord } }) =>
      answered(await discord.press(message, action, user), app),
  ),
  'discord/menu': deed(
    z.object({ message: id, command: name, user: name }),
    async ({ message, command, user }, { house: { discord } }) =>
      answered(await discord.messageCommand(command, message, user), app),
  ),
  'discord/submit': deed(z.object({ user: name, values }), async ({ user, values }, { house: { discord } }) =>
    answered(await discord.submit(user, values), app),
  ),
  'discord/dismiss': deed(z.object({ user: name }), ({ user }, { house: { discord } }) =>
    discord.dismiss(user),
  ),
}

/** Discord's own box would not let anything else be sent. @throws Declined that says what there is */
function known(line: string, discord: DiscordStandIn): void {
  const [typed = '', sub = '', ...rest] = line.slice(1).split(/\s+/)
  const slash = discord.commands().filter(({ type }) => type === 1)
  const command = slash.find(one => one.name === typed)
  if (!command)
    throw new Declined(`There is no /${typed} here. Type / and choose from the list: ${all(slash)}.`)
  const subs = (command.options ?? []).filter(({ type }) => type === 1)
  const chosen = subs.find(one => one.name === sub)
  if (subs.length > 0 && !chosen) {
    if (sub === '') throw new Declined(`/${typed} what? There are ${subs.map(one => one.name).join(', ')}.`)
    const near = closest(
      sub,
      subs.map(one => one.name),
    )
    throw new Declined(
      `There is no /${typed} ${sub}. Did you mean /${typed} ${[near, ...rest].join(' ')}? /${typed} help lists all.`,
    )
  }
  const needed = chosen?.options?.find(({ required }) => required)
  if (needed && rest.length === 0)
    throw new Declined(`/${typed} ${sub} needs one thing more: ${needed.description}.`)
}

const all = (commands: readonly { readonly name: string }[]) => commands.map(one => `/${one.name}`).join(', ')
