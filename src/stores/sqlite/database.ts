/** One SQLite database, opened with the settings that make a write durable, and spoken to in prepared statements. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Fault } from '#core/errors.ts'
import { mark, migrations } from './migrations.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** Values for `in (select value from json_each(?))`: one statement, however many there are. */
export const list = (values: readonly string[]): string => JSON.stringify(values)

export interface Database {
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[]
  one(sql: string, ...values: readonly SQLInputValue[]): Row | undefined
  /** Resolves with how many rows changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number
  /** Runs raw SQL without values. */
  execute(sql: string): void
  /** Whether a transaction is open: some errors end it. */
  inTransaction(): boolean
  close(): void
}

/** `look` opens it for reading only. @throws Fault when the file is no database of ours, or cannot be used. */
export function database(path: string, look: boolean): Database {
  const sqlite = opened(path, look)
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
    inTransaction: () => sqlite.isTransaction,
    close: () => sqlite.close(),
  }
  try {
    recognise(built, { path, look })
    if (!look) {
      migrate(built)
      sound(built, path)
    }
  } catch (error) {
    sqlite.close()
    throw toFault(error, path)
  }
  return built
}

function opened(path: string, look: boolean): DatabaseSync {
  try {
    const sqlite = new DatabaseSync(path, { timeout: 5000, readOnly: look })
    // What is deleted is overwritten: a removed post is not to be found in the file either.
    const lasting = 'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on'
    if (!look) sqlite.exec(lasting)
    return sqlite
  } catch (error) {
    throw toFault(error, path)
  }
}

const versionOf = (db: Database): number => Number(db.one('pragma user_version')?.user_version)

function recognise(db: Database, { path, look }: { readonly path: string; readonly look: boolean }): void {
  const version = versionOf(db)
  const empty = version === 0 && Number(db.one('select count(*) as count from sqlite_schema')?.count) === 0
  if (!empty && db.one('pragma application_id')?.application_id !== mark)
    throw new Fault(`The database ${path} ${causes[26]}`)
  if (version > migrations.length)
    throw new Fault(
      `The database ${path} is of version ${version}; this Backchannel knows versions up to ${migrations.length}. ` +
        'Start the newer Backchannel that wrote it, or set STORE_URL to another file.',
    )
  if (look && version < migrations.length)
    throw new Fault(
      `The database ${path} is of version ${version}; this Backchannel looks at version ${migrations.length}. ` +
        'Start this Backchannel on it once: that brings it up to date.',
    )
}

function migrate(db: Database): void {
  const version = versionOf(db)
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    db.execute(
      `begin immediate; ${step}; pragma application_id = ${mark}; pragma user_version = ${index + 1}; commit`,
    )
  }
}

/** Above this, looking through the whole file would keep the start waiting. */
const checkedPages = 50_000

/** Damage is found at the start rather than in the middle of a chat. */
function sound(db: Database, path: string): void {
  if (Number(db.one('pragma page_count')?.page_count) > checkedPages) return
  if (db.one('pragma quick_check(1)')?.quick_check !== 'ok')
    throw new Fault(`The database ${path} ${causes[11]}`)
}

/** SQLite's extended codes end in the primary one in their lowest eight bits. */
const causes: Readonly<Record<number, string>> = {
  5: 'is kept locked by another program. Close whatever has it open, and start again.',
  8: 'cannot be written to: it, or its folder, is read-only for this user. Give the user write permission, or set STORE_URL to another place.',
  10: 'cannot be read or written: the disk reports an error. Check the disk, and how large a file may grow there.',
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
