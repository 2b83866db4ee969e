/** The timeline's book: entries in order, indexed by hashtag, bodies beside them. */
import type { PostId } from '#core/ids.ts'
import type { Post } from '#core/post.ts'
import type { Entry, Timeline } from '#core/timeline.ts'
import type { Book } from './book.ts'
import type { Database, Row } from './database.ts'
import { markDue } from './due.ts'

const toEntry = ({ seq, kind, post, hashtags, at }: Row): Entry => ({
  seq: Number(seq),
  kind: String(kind) as Entry['kind'],
  post: String(post),
  hashtags: JSON.parse(String(hashtags)),
  at: Number(at),
})

export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** The id a post is kept under, whichever version's id names it. */
const nameOf = (db: Database, id: PostId): PostId | undefined => {
  const row = db.one('select post from names where name = ?', id)
  return row ? String(row.post) : undefined
}

export const timeline = (db: Database): Book<Timeline> => ({ ...writing(db), ...reading(db) })

function writing(db: Database): Pick<Book<Timeline>, 'append' | 'remove'> {
  const write = (entry: Omit<Entry, 'seq'>, created: number | null): Entry => {
    const { kind, post, hashtags, at } = entry
    const row = db.one(
      'insert into entries (kind, post, hashtags, at, created) values (?, ?, ?, ?, ?) returning seq',
      kind,
      post,
      JSON.stringify(hashtags),
      at,
      created,
    )
    return { seq: Number(row?.seq), ...entry }
  }
  const tag = (entry: Entry, created: number) => {
    for (const hashtag of entry.hashtags) {
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
      const known = post.versions.map(id => nameOf(db, id)).find(name => name !== undefined)
      if (known === undefined) {
        keep(db, post)
        const entry = write({ kind: 'posted', post: post.id, hashtags, at }, post.at)
        tag(entry, post.at)
        return entry
      }
      const row = db.one('select version, body from posts where id = ?', known)
      if (!row || row.body === null || Number(row.version) >= post.version) return undefined
      keep(db, { ...post, id: known })
      markDue(db, known, { version: post.version, removal: false, at })
      return write({ kind: 'edited', post: known, hashtags, at }, null)
    },

    remove(id, at) {
      const post = nameOf(db, id) ?? id
      const row = db.one('select body from posts where id = ?', post)
      if (row && row.body === null) return undefined
      db.run(
        'insert into posts (id, version, at, body) values (?, 0, ?, null) on conflict do update set body = null',
        post,
        at,
      )
      db.run('insert or ignore into names (name, post) values (?, ?)', id, post)
      markDue(db, post, { version: Number.MAX_SAFE_INTEGER, removal: true, at })
      return write({ kind: 'removed', post, hashtags: [], at }, null)
    },
  }
}

const reading = (db: Database): Omit<Book<Timeline>, 'append' | 'remove'> => ({
  entries: (after, hashtags, limit) =>
    db
      .all(
        `select distinct e.* from entries e join tagged t on t.seq = e.seq
           where t.hashtag in (${marks(hashtags)}) and t.seq > ? order by e.seq limit ?`,
        ...hashtags,
        after,
        limit,
      )
      .map(toEntry),

  newest(hashtags) {
    const row = hashtags
      ? db.one(`select max(seq) as seq from tagged where hashtag in (${marks(hashtags)})`, ...hashtags)
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
