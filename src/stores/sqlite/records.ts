/** The book of records. */
import type { Fact, Kept, Kind, Page } from '#core/records.ts'
import type { Database, Row } from './database.ts'

const toKept = ({ id, version, body, workspace, until }: Row): Kept<unknown> => ({
  id: String(id),
  version: Number(version),
  body: JSON.parse(String(body)),
  ...(workspace !== null && { workspace: String(workspace) }),
  ...(until !== null && { until: Number(until) }),
})

export function records(db: Database) {
  const read = ({ name }: Kind<unknown>, id: string): Kept<unknown> | undefined => {
    const row = db.one('select * from records where kind = ? and id = ?', name, id)
    return row && toKept(row)
  }
  const keep = ({ name }: Kind<unknown>, { id, body, workspace, until }: Fact<unknown>, version: number) =>
    db.run(
      'insert or replace into records (kind, id, version, body, workspace, until) values (?, ?, ?, ?, ?, ?)',
      name,
      id,
      version,
      JSON.stringify(body),
      workspace ?? null,
      until ?? null,
    )
  return {
    read,
    write(kind: Kind<unknown>, fact: Fact<unknown>, was: number): Kept<unknown> | undefined {
      if ((read(kind, fact.id)?.version ?? 0) !== was) return undefined
      keep(kind, fact, was + 1)
      return read(kind, fact.id)
    },
    remove: ({ name }: Kind<unknown>, id: string, was?: number): boolean =>
      db.run(
        'delete from records where kind = ? and id = ? and (?3 is null or version = ?3)',
        name,
        id,
        was ?? null,
      ) > 0,
    list: ({ name }: Kind<unknown>, { workspace, after = '', limit = 1000 }: Page = {}): Kept<unknown>[] =>
      db
        .all(
          `select * from records where kind = ?1 and id > ?2 and (?3 is null or workspace = ?3) order by id limit ?4`,
          name,
          after,
          workspace ?? null,
          limit,
        )
        .map(toKept),
  }
}
