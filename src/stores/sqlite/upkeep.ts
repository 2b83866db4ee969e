/** What is forgotten: what is old, and what a workspace asks to have erased. */
import { type Follow, takes } from '#core/follow.ts'
import type { ChannelId, Instant, WorkspaceId } from '#core/ids.ts'
import type { Database } from './database.ts'
import { lose } from './lanes.ts'

/** Forgets what is older than `before`; what a lane had not read of it is listed first, as one range. */
export function retain(db: Database, before: Instant, now: Instant): void {
  for (const { channel } of db.all('select channel from lanes'))
    expire(db, { channel: String(channel), before, now })
  db.run('delete from tagged where seq in (select seq from entries where at < ?)', before)
  db.run('delete from entries where at < ?', before)
  for (const table of ['shown', 'due'])
    db.run(`delete from ${table} where key in (select key from receipts where at < ?)`, before)
  for (const table of ['receipts', 'said', 'lost', 'drafts'])
    db.run(`delete from ${table} where at < ?`, before)
  const day = Math.floor(before / 86_400_000)
  for (const table of ['charges', 'booked']) db.run(`delete from ${table} where day < ?`, day)
  db.run('delete from records where until < ?', now)
  forgetBodies(db)
}

interface Behind {
  readonly channel: ChannelId
  readonly before: Instant
  readonly now: Instant
}

function expire(db: Database, { channel, before, now }: Behind): void {
  const follows = db
    .all('select body from follows where channel = ?', channel)
    .map(({ body }): Follow => JSON.parse(String(body)))
  const missed = unread(db, channel, before).filter(({ post, hashtags }) => takes(follows, post, hashtags))
  const [first] = missed
  const last = missed.at(-1)
  if (!first || !last) return
  const range = { first: first.id, last: last.id }
  lose(db, { channel, reason: 'expired', at: now, count: missed.length, ...range })
}

/** The old posts behind a lane's cursor that it has neither got nor lost, nor is about to say. */
const unread = (db: Database, channel: ChannelId, before: Instant) =>
  db
    .all(
      `select e.post, e.hashtags, p.at, p.body ->> 'reposts' is not null as repost
       from entries e join posts p on p.id = e.post and p.body is not null
         join lanes l on l.channel = ?1
       where e.kind = 'posted' and e.seq > l.cursor and e.at < ?2
         and not exists (select 1 from shown s where s.post = e.post and s.channel = ?1)
         and not exists (select 1 from lost where lost.post = e.post and lost.channel = ?1)
         and not exists (select 1 from json_each(l.attempt, '$.posts') a where a.value ->> 'post' = e.post)
       order by e.seq`,
      channel,
      before,
    )
    .map(({ post, hashtags, at, repost }) => ({
      id: String(post),
      hashtags: JSON.parse(String(hashtags)) as string[],
      post: { at: Number(at), ...(repost === 1 && { reposts: { id: '', url: '' } }) },
    }))

/** A body lives as long as an entry, a receipt or an open attempt needs it; that a post was removed is kept as long as its entry. */
function forgetBodies(db: Database): void {
  db.run(
    `delete from posts where id not in (select post from entries) and id not in (select post from shown)
       and id not in (select a.value ->> 'post' from lanes l, json_each(l.attempt, '$.posts') a)`,
  )
  db.run('delete from names where post not in (select id from posts)')
}

/** Everything that names the workspace; bodies that nobody else follows or shows go with it. */
export function erase(db: Database, workspace: WorkspaceId): Record<string, number> {
  const bodies = () => Number(db.one('select count(*) as count from posts where body is not null')?.count)
  const before = bodies()
  const ours = `select channel from lanes where workspace = ?1 union select channel from drafts where workspace = ?1`
  const within = (table: string) => db.run(`delete from ${table} where channel in (${ours})`, workspace)
  const named = (table: string) => db.run(`delete from ${table} where workspace = ?`, workspace)

  for (const table of ['shown', 'due', 'said']) within(table)
  const removed = {
    follows: within('follows'),
    receipts: within('receipts'),
    undeliverable: within('lost'),
    notices: within('notices'),
    grants: named('grants') + named('narrowed'),
    records: named('records'),
    drafts: 0,
    lanes: 0,
  }
  const partitions = db.all(
    `select distinct body ->> 'partition' as name from lanes where workspace = ?`,
    workspace,
  )
  removed.drafts = named('drafts')
  removed.lanes = named('lanes')
  for (const { name } of partitions)
    db.run(
      `delete from leases where name = ?1 and not exists (select 1 from lanes where body ->> 'partition' = ?1)`,
      String(name),
    )
  if (Object.values(removed).some(count => count > 0)) forgetUnfollowed(db)
  return { ...removed, posts: before - bodies() }
}

/** Entries that carry no hashtag anyone still follows are of no use to anyone. */
function forgetUnfollowed(db: Database): void {
  db.run('delete from heard where hashtag not in (select hashtag from follows)')
  db.run(
    `delete from entries where kind = 'posted' and seq not in (
       select seq from tagged where hashtag in (select hashtag from follows))`,
  )
  db.run('delete from tagged where seq not in (select seq from entries)')
  db.run(
    `delete from entries where kind = 'edited' and post not in (select post from entries where kind = 'posted')`,
  )
  forgetBodies(db)
}
