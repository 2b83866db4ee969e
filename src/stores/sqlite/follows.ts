/** The book of follows. */
import type { Follow, Follows } from '#core/follow.ts'
import type { Book } from './book.ts'
import { type Database, list, type Row } from './database.ts'

const toFollow = ({ body }: Row): Follow => JSON.parse(String(body))

export const follows = (db: Database): Book<Follows> => ({
  add: follow =>
    db.run(
      `insert or ignore into follows (channel, hashtag, body, number)
       values (?, ?, ?, (select coalesce(max(number), 0) + 1 from follows))`,
      follow.channel,
      follow.hashtag,
      JSON.stringify(follow),
    ) > 0,
  change: follow =>
    db.run(
      'update follows set body = ? where channel = ? and hashtag = ?',
      JSON.stringify(follow),
      follow.channel,
      follow.hashtag,
    ) > 0,
  remove: (channel, hashtag) =>
    db.run('delete from follows where channel = ? and hashtag = ?', channel, hashtag) > 0,
  of: channel => db.all('select body from follows where channel = ? order by number', channel).map(toFollow),
  all: () => db.all('select body from follows order by number').map(toFollow),
  channels: hashtags =>
    db
      .all(
        'select distinct channel from follows where hashtag in (select value from json_each(?)) order by channel',
        list(hashtags),
      )
      .map(({ channel }) => String(channel)),
})
