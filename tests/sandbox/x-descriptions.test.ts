/** Answers of the stand-in against both published descriptions of the API. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { house, until } from './x-house.ts'

type Json = Record<string, unknown>
const words = { 'x-openapi.json': 'post', 'x-openapi-2.165.json': 'tweet' } as const

const strip = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(strip)
  if (typeof node !== 'object' || node === null) return node
  const { discriminator: _, example: __, ...rest } = node as Json
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strip(value)]))
}

function description(t: TestContext, file: string) {
  const path = fileURLToPath(new URL(`../../../shared/data/${file}`, import.meta.url))
  if (!existsSync(path)) {
    t.skip(`${file} is not here`)
    return undefined
  }
  const whole = strip(JSON.parse(readFileSync(path, 'utf8'))) as Json
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(whole, 'api')
  const part = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
  return (endpoint: string, status: number, body: unknown) => {
    const [method = '', address = ''] = endpoint.split(' ')
    const pointer = [
      'paths',
      address,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ]
    const validate = ajv.getSchema(`api#/${pointer.map(part).join('/')}`)
    assert.ok(validate, `${endpoint} ${status} is described`)
    assert.ok(validate(body), `${endpoint}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`)
  }
}

const wanted = {
  tweet:
    'tweet.fields=attachments,author_id,conversation_id,created_at,edit_controls,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets,reply_settings&expansions=author_id,attachments.media_keys,attachments.poll_ids,referenced_tweets.id,referenced_tweets.id.author_id,entities.mentions.username',
  post: 'post.fields=attachments,conversation_id,created_at,edit_controls,entities,lang,note_post,public_metrics,reply_settings&expansions=author_id,attachments.media_keys,attachments.poll_ids,referenced_posts,in_reply_to_user_id,entities.mentions.username,edit_history_post_ids',
}
const more =
  '&user.fields=created_at,description,profile_image_url,public_metrics,verified&media.fields=url,alt_text,width,height&poll.fields=duration_minutes,end_datetime,voting_status'

for (const [file, vocabulary] of Object.entries(words))
  test(`answers are as ${file} describes them`, async t => {
    const valid = description(t, file)
    if (!valid) return
    const { x, ask, team, follow, hear } = await house(t, { terms: { vocabulary } })
    const fields = wanted[vocabulary] + more
    await follow('#hcsm')
    const heard = await hear(`?${wanted.tweet}${more}`)
    const first = x.post({
      by: 'mary_b',
      text: 'Look & see #hcsm https://example.org @jon_k',
      media: [{ alt: 'Hills' }],
    })
    const long = x.post({ by: 'jon_k', text: `${'word '.repeat(80)}#hcsm`, replyTo: first.id })
    const poll = x.post({
      by: 'jon_k',
      text: 'Which? #hcsm',
      poll: { options: ['a', 'b'], minutes: 60 },
      quotes: first.id,
    })
    const edited = x.edit(poll.id, 'Which one? #hcsm')
    x.repost(first.id)
    await until(() => heard.objects().length === 5)
    const stream = 'GET /2/tweets/search/stream'
    if (vocabulary === 'tweet') for (const object of heard.objects()) valid(stream, 200, object)

    const query = encodeURIComponent('#hcsm')
    const ids = [first.id, long.id, poll.id, edited.id, '456'].join()
    const asked: [string, string][] = [
      [
        'GET /2/tweets/search/recent',
        `GET /2/tweets/search/recent?query=${query}&since_id=${BigInt(first.id) - 1n}&${fields}`,
      ],
      ['GET /2/tweets', `GET /2/tweets?ids=${ids}&${fields}`],
      ['GET /2/tweets/{id}', `GET /2/tweets/${first.id}?${fields}`],
      ['GET /2/tweets/{id}', 'GET /2/tweets/456'],
      ['GET /2/tweets/counts/recent', `GET /2/tweets/counts/recent?query=${query}`],
      ['GET /2/tweets/search/stream/rules', 'GET /2/tweets/search/stream/rules'],
      ['GET /2/users/by', 'GET /2/users/by?usernames=mary_b,nobody&user.fields=public_metrics,created_at'],
      ['GET /2/users/by/username/{username}', 'GET /2/users/by/username/mary_b'],
    ]
    if (vocabulary === 'post')
      asked.push(
        ['GET /2/usage/tweets', 'GET /2/usage/tweets'],
        ['GET /2/tweets/search/stream/rules/counts', 'GET /2/tweets/search/stream/rules/counts'],
      )
    for (const [endpoint, request] of asked) {
      const { status, body } = await ask(request)
      assert.equal(status, 200, request)
      valid(endpoint, status, body)
    }
    const me = await team.v2.me()
    valid('GET /2/users/me', 200, me)
    const rules = 'POST /2/tweets/search/stream/rules'
    const changed = await ask(rules, { add: [{ value: '#a', tag: 'a' }] })
    valid(rules, 200, changed.body)
    valid(rules, 200, (await ask(rules, { delete: { ids: [changed.body.data[0].id] } })).body)
    const made = await team.v2.tweet('We are here #hcsm')
    valid('POST /2/tweets', 201, made)
    valid('DELETE /2/tweets/{id}', 200, await team.v2.deleteTweet(made.data.id))
    valid('DELETE /2/connections/all', 200, (await ask('DELETE /2/connections/all')).body)
  })
