/** The book of drafts. */
import type { Draft, Drafts } from '#core/draft.ts'
import type { Book } from './book.ts'
import type { Database, Row } from './database.ts'

const toDraft = ({ body }: Row): Draft => JSON.parse(String(body))

function keep(db: Database, draft: Draft): void {
  const { id, channel, thread, by, state, at, sentAt, post } = draft
  db.run(
    `insert or replace into drafts (id, workspace, channel, thread, by, state, at, sent_at, post, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    channel.workspace,
    channel.id,
    thread ?? '',
    by,
    state,
    at,
    sentAt ?? null,
    post ?? null,
    JSON.stringify(draft),
  )
}

export function drafts(db: Database): Book<Drafts> {
  const read = (id: string): Draft | undefined => {
    const row = db.one('select body from drafts where id = ?', id)
    return row && toDraft(row)
  }
  return {
    put(draft) {
      // Kept again, by a caller that did not hear the first time, after it has moved on.
      if ((read(draft.id)?.state ?? 'pending') !== 'pending') return
      const earlier = db.all(
        "select body from drafts where by = ? and channel = ? and thread = ? and state = 'pending' and id <> ?",
        draft.by,
        draft.channel.id,
        draft.thread ?? '',
        draft.id,
      )
      for (const row of earlier) keep(db, { ...toDraft(row), state: 'dropped' })
      keep(db, draft)
    },
    read,
    move(id, from, to) {
      const draft = read(id)
      if (!draft || !from.includes(draft.state)) return undefined
      const moved = { ...draft, ...to }
      keep(db, moved)
      return moved
    },
    sent: since =>
      db
        .all(
          `select body from drafts where state in ('sending', 'unknown', 'posted') and coalesce(sent_at, at) >= ?
           order by coalesce(sent_at, at) desc, id desc`,
          since,
        )
        .map(toDraft),
    ofPost(post) {
      const row = db.one('select body from drafts where post = ?', post)
      return row && toDraft(row)
    },
  }
}
