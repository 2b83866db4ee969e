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

/** A post is not to be shown in a channel: every message there that shows it is due. */
export function markLost(
  db: Database,
  channel: ChannelId,
  { post, at }: { post: PostId; at: Instant },
): void {
  for (const row of db.all('select key from shown where post = ? and channel = ?', post, channel))
    db.run(mark, String(row.key), channel, 1, at)
}

/** A message was written down: it is due at once if one of its posts has changed meanwhile, and no longer if none has. */
export function settleDue(db: Database, key: AttemptKey, channel: ChannelId, at: Instant): void {
  const row = db.one(
    `select count(*) as stale, max(p.body is null or l.post is not null) as removal
     from shown s left join posts p on p.id = s.post left join lost l on l.post = s.post and l.channel = s.channel
     where s.key = ? and ((p.id is not null and (p.body is null or p.version > s.version)) or l.post is not null)`,
    key,
  )
  db.run('delete from due where key = ?', key)
  if (Number(row?.stale) > 0) db.run(mark, key, channel, Number(row?.removal ?? 0), at)
}
