/** The book of follows. */
import type { Follow, Follows } from '#core/follow.ts'
import type { Book } from './book.ts'
import type { Database, Row } from './database.ts'
import { marks } from './timeline.ts'

const toFollow = ({ body }: Row): Follow => JSON.parse(String(body))

export const follows = (db: Database): Book<Follows> => ({
  add: follow =>
    db.run(
      `insert or ignore into follows (channel, hashtag, began, body, number)
       values (?, ?, ?, ?, (select coalesce(max(number), 0) + 1 from follows))`,
      follow.channel,
      follow.hashtag,
      follow.began,
      JSON.stringify(follow),
    ) > 0,
  remove: (channel, hashtag) =>
    db.run('delete from follows where channel = ? and hashtag = ?', channel, hashtag) > 0,
  of: channel => db.all('select body from follows where channel = ? order by number', channel).map(toFollow),
  all: () => db.all('select body from follows order by number').map(toFollow),
  channels: hashtags =>
    db
      .all(`select distinct channel from follows where hashtag in (${marks(hashtags)})`, ...hashtags)
      .map(({ channel }) => String(channel)),
})
