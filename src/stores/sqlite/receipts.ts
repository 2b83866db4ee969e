/** The book of receipts: what every channel has, and what of it is to be shown anew. */
import type { Due, Receipt, Receipts, Shown } from '#core/lane.ts'
import type { Book } from './book.ts'
import type { Database, Row } from './database.ts'
import { settleDue } from './due.ts'
import { guard } from './guard.ts'
import { marks } from './timeline.ts'

const toReceipt = ({ body }: Row): Receipt => JSON.parse(String(body))

export function keepReceipt(db: Database, receipt: Receipt): void {
  const { key, channel, message, at, notice, posts } = receipt
  db.run(
    `insert into receipts (key, channel, message, at, notice, body) values (?, ?, ?, ?, ?, ?)
     on conflict (key) do update set body = excluded.body`,
    key,
    channel,
    message,
    at,
    notice ?? null,
    JSON.stringify(receipt),
  )
  db.run('delete from shown where key = ?', key)
  for (const [position, { post, version }] of posts.entries())
    db.run(
      'insert into shown (post, channel, key, position, version) values (?, ?, ?, ?, ?)',
      post,
      channel,
      key,
      position,
      version,
    )
  settleDue(db, key, channel, at)
}

/** What a message is to show now: its posts in their newest versions, without those that were removed. */
const current = (db: Database, key: string): Shown[] =>
  db
    .all(
      `select s.post, max(p.version, s.version) as version from shown s left join posts p on p.id = s.post
       where s.key = ? and (p.id is null or p.body is not null) order by s.position`,
      key,
    )
    .map(({ post, version }) => ({ post: String(post), version: Number(version ?? 0) }))

export function receipts(db: Database): Book<Receipts> {
  return {
    of: (channel, posts) =>
      db
        .all(
          `select distinct r.body from receipts r join shown s on s.key = r.key
           where s.channel = ? and s.post in (select post from names where name in (${marks(posts)})
             union select value from json_each(?))`,
          channel,
          ...posts,
          JSON.stringify(posts),
        )
        .map(toReceipt),
    lost: (channel, posts) =>
      db
        .all(`select post from lost where channel = ? and post in (${marks(posts)})`, channel, ...posts)
        .map(({ post }) => String(post)),
    ofMessage(channel, message) {
      const row = db.one('select body from receipts where channel = ? and message = ?', channel, message)
      return row && toReceipt(row)
    },
    channels: post =>
      db
        .all(
          `select distinct channel from shown
           where post = coalesce((select post from names where name = ?), ?)`,
          post,
          post,
        )
        .map(({ channel }) => String(channel)),
    due: (channel, limit) =>
      db
        .all(
          `select r.body from due d join receipts r on r.key = d.key
           where d.channel = ? order by d.removal desc, r.at limit ?`,
          channel,
          limit,
        )
        .map(toReceipt)
        .map((receipt): Due => ({ receipt, posts: current(db, receipt.key) })),
    amended(receipt, posts, fence) {
      guard(db, receipt.channel, fence)
      if (posts.length > 0) return keepReceipt(db, { ...receipt, posts })
      for (const table of ['receipts', 'shown', 'due'])
        db.run(`delete from ${table} where key = ?`, receipt.key)
    },
  }
}
