/** What people do with Backchannel, told as they would tell it, through real sockets on both platforms. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house, room } from '#tests/house.ts'

const last = <T>(all: readonly T[]): T => {
  const found = all.at(-1)
  assert.ok(found !== undefined, 'there is nothing')
  return found
}

test('a team follows a chat, answers it and sees it answered, in Slack and in Discord', async t => {
  const { x, slack, discord, pass, answered, complaints } = await house(t, { follows: '#hcsm' })
  assert.deepEqual(slack.shown(room).length, 1)
  assert.match(last(slack.shown(room)), /\*Mary Okafor\* made this channel follow \*#hcsm\*/)
  assert.match(last(discord.shown(room)), /made this channel follow \*\*#hcsm\*\*/)

  const question = x.post({ by: 'the_host', text: 'T1 What helps while we wait? #hcsm' })
  await pass(1500)
  x.post({ by: 'ana_answers', text: 'T1 A kettle #hcsm' })
  await pass(1500)
  x.post({ by: 'bo_replies', text: 'Which one? #hcsm', replyTo: question.id })
  await pass(3000)
  for (const shown of [slack.shown(room), discord.shown(room)]) {
    assert.equal(shown.length, 3)
    assert.match(shown[1] ?? '', /What helps while we wait\?/)
    assert.match(shown[2] ?? '', /A kettle/)
  }
  const root = slack.messages(room)[1]
  const embed = discord.messages(room)[1]
  assert.ok(root && embed)
  assert.match(last(slack.thread(root.ts)), /Which one\?/)
  assert.match(last(discord.thread(embed.id)), /Which one\?/)

  const opened = await answered(slack.press(root, 'Reply on X', 'mary'))
  assert.ok(opened.modal)
  const preview = await answered(slack.submit('mary', { text: 'Soup & <b>chairs</b>' }))
  const shown = slack.plain(last(preview.messages))
  assert.match(shown, /Soup & <b>chairs<\/b> #hcsm/)
  assert.match(shown, /26 of 280 characters · as \*@BackchannelHQ\* · as a post of its own · \$0\.015/)
  const before = x.posts().length
  await answered(slack.press(last(preview.messages), 'Post as @BackchannelHQ ($0.015)', 'mary'))
  await pass(8000)
  assert.equal(x.posts().length, before + 1)
  assert.equal(last(x.shown()), 'Soup & <b>chairs</b> #hcsm')
  assert.match(last(slack.thread(root.ts)), /\*Mary Okafor\* posted as \*@BackchannelHQ\*:/)
  assert.equal(slack.shown(room).length, 3, 'the echo is not mirrored here as a stranger’s post')
  assert.match(last(discord.shown(room)), /Soup &/, 'elsewhere it is an ordinary post')
  assert.equal(discord.shown(room).length, 4)

  const own = last(x.posts())
  x.post({ by: 'cy_thanks', text: '@BackchannelHQ thank you #hcsm', replyTo: own.id })
  await pass(4000)
  assert.match(last(slack.thread(root.ts)), /thank you/, 'answers go under what was said')

  x.edit(question.id, 'T1 What helps people while we wait? #hcsm')
  await pass(4000)
  assert.match(slack.shown(room)[1] ?? '', /What helps people/)
  assert.match(discord.shown(room)[1] ?? '', /What helps people/)

  const regretted = x.post({ by: 'ana_answers', text: 'T1 I should not have said this #hcsm' })
  await pass(3000)
  assert.match(last(slack.shown(room)), /should not have said/)
  x.remove(regretted.id)
  await pass(6 * 60_000)
  for (const shown of [slack.shown(room), discord.shown(room)])
    assert.ok(!shown.join().includes('should not have said'), 'what is deleted on X goes here too')

  await answered(slack.command(room, 'mary', '/chat unfollow #hcsm'))
  await answered(discord.command(room, 'mary', 'unfollow', { hashtag: '#hcsm' }))
  await pass(3000)
  const [quiet, still] = [slack.shown(room).length, discord.shown(room).length]
  x.post({ by: 'the_host', text: 'T2 Nobody here sees this #hcsm' })
  await pass(5000)
  assert.equal(slack.shown(room).length, quiet)
  assert.equal(discord.shown(room).length, still)
  assert.deepEqual([...x.faults, ...slack.faults, ...discord.faults, ...complaints], [])
})
