/** The book of notices not yet sent. */
import type { Notice, Notices } from '#core/notice.ts'
import type { Book } from './book.ts'
import type { Database } from './database.ts'

export const notices = (db: Database): Book<Notices> => ({
  put(notice) {
    if (db.one('select 1 from said where channel = ? and key = ?', notice.channel, notice.key)) return
    db.run(
      'insert into notices (channel, key, body) values (?, ?, ?) on conflict (channel, key) do update set body = excluded.body',
      notice.channel,
      notice.key,
      JSON.stringify(notice),
    )
  },
  next(channel) {
    const row = db.one('select body from notices where channel = ? order by number limit 1', channel)
    return row && (JSON.parse(String(row.body)) as Notice)
  },
  drop: (channel, key) => void db.run('delete from notices where channel = ? and key = ?', channel, key),
})
