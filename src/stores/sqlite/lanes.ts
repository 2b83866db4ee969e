/** The book of lanes: how far each channel has read, what it is about to say, what it will not get. */
import type { Attempt, Lane, Lanes, Undeliverable } from '#core/lane.ts'
import type { Book } from './book.ts'
import type { Database, Row } from './database.ts'
import { markLost } from './due.ts'
import { guard } from './guard.ts'
import { keepReceipt } from './receipts.ts'

const parsed = <T>(json: string | number | null | undefined): T | undefined =>
  typeof json === 'string' ? (JSON.parse(json) as T) : undefined

function toLane({ body, cursor, attempt, paused, stopped }: Row): Lane {
  const open = parsed<Attempt>(attempt)
  const rests = parsed<NonNullable<Lane['paused']>>(paused)
  const ended = parsed<NonNullable<Lane['stopped']>>(stopped)
  return {
    channel: JSON.parse(String(body)),
    cursor: Number(cursor),
    ...(open && { attempt: open }),
    ...(rests && { paused: rests }),
    ...(ended && { stopped: ended }),
  }
}

const read = (db: Database, channel: string): Lane | undefined => {
  const row = db.one('select * from lanes where channel = ?', channel)
  return row && toLane(row)
}

/** The end of the timeline, which an empty table forgets and its counter does not. */
const end = (db: Database): number =>
  Number(db.one("select seq from sqlite_sequence where name = 'entries'")?.seq ?? 0)

const move = (db: Database, channel: string, cursor: number) =>
  db.run('update lanes set cursor = max(cursor, ?) where channel = ?', cursor, channel)

const isOpen = (db: Database, attempt: Attempt): boolean =>
  read(db, attempt.channel.id)?.attempt?.key === attempt.key

export const lanes = (db: Database): Book<Lanes> => ({ ...going(db), ...attempts(db) })

function attempts(db: Database): Pick<Book<Lanes>, 'open' | 'settle' | 'refuse'> {
  const close = (attempt: Attempt) =>
    db.run('update lanes set attempt = null where channel = ?', attempt.channel.id)
  const said = ({ channel, notice }: Attempt, at: number) => {
    if (!notice) return
    db.run(
      'insert into said (channel, key, at) values (?, ?, ?) on conflict do update set at = max(at, excluded.at)',
      channel.id,
      notice.key,
      at,
    )
    db.run('delete from notices where channel = ? and key = ?', channel.id, notice.key)
  }
  /** A newer one that has taken its place meanwhile stays. */
  const unsay = ({ channel, notice }: Attempt) =>
    notice &&
    db.run(
      'delete from notices where channel = ? and key = ? and body = ?',
      channel.id,
      notice.key,
      JSON.stringify(notice),
    )

  return {
    open(attempt, fence) {
      guard(db, attempt.channel.id, fence)
      const other = read(db, attempt.channel.id)?.attempt
      if (other && other.key !== attempt.key)
        throw new Error(`The lane ${attempt.channel.id} has an open attempt ${other.key} already.`)
      db.run('update lanes set attempt = ? where channel = ?', JSON.stringify(attempt), attempt.channel.id)
    },
    settle(attempt, receipt, cursor, fence) {
      guard(db, attempt.channel.id, fence)
      keepReceipt(db, receipt)
      said(attempt, receipt.at)
      move(db, attempt.channel.id, cursor)
      if (isOpen(db, attempt)) close(attempt)
    },
    refuse(attempt, reason, fence) {
      guard(db, attempt.channel.id, fence)
      if (!isOpen(db, attempt)) return
      close(attempt)
      if (reason === undefined) return
      unsay(attempt)
      for (const { post } of attempt.notice ? [] : attempt.posts)
        lose(db, { channel: attempt.channel.id, reason, at: attempt.at, count: 1, first: post, last: post })
    },
  }
}

const going = (db: Database): Omit<Book<Lanes>, 'open' | 'settle' | 'refuse'> => ({
  read: channel => read(db, channel),
  all: () => db.all('select * from lanes order by channel').map(toLane),
  enter(channel) {
    const name = read(db, channel.id)?.channel.name
    db.run(
      'insert into lanes (channel, workspace, body, cursor) values (?, ?, ?, ?) on conflict do update set body = excluded.body',
      channel.id,
      channel.workspace,
      JSON.stringify({ ...(name !== undefined && { name }), ...channel }),
      end(db),
    )
    return read(db, channel.id) as Lane
  },
  awake: () =>
    db
      .all(
        `select channel from lanes l where exists (select 1 from due d where d.channel = l.channel)
           or (stopped is null and (attempt is not null
             or exists (select 1 from notices n where n.channel = l.channel)
             or (paused is null and exists (
               select 1 from follows f where f.channel = l.channel and exists (
                 select 1 from tagged t where t.hashtag = f.hashtag and t.seq > l.cursor)))))
         order by channel`,
      )
      .map(({ channel }) => String(channel)),

  move(channel, cursor, fence) {
    guard(db, channel, fence)
    move(db, channel, cursor)
  },

  pause: (channel, paused) =>
    void db.run(
      'update lanes set paused = ? where channel = ?',
      paused ? JSON.stringify(paused) : null,
      channel,
    ),
  stop: (channel, stopped) =>
    void db.run(
      'update lanes set stopped = ? where channel = ?',
      stopped ? JSON.stringify(stopped) : null,
      channel,
    ),
  lose: lost => lose(db, lost),
  undeliverable: channel =>
    (channel === undefined
      ? db.all('select body from lost order by number')
      : db.all('select body from lost where channel = ? order by number', channel)
    ).map(({ body }): Undeliverable => JSON.parse(String(body))),
})

/** One post is listed once for a channel, and so is one and the same range. */
export function lose(db: Database, lost: Undeliverable): void {
  db.run(
    `insert or ignore into lost (channel, post, body, at) select ?1, ?2, ?3, ?4
     where not exists (select 1 from lost where channel = ?1 and body = ?3)`,
    lost.channel,
    lost.count === 1 ? lost.first : null,
    JSON.stringify(lost),
    lost.at,
  )
  if (lost.count === 1) markLost(db, lost.channel, { post: lost.first, at: lost.at })
}
