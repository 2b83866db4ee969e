/** Which messages show something that has changed since: noticed whichever is written first, the receipt or the change. */
import type { AttemptKey, ChannelId, Instant, PostId } from '#core/ids.ts'
import type { Database } from './database.ts'

interface Change {
  readonly version: number
  readonly removal: boolean
  readonly at: Instant
}

const mark =
  'insert into due (key, channel, removal, at) values (?, ?, ?, ?) on conflict do update set removal = max(removal, excluded.removal)'

/** A post has changed: every message that shows an earlier version of it is due. */
export function markDue(db: Database, post: PostId, { version, removal, at }: Change): void {
  for (const row of db.all('select key, channel from shown where post = ? and version < ?', post, version))
    db.run(mark, String(row.key), String(row.channel), Number(removal), at)
}

/** A message was written down: it is due at once if one of its posts has changed meanwhile, and no longer if none has. */
export function settleDue(db: Database, key: AttemptKey, channel: ChannelId, at: Instant): void {
  const row = db.one(
    `select count(*) as stale, max(p.body is null) as removal from shown s join posts p on p.id = s.post
     where s.key = ? and (p.body is null or p.version > s.version)`,
    key,
  )
  db.run('delete from due where key = ?', key)
  if (Number(row?.stale) > 0) db.run(mark, key, channel, Number(row?.removal ?? 0), at)
}
