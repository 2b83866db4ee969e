/** One SQLite database, opened with the settings that make a write durable, and spoken to in prepared statements. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Fault } from '#core/errors.ts'
import { migrations } from './migrations.ts'

export type Row = Readonly<Record<string, string | number | null>>

export interface Database {
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[]
  one(sql: string, ...values: readonly SQLInputValue[]): Row | undefined
  /** Resolves with how many rows changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number
  /** Runs raw SQL without values. */
  execute(sql: string): void
  close(): void
}

/** @throws Fault when the file is no database of ours, or cannot be used. */
export function database(path: string): Database {
  const sqlite = opened(path)
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql) ?? sqlite.prepare(sql)
    statements.set(sql, known)
    return known
  }
  const built: Database = {
    all: (sql, ...values) => prepared(sql).all(...values) as readonly Row[],
    one: (sql, ...values) => prepared(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    execute: sql => sqlite.exec(sql),
    close: () => sqlite.close(),
  }
  try {
    migrate(built, path)
  } catch (error) {
    sqlite.close()
    throw toFault(error, path)
  }
  return built
}

function opened(path: string): DatabaseSync {
  try {
    const sqlite = new DatabaseSync(path, { timeout: 5000 })
    sqlite.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    return sqlite
  } catch (error) {
    throw toFault(error, path)
  }
}

function migrate(db: Database, path: string): void {
  const version = Number(db.one('pragma user_version')?.user_version ?? 0)
  if (version > migrations.length)
    throw new Fault(
      `The database ${path} is of version ${version}; this Backchannel knows versions up to ${migrations.length}. ` +
        'Start the newer Backchannel that wrote it, or set STORE_URL to another file.',
    )
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    db.execute(`begin immediate; ${step}; pragma user_version = ${index + 1}; commit`)
  }
}

/** SQLite's extended codes end in the primary one in their lowest eight bits. */
const causes: Readonly<Record<number, string>> = {
  8: 'cannot be written to: it, or its folder, is read-only for this user. Give the user write permission, or set STORE_URL to another place.',
  10: 'cannot be read or written: the disk reports an error. Check the disk.',
  11: 'is damaged. Restore it from a backup, or move it away to begin anew.',
  13: 'cannot grow: the disk is full. Free some space.',
  14: 'cannot be opened: its folder is missing or may not be used by this user. Check the path in STORE_URL.',
  26: 'is no database of Backchannel: it holds something else. Move it away, or set STORE_URL to another file.',
}

export function toFault(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const cause = causes[Number(error.errcode) & 0xff]
  return cause ? new Fault(`The database ${path} ${cause}`, { cause: error }) : error
}
