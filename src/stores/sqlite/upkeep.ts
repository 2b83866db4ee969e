/** What is forgotten: what is old, and what a workspace asks to have erased. */
import type { ChannelId, Instant, WorkspaceId } from '#core/ids.ts'
import type { Database } from './database.ts'
import { lose } from './lanes.ts'

/** Forgets what is older than `before`; what a lane had not read of it is listed first, as one range. */
export function retain(db: Database, before: Instant): void {
  for (const lane of db.all('select channel, cursor from lanes'))
    expire(db, { channel: String(lane.channel), cursor: Number(lane.cursor), before })
  const last = db.one('select max(seq) as seq from entries where at < ?', before)?.seq
  if (typeof last === 'number') {
    db.run('update lanes set cursor = max(cursor, ?)', last)
    db.run('delete from tagged where seq <= ?', last)
    db.run('delete from entries where seq <= ?', last)
  }
  db.run('delete from shown where key in (select key from receipts where at < ?)', before)
  db.run('delete from due where key in (select key from receipts where at < ?)', before)
  db.run('delete from receipts where at < ?', before)
  for (const table of ['said', 'lost', 'drafts']) db.run(`delete from ${table} where at < ?`, before)
  const day = Math.floor(before / 86_400_000)
  for (const table of ['charges', 'days']) db.run(`delete from ${table} where day < ?`, day)
  forgetBodies(db)
}

interface Behind {
  readonly channel: ChannelId
  readonly cursor: number
  readonly before: Instant
}

function expire(db: Database, { channel, cursor, before }: Behind): void {
  const missed = db.all(
    `select distinct e.seq, e.post from entries e
       join tagged t on t.seq = e.seq join follows f on f.hashtag = t.hashtag and f.channel = ?
       join posts p on p.id = e.post and p.body is not null
     where e.kind = 'posted' and e.seq > ? and e.at < ? and e.created >= f.began
       and (p.body ->> 'reposts' is null or f.body ->> 'reposts')
       and not exists (select 1 from shown s where s.post = e.post and s.channel = f.channel)
       and not exists (select 1 from lost l where l.post = e.post and l.channel = f.channel)
     order by e.seq`,
    channel,
    cursor,
    before,
  )
  const [first] = missed
  const last = missed.at(-1)
  if (!first || !last) return
  const range = { first: String(first.post), last: String(last.post) }
  lose(db, { channel, reason: 'expired', at: before, count: missed.length, ...range })
}

/** A body lives as long as an entry, a receipt or an open attempt needs it; that a post was removed is kept as long as it could arrive. */
function forgetBodies(db: Database): void {
  db.run(
    `delete from posts where not exists (select 1 from shown s where s.post = posts.id)
       and not exists (select 1 from entries e where e.post = posts.id)
       and not exists (select 1 from lanes l where l.attempt is not null and instr(l.attempt, '"' || posts.id || '"'))`,
  )
  db.run('delete from names where not exists (select 1 from posts p where p.id = names.post)')
}

/** Everything that names the workspace; bodies that nobody else follows or shows go with it. */
export function erase(db: Database, workspace: WorkspaceId): Record<string, number> {
  const channels = db
    .all('select channel from lanes where workspace = ?', workspace)
    .map(({ channel }) => String(channel))
  const removed: Record<string, number> = {}
  const within = `channel in (select channel from lanes where workspace = ?)`
  for (const table of ['shown', 'due', 'receipts', 'notices', 'said', 'lost', 'follows'])
    removed[table] = db.run(`delete from ${table} where ${within}`, workspace)
  for (const table of ['drafts', 'grants', 'narrowed', 'lanes'])
    removed[table] = db.run(`delete from ${table} where workspace = ?`, workspace)
  const before = Number(db.one('select count(*) as count from posts')?.count)
  if (channels.length > 0) forgetUnfollowed(db)
  removed.posts = before - Number(db.one('select count(*) as count from posts')?.count)
  return removed
}

/** Entries that carry no hashtag anyone still follows are of no use to anyone. */
function forgetUnfollowed(db: Database): void {
  db.run('delete from tagged where hashtag not in (select hashtag from follows)')
  db.run("delete from entries where kind = 'posted' and seq not in (select seq from tagged)")
  forgetBodies(db)
}
