/** The book of grants. */
import type { Grant, Grants } from '#core/grant.ts'
import type { Book } from './book.ts'
import type { Database } from './database.ts'

export const grants = (db: Database): Book<Grants> => ({
  add: grant =>
    db.run(
      'insert or ignore into grants (workspace, member, body) values (?, ?, ?)',
      grant.workspace,
      grant.to,
      JSON.stringify(grant),
    ) > 0,
  remove: (workspace, to) =>
    db.run('delete from grants where workspace = ? and member = ?', workspace, to) > 0,
  of: workspace =>
    db
      .all('select body from grants where workspace = ? order by member', workspace)
      .map(({ body }): Grant => JSON.parse(String(body)))
      .sort((one, other) => one.at - other.at),
  narrowed: workspace => db.one('select 1 from narrowed where workspace = ?', workspace) !== undefined,
  narrow: (workspace, narrowed) =>
    void db.run(
      narrowed
        ? 'insert or ignore into narrowed (workspace) values (?)'
        : 'delete from narrowed where workspace = ?',
      workspace,
    ),
})
