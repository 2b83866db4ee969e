/** How asking and publishing from a workspace feel, rule by rule. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { house, room, type Wishes } from '#tests/house.ts'

/** A house, and its people talking in Slack. */
async function talk(t: TestContext, wishes: Wishes = {}) {
  const built = await house(t, wishes)
  const { slack, answered } = built
  const words = (answer: Awaited<ReturnType<typeof slack.command>>) =>
    answer.messages.map(slack.plain).join('\n')
  return {
    ...built,
    types: async (who: string, line: string) => words(await answered(slack.command(room, who, line))),
    asks: (who: string, line: string) => answered(slack.command(room, who, line)),
    presses: async (who: string, answer: Awaited<ReturnType<typeof slack.command>>, label: string) =>
      answered(slack.press(answer.messages.at(-1) ?? assert.fail('nothing was said'), label, who)),
    words,
  }
}

const send = 'Post as @BackchannelHQ ($0.015)'

test('a hashtag is understood however it is typed, and what was understood is echoed', async t => {
  const { types } = await talk(t)
  for (const typed of ['hcsm', '#HCSM', '＃hcsm', '<#C0123|hcsm>', '  #hcsm  ']) {
    assert.match(await types('mary', `/chat follow ${typed}`), /follows \*#hcsm\*/, typed)
    assert.match(await types('mary', `/chat subscribe ${typed}`), /already/, typed)
    assert.match(await types('mary', `/chat unfollow ${typed}`), /no longer follows #hcsm/, typed)
  }
})

test('bare is help; help is told from the definitions; a wrong word gets the nearest right one', async t => {
  const { types } = await talk(t)
  const help = await types('tom', '/chat')
  for (const name of [
    'follow',
    'unfollow',
    'list',
    'pause',
    'resume',
    'post',
    'reply',
    'allow',
    'status',
    'help',
  ])
    assert.match(help, new RegExp(`/chat ${name}`))
  assert.match(await types('tom', '/chat help follow'), /what merely passes posts on[\s\S]*subscribe/)
  assert.match(await types('tom', '/chat folow #hcsm'), /Did you mean `\/chat follow #hcsm`\?/)
  assert.doesNotMatch(await types('tom', '/chat xylophone'), /Did you mean/)
  assert.match(await types('tom', '/chat follow'), /What is missing: the chat’s hashtag/)
  assert.match(await types('tom', '/chat follow #2024'), /is no hashtag/)
  assert.match(await types('tom', '/chat follow #hcsm loudly'), /did not understand “loudly”/)
})

test('help, lists and errors are for the asker alone; who follows, ends or pauses is said in the channel by name', async t => {
  const { types, slack, pass } = await talk(t)
  for (const line of ['help', 'list', 'status', 'unfollow #hcsm', 'nonsense'])
    await types('tom', `/chat ${line}`)
  assert.deepEqual(slack.shown(room), [])
  for (const line of ['follow #hcsm', 'pause', 'resume', 'unfollow #hcsm'])
    await types('tom', `/chat ${line}`)
  await pass(10_000)
  assert.deepEqual(
    slack.shown(room).map(text => /^\*Tom Lindqvist\* (\w+)/.exec(text)?.[1]),
    ['made', 'paused', 'resumed', 'ended'],
  )
})

test('guests may not decide what a channel follows; an admin may narrow it to admins', async t => {
  const { types } = await talk(t)
  assert.match(await types('gia', '/chat follow #hcsm'), /Only who may manage this channel/)
  assert.match(await types('tom', '/chat allow following admins'), /Only admins/)
  assert.match(await types('mary', '/chat allow following admins'), /only admins decide/)
  assert.match(await types('tom', '/chat follow #hcsm'), /only admins decide/)
  assert.match(await types('mary', '/chat follow #hcsm'), /follows \*#hcsm\*/)
  await types('mary', '/chat allow following members')
  assert.match(await types('tom', '/chat unfollow #hcsm'), /no longer/)
})

test('on Discord who may manage the channel decides, whatever the server lets through', async t => {
  const { discord, answered } = await house(t)
  const words = async (who: string, name: string, options = {}) => {
    const { messages } = await answered(discord.command(room, who, name, options))
    return messages.map(discord.plain).join('\n')
  }
  assert.match(await words('tom', 'follow', { hashtag: '#hcsm' }), /Only who may manage this channel/)
  assert.match(await words('mary', 'follow', { hashtag: 'hcsm' }), /follows \*\*#hcsm\*\*/)
})

test('who may speak for the team is said by name; others get the page on X where they post as themselves', async t => {
  const { types, asks, slack, words } = await talk(t, { follows: '#hcsm' })
  const before = await asks('tom', '/chat post A1 hello')
  assert.match(words(before), /as yourself, on X · free[\s\S]*You do not speak as @BackchannelHQ/)
  assert.deepEqual(
    slack.buttons(before.messages[0] ?? assert.fail()).map(({ label }) => label),
    ['Open on X', 'Edit', 'Discard'],
  )
  assert.match(await types('tom', '/chat allow @tom'), /Only admins/)
  assert.match(await types('mary', '/chat allow @tom'), /Tom Lindqvist may now speak as @BackchannelHQ/)
  assert.match(words(await asks('tom', '/chat post A1 hello')), /as \*@BackchannelHQ\*/)
  assert.match(await types('mary', '/chat allow @tom remove'), /may no longer/)
  assert.match(await types('mary', '/chat allow @nobody_here'), /do not know who/)
})

test('talk stays inside: nothing said in channel or thread reaches X unless it is sent', async t => {
  const { x, slack, pass } = await talk(t, { follows: '#hcsm' })
  x.post('Post 1 #hcsm')
  await pass(3000)
  const root = slack.messages(room).at(-1) ?? assert.fail()
  slack.say(room, 'mary', 'Between us: this is nonsense #hcsm')
  slack.say(room, 'mary', 'Quite. @Backchannel is listening though', { thread: root.ts })
  await pass(20_000)
  assert.deepEqual(x.shown(), ['Post 1 #hcsm'])
})

test('the preview shows exact text, weighted count, account and price; a link is priced and told', async t => {
  const { asks, words } = await talk(t, { follows: '#hcsm' })
  const shown = words(
    await asks('mary', '/chat post A1 See https://example.org/a/long/address *stars* & <b>'),
  )
  assert.match(shown, /A1 See https:\/\/example\.org\/a\/long\/address \*stars\* & <b> #hcsm/)
  assert.match(shown, /50 of 280 characters · as \*@BackchannelHQ\* · as a post of its own · \$0\.20/)
  assert.match(shown, /X charges more for a post with a link/)
})

test('what is too long is not sent, and can be mended with the text kept', async t => {
  const { x, asks, words, presses, slack, answered } = await talk(t, { follows: '#hcsm' })
  const long = await asks('mary', `/chat post ${'a'.repeat(285)}`)
  assert.match(words(long), /Not posted: 291 of 280 characters\. Shorten by 11\./)
  const form = await presses('mary', long, 'Edit')
  assert.match(JSON.stringify(form.modal?.body), /aaaa #hcsm/)
  const again = await answered(slack.submit('mary', { text: 'Shorter' }))
  assert.match(slack.plain(again.messages[0] ?? assert.fail()), /Shorter #hcsm/)
  assert.deepEqual(x.shown(), [])
})

test('a newer draft replaces the older one; it expires after 15 minutes; the confirming tap works once', async t => {
  const { x, asks, presses, words, pass } = await talk(t, { follows: '#hcsm' })
  const first = await asks('mary', '/chat post first')
  const second = await asks('mary', '/chat post second')
  assert.match(words(await presses('mary', first, send)), /sent or discarded already/)
  const [one, other] = await Promise.all([presses('mary', second, send), presses('mary', second, send)])
  assert.match(words(one) + words(other), /Posted[\s\S]*already|already[\s\S]*Posted/)
  assert.deepEqual(x.shown(), ['second #hcsm'])
  const late = await asks('mary', '/chat post late')
  await pass(15 * 60_000)
  assert.match(words(await presses('mary', late, send)), /expired/)
  const gone = await asks('mary', '/chat post gone')
  assert.match(words(await presses('mary', gone, 'Discard')), /Nothing was posted/)
  assert.deepEqual(x.shown(), ['second #hcsm'])
})

test('a refusal says what happened, that nothing was posted, and offers the next way', async t => {
  const { x, asks, presses, words, slack } = await talk(t, { follows: '#hcsm' })
  x.misbehave({
    on: 'POST /2/tweets',
    as: 'refuse',
    status: 403,
    body: {
      detail: 'You are not allowed to create a Tweet with duplicate content.',
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
    },
  })
  const failed = await presses('mary', await asks('mary', '/chat post again and again'), send)
  assert.match(
    words(failed),
    /Not posted\. X says this account has posted exactly this before\. Your text is kept\./,
  )
  assert.deepEqual(
    slack.buttons(failed.messages[0] ?? assert.fail()).map(({ label }) => label),
    ['Try again', 'Open on X as yourself (free)', 'Discard'],
  )
  const once = await presses('mary', failed, 'Try again')
  assert.match(words(once), /again and again #hcsm/)
  assert.deepEqual(x.shown(), [])
})

test('when X does not answer nothing is tried again; the echo tells that it was posted', async t => {
  const { x, asks, presses, words, pass, slack, app } = await talk(t, { follows: '#hcsm' })
  x.misbehave({ on: 'POST /2/tweets', as: 'accept-then-reset' })
  const sent = await presses('mary', await asks('mary', '/chat post once only'), send)
  assert.match(words(sent), /Posted|may have been posted/)
  await pass(60_000)
  assert.deepEqual(x.shown(), ['once only #hcsm'])
  assert.equal(slack.shown(room).filter(text => text.includes('once only')).length, 1)
  const drafts = await app.parts.store.drafts.sent(0)
  assert.deepEqual(
    drafts.map(({ state }) => state),
    ['posted'],
  )
})

test('replying works where X allows it, and goes out as a reply', async t => {
  const { x, slack, pass, answered } = await talk(t, { follows: '#hcsm' })
  const post = x.post({ by: 'ana_asks', text: '@BackchannelHQ what do you think? #hcsm' })
  await pass(3000)
  await answered(slack.press(slack.messages(room).at(-1) ?? assert.fail(), 'Reply on X', 'mary'))
  const preview = await answered(slack.submit('mary', { text: 'A kettle!' }))
  assert.match(slack.plain(preview.messages[0] ?? assert.fail()), /as an answer · \$0\.015/)
  await answered(slack.press(preview.messages[0] ?? assert.fail(), send, 'mary'))
  await pass(5000)
  assert.equal(x.posts().at(-1)?.replyTo?.id, post.id)
})

test('a post is answered by its link, and a stranger’s draft cannot be sent', async t => {
  const { x, types, asks, words, slack, answered } = await talk(t, { follows: '#hcsm' })
  const { id } = x.post({ by: 'ana_asks', text: 'Question #hcsm' })
  assert.match(
    words(await asks('mary', `/chat reply ${x.webUrl}/ana_asks/status/${id} My answer`)),
    /My answer #hcsm/,
  )
  assert.match(await types('mary', '/chat reply https://example.org/a hello'), /not the link of a post/)
  const draft = await asks('mary', '/chat post mine')
  await types('mary', '/chat allow @tom')
  const other = await answered(slack.press(draft.messages[0] ?? assert.fail(), send, 'tom'))
  assert.match(words(other), /not yours/)
})

test('a bug is answered with a number, and the number is in the log', async t => {
  const { types, app, complaints } = await talk(t)
  app.parts.store.follows.of = () => Promise.reject(new TypeError('a bug'))
  const said = await types('mary', '/chat list')
  const id = /noted as (\w{8})/.exec(said)?.[1]
  assert.ok(id && complaints.some(line => line.includes(id) && line.includes('a bug')), said)
})

test('what is known is offered while typing on Discord', async t => {
  const { discord } = await house(t, { follows: '#hcsm' })
  const choices = await discord.autocomplete(room, 'mary', 'unfollow', { values: { hashtag: '#h' } })
  assert.deepEqual(
    choices.map(({ value }: { value: string | number }) => value),
    ['#hcsm'],
  )
})
