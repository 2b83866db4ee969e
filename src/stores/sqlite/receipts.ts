/** The book of receipts: what every channel has, and what of it is to be shown anew. */
import type { Due, Receipt, Receipts, Shown } from '#core/lane.ts'
import type { Book } from './book.ts'
import { type Database, list, type Row } from './database.ts'
import { settleDue } from './due.ts'
import { guard } from './guard.ts'

const toReceipt = ({ body }: Row): Receipt => JSON.parse(String(body))

export function keepReceipt(db: Database, receipt: Receipt): void {
  const { key, channel, message, at, notice, posts } = receipt
  db.run(
    `insert into receipts (key, channel, message, at, notice, body) values (?, ?, ?, ?, ?, ?)
     on conflict (key) do update set message = excluded.message, at = excluded.at, body = excluded.body`,
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
      `select s.post, max(coalesce(p.version, 0), s.version) as version from shown s left join posts p on p.id = s.post
       where s.key = ? and (p.id is null or p.body is not null)
         and not exists (select 1 from lost l where l.post = s.post and l.channel = s.channel)
       order by s.position`,
      key,
    )
    .map(({ post, version }) => ({ post: String(post), version: Number(version) }))

export function receipts(db: Database): Book<Receipts> {
  return {
    of: (channel, posts) =>
      db
        .all(
          `with asked as (select value as name from json_each(?))
           select body from receipts where key in (
             select key from shown where channel = ? and post in (
               select post from names where name in (select name from asked) union select name from asked))
           order by at, key`,
          list(posts),
          channel,
        )
        .map(toReceipt),
    lost: (channel, posts) =>
      db
        .all(
          'select post from lost where channel = ? and post in (select value from json_each(?)) order by number',
          channel,
          list(posts),
        )
        .map(({ post }) => String(post)),
    ofMessage(channel, message) {
      const row = db.one('select body from receipts where channel = ? and message = ?', channel, message)
      return row && toReceipt(row)
    },
    channels: post =>
      db
        .all(
          `select distinct channel from shown
           where post = coalesce((select post from names where name = ?), ?) order by channel`,
          post,
          post,
        )
        .map(({ channel }) => String(channel)),
    due: (channel, limit) =>
      db
        .all(
          `select r.body from due d join receipts r on r.key = d.key
           where d.channel = ? order by d.removal desc, r.at, r.key limit ?`,
          channel,
          limit,
        )
        .map(toReceipt)
        .map((receipt): Due => ({ receipt, posts: current(db, receipt.key) })),
    amended(receipt, posts, fence) {
      guard(db, receipt.channel, fence)
      if (!db.one('select 1 from receipts where key = ?', receipt.key)) return
      if (posts.length > 0) return keepReceipt(db, { ...receipt, posts })
      for (const table of ['receipts', 'shown', 'due'])
        db.run(`delete from ${table} where key = ?`, receipt.key)
    },
  }
}
