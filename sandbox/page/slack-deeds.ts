/** What one can do in the Slack workspace from the page. */
import { z } from 'zod'
import { answered, Declined, deed, id, name, values, words } from './deed.ts'

const app = 'Backchannel'
/** The app's entry in every message's menu, by its callback in the manifest. */
const shortcut = 'reply_on_x'

export const slackDeeds = {
  'slack/say': deed(
    z.object({ channel: id, user: name, text: words, thread: id.optional() }),
    async ({ channel, user, text, thread }, { house: { slack } }) => {
      const [, command] = /^\s*(\/\S*)/.exec(text) ?? []
      if (command === undefined)
        return void slack.say(channel, user, text, thread === undefined ? {} : { thread })
      if (thread !== undefined)
        throw new Declined(`Slack has no ${command} in threads. Use it in the channel, or press Reply on X.`)
      if (command !== '/chat')
        throw new Declined(
          `${command} is not a command here. Try /chat help. A space before the slash sends it as a message.`,
        )
      answered(await slack.command(channel, user, text.trim()), app)
    },
  ),
  'slack/press': deed(
    z.object({ message: id, action: id, user: name }),
    async ({ message, action, user }, { house: { slack } }) =>
      answered(await slack.press(message, action, user), app),
  ),
  'slack/shortcut': deed(
    z.object({ message: id, user: name }),
    async ({ message, user }, { house: { slack } }) =>
      answered(await slack.shortcut(shortcut, message, user), app),
  ),
  'slack/submit': deed(z.object({ user: name, values }), async ({ user, values }, { house: { slack } }) =>
    answered(await slack.submit(user, values), app),
  ),
  'slack/dismiss': deed(z.object({ user: name }), ({ user }, { house: { slack } }) => slack.dismiss(user)),
}
