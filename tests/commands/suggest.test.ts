/** What is suggested while a hashtag is typed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grammar } from '#commands/grammar.ts'
import { channel, noon, post } from '#tests/fakes/posts.ts'
import { room } from './room.ts'

test('suggested are hashtags followed here, then elsewhere in the workspace, then lately used, and no other workspace’s', async t => {
  const { tom, happen, parts } = room(t)
  await tom.types('follow #hitsm', { channel: channel('other') })
  await tom.types('follow #hcsm')
  await tom.types('follow #hidden', { channel: channel('theirs', 'slack:T2') })
  await happen(
    post('1', { at: noon, hashtags: ['hcsm', 'hcldr'] }),
    post('2', { at: noon, hashtags: ['hidden', 'hush'] }),
  )
  const suggested = async (command: string, typed: string, option = 'hashtag') =>
    (await grammar.suggest({ channel: channel(), command, option, typed }, parts)).map(({ value }) => value)
  assert.deepEqual(await suggested('follow', ''), ['#hcsm', '#hitsm', '#hcldr'])
  assert.deepEqual(await suggested('follow', '＃HC'), ['#hcsm', '#hcldr'])
  assert.deepEqual(await suggested('follow', '#zz'), [])
  assert.deepEqual(await suggested('unfollow', ''), ['#hcsm'])
  assert.deepEqual(await suggested('post', '', 'text'), [])
})
