/** Recorded stream lines, turned into posts one by one. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { toReading } from '#bridges/x/streamed.ts'
import { isWhole, type Post, plain, type Span } from '#core/post.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/chats/', import.meta.url))
const here = { webUrl: 'https://x.com', hashtag: () => undefined }

interface Entity {
  readonly start: number
  readonly end: number
  readonly tag?: string
  readonly username?: string
  readonly url?: string
  readonly display_url?: string
}

interface Recorded {
  readonly data: {
    readonly id: string
    readonly text: string
    readonly author_id?: string
    readonly created_at?: string
    readonly entities?: Record<string, Entity[]>
    readonly edit_history_tweet_ids?: string[]
    readonly referenced_tweets?: { type: string; id: string }[]
  }
  readonly includes?: { readonly tweets?: { id: string }[]; readonly polls?: object[] }
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** What the text reads as, with every link in its short form, by X's own places. */
function shown({ text, entities = {} }: Recorded['data']): string {
  const points = Array.from(text)
  const links = new Map((entities.urls ?? []).map(one => [one.start, one]))
  let read = ''
  for (let at = 0; at < points.length; at += 1) {
    const link = links.get(at)
    read += link ? (link.display_url ?? points.slice(at, link.end).join('')) : points[at]
    if (link) at = link.end - 1
  }
  return unescaped(read)
}

function check(post: Post, { data, includes = {} }: Recorded): void {
  const whole = plain(post.text)
  const text = shown(data)
  assert.ok(text.startsWith(whole), `${data.id}: ${whole} | ${text}`)
  const left = text.slice(whole.length).trim()
  assert.ok(
    left === '' || /^(\S*(pic\.twitter\.com|twitter\.com|x\.com)\/\S*\s*)+$/.test(left),
    `${data.id}: ${left}`,
  )

  const of = (kind: Span['kind']) =>
    post.text.filter(span => span.kind === kind).map(({ text: said }) => said)
  const { hashtags = [], mentions = [] } = data.entities ?? {}
  assert.deepEqual(
    of('hashtag').map(said => said.slice(1)),
    hashtags.map(({ tag }) => tag),
    data.id,
  )
  assert.deepEqual(
    of('mention').map(said => said.slice(1).toLowerCase()),
    mentions.map(({ username = '' }) => username.toLowerCase()),
    data.id,
  )
  assert.deepEqual(post.hashtags, [
    ...new Set(hashtags.map(({ tag = '' }) => tag.normalize('NFC').toLowerCase())),
  ])

  const [first = data.id] = data.edit_history_tweet_ids ?? []
  assert.equal(post.id, `x:${first}`)
  assert.equal(post.author.id, `x:${data.author_id}`)
  if (data.created_at) assert.equal(post.at, Date.parse(data.created_at))
  for (const { type, id } of data.referenced_tweets ?? []) {
    const sent = includes.tweets?.some(one => one.id === id) ?? false
    if (type === 'replied_to') assert.equal(post.answers, `x:${id}`)
    else assert.equal(isWhole(type === 'quoted' ? post.quotes : post.reposts), sent)
  }
  if (includes.polls?.length) assert.ok(post.poll || isWhole(post.quotes) || isWhole(post.reposts))
}

for (const [file, posts, others] of [
  ['nephjc-2016.jsonl', 642, []],
  ['v2-edge-cases.jsonl', 46, []],
  ['stream-disconnect.jsonl', 4, ['ending']],
  ['stream-cut.jsonl', 7, ['malformed']],
] as const)
  test(`${file}: every line is a post, or says why not`, {
    skip: existsSync(folder + file) ? false : `${file} is not here`,
  }, () => {
    const lines = readFileSync(folder + file, 'utf8')
      .split('\n')
      .filter(Boolean)
    const read = lines.map(line => toReading(line, here))
    const kinds = read.map(({ kind }) => kind)
    assert.deepEqual(kinds, [...Array(posts).fill('posts'), ...others])
    for (const [index, reading] of read.entries()) {
      if (reading.kind !== 'posts') continue
      const [sighting] = reading.sightings
      assert.ok(sighting && reading.charges.length >= 2)
      check(sighting.post, JSON.parse(lines[index] ?? ''))
    }
  })
