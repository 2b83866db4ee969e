/** The timeline's book: entries in order, indexed by hashtag, bodies beside them. */
import type { PostId } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Entry, Timeline } from '#core/timeline.ts'
import type { Book } from './book.ts'
import { type Database, list, type Row } from './database.ts'
import { markDue } from './due.ts'

const toEntry = ({ seq, kind, post, hashtags, at }: Row): Entry => ({
  seq: Number(seq),
  kind: String(kind) as Entry['kind'],
  post: String(post),
  hashtags: JSON.parse(String(hashtags)),
  at: Number(at),
})

/** The id a post is kept under, whichever version's id names it. */
const nameOf = (db: Database, id: PostId): PostId | undefined => {
  const row = db.one('select post from names where name = ?', id)
  return row ? String(row.post) : undefined
}

/** What is kept under any of a post's names. */
const known = (db: Database, { id, versions }: Post): readonly Row[] =>
  db.all(
    `select distinct p.id, p.version, p.body is null as gone from names n join posts p on p.id = n.post
     where n.name in (select value from json_each(?)) order by p.id`,
    list([id, ...versions]),
  )

export const timeline = (db: Database): Book<Timeline> => ({ ...writing(db), ...reading(db) })

function writing(db: Database): Pick<Book<Timeline>, 'append' | 'remove'> {
  const write = (entry: Omit<Entry, 'seq'>): Entry => {
    const { kind, post, hashtags, at } = entry
    const row = db.one(
      'insert into entries (kind, post, hashtags, at) values (?, ?, ?, ?) returning seq',
      kind,
      post,
      JSON.stringify(hashtags),
      at,
    )
    return { seq: Number(row?.seq), ...entry }
  }
  const tag = (entry: Entry, created: number) => {
    for (const hashtag of new Set(entry.hashtags)) {
      db.run('insert into tagged (hashtag, seq) values (?, ?)', hashtag, entry.seq)
      db.run(
        'insert into heard (hashtag, latest) values (?, ?) on conflict do update set latest = max(latest, excluded.latest)',
        hashtag,
        created,
      )
    }
  }

  return {
    append(post, hashtags, at) {
      const rows = known(db, post)
      const [earlier] = rows
      if (!earlier) {
        keep(db, post)
        // A notice may have shown our own post before it came back, edited already.
        markDue(db, post.id, { version: post.version, removal: false, at })
        const entry = write({ kind: 'posted', post: post.id, hashtags, at })
        tag(entry, post.at)
        return entry
      }
      if (rows.some(({ gone, version }) => gone || Number(version) >= post.version)) return undefined
      const id = String(earlier.id)
      keep(db, { ...post, id })
      markDue(db, id, { version: post.version, removal: false, at })
      return write({ kind: 'edited', post: id, hashtags, at })
    },

    remove(id, at) {
      const post = nameOf(db, id) ?? id
      if (db.one('select 1 from posts where id = ? and body is null', post)) return undefined
      db.run(
        'insert into posts (id, version, at, body) values (?, 0, ?, null) on conflict do update set body = null',
        post,
        at,
      )
      db.run('insert or ignore into names (name, post) values (?, ?)', id, post)
      markDue(db, post, { version: Number.MAX_SAFE_INTEGER, removal: true, at })
      return write({ kind: 'removed', post, hashtags: [], at })
    },
  }
}

const reading = (db: Database): Omit<Book<Timeline>, 'append' | 'remove'> => ({
  entries(after, hashtags, limit) {
    // Each hashtag by itself, so that what is read is what is asked for, however far the timeline goes on.
    const seqs = hashtags.flatMap(hashtag =>
      db
        .all(
          'select seq from tagged where hashtag = ? and seq > ? order by seq limit ?',
          hashtag,
          after,
          limit,
        )
        .map(({ seq }) => Number(seq)),
    )
    const first = [...new Set(seqs)].sort((one, other) => one - other).slice(0, limit)
    return db
      .all(
        'select * from entries where seq in (select value from json_each(?)) order by seq',
        JSON.stringify(first),
      )
      .map(toEntry)
  },

  since: since =>
    db
      .all(
        `select e.post from entries e join posts p on p.id = e.post
         where e.kind = 'posted' and e.at >= ? and p.body is not null order by e.seq`,
        since,
      )
      .map(({ post }) => String(post)),

  before: at => Number(db.one('select max(seq) as seq from entries where at < ?', at)?.seq ?? 0),

  newest(hashtags) {
    const row = hashtags
      ? db.one(
          `select max((select max(seq) from tagged where hashtag = value)) as seq from json_each(?)`,
          list(hashtags),
        )
      : db.one("select max(seq) as seq from entries where kind = 'posted'")
    return Number(row?.seq ?? 0)
  },

  posts: ids =>
    ids.flatMap(id => {
      const row = db.one('select body from posts where id = (select post from names where name = ?)', id)
      return typeof row?.body === 'string' ? [JSON.parse(row.body) as Post] : []
    }),

  latest(hashtag) {
    const row =
      hashtag === undefined
        ? db.one('select max(latest) as latest from heard')
        : db.one('select latest from heard where hashtag = ?', hashtag)
    return row?.latest === null || row === undefined ? undefined : Number(row.latest)
  },
})

function keep(db: Database, post: Post): void {
  db.run(
    'insert into posts (id, version, at, body) values (?, ?, ?, ?) on conflict do update set version = excluded.version, body = excluded.body',
    post.id,
    post.version,
    post.at,
    JSON.stringify(post),
  )
  for (const name of new Set([post.id, ...post.versions]))
    db.run('insert or ignore into names (name, post) values (?, ?)', name, post.id)
}
