/** The borders between the rooms of the house, read from the imports, and the sizes that keep rooms habitable. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative, sep } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

interface File {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

function files(folder: string): File[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => {
      const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')
      const text = readFileSync(join(root, path), 'utf8')
      const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm)].map(
        match => match[1] ?? match[2] ?? '',
      )
      return { path, text, imports }
    })
}

const src = files('src')
const sandbox = files('sandbox')

/** The room a file or an import belongs to: `core`, `bridges/slack`, `stores/sqlite`, `src` for the house itself. */
const room = (path: string): string => {
  const [, first = '', second = ''] = path
    .replace(/^#/, 'src/')
    .replace(/^src\/src\//, 'src/')
    .split('/')
  if (first.endsWith('.ts')) return 'src'
  return ['bridges', 'stores'].includes(first) ? `${first}/${second}` : first
}

/** What each room may import from, beside itself. */
const mayImport = (from: string): readonly string[] => {
  if (from === 'core') return []
  if (from === 'commands') return ['core']
  if (from === 'src') return ['core', 'commands', 'bridges', 'stores', 'web', 'sandbox']
  return ['core', 'commands']
}

const vendors: Readonly<Record<string, RegExp>> = {
  'bridges/slack': /^@slack\//,
  'bridges/discord': /^(discord\.js|@discordjs\/|discord-api-types)/,
  'bridges/x': /^twitter-/,
  'stores/redis': /^ioredis$/,
  'stores/sqlite': /^node:sqlite$/,
  web: /^(hono|@hono\/)/,
}

const faults = (all: readonly File[], fault: (file: File, imported: string) => boolean): string[] =>
  all.flatMap(file =>
    file.imports
      .filter(imported => fault(file, imported))
      .map(imported => `${file.path} imports ${imported}`),
  )

test('the core imports nothing but itself and node', () => {
  const strangers = faults(
    src.filter(({ path }) => path.startsWith('src/core/')),
    (_, imported) =>
      !imported.startsWith('./') &&
      !imported.startsWith('#core/') &&
      !builtinModules.includes(imported.replace(/^node:/, '')),
  )
  assert.deepEqual(strangers, [])
})

test('imports point inward: core ← commands ← bridges, stores, web ← app ← main', () => {
  const outward = faults(src, ({ path }, imported) => {
    if (!imported.startsWith('#')) return false
    const [from, to] = [room(path), room(imported)]
    return from !== to && !mayImport(from).some(room => to === room || to.startsWith(`${room}/`))
  })
  assert.deepEqual(outward, [])
})

test('across folders imports are written with #, within one with ./', () => {
  assert.deepEqual(
    faults(
      src,
      ({ path }, imported) =>
        imported.startsWith('../') ||
        (imported.startsWith('./') && room(path) === 'src' && imported.split('/').length > 2),
    ),
    [],
  )
})

test('a vendor is named only in its own folder', () => {
  const spread = faults(src, ({ path }, imported) =>
    Object.entries(vendors).some(([home, vendor]) => vendor.test(imported) && room(path) !== home),
  )
  assert.deepEqual(spread, [])
})

test('the sandbox knows nothing of the program', () => {
  assert.deepEqual(
    faults(sandbox, (_, imported) => /^#(?!sandbox\/)/.test(imported) || imported.includes('/src/')),
    [],
  )
})

test('only the settings read the environment', () => {
  const readers = src
    .filter(({ path, text }) => text.includes('process.env') && path !== 'src/main.ts')
    .map(({ path }) => path)
  assert.deepEqual(readers, [])
})

test('only main ends the process, only the clocks sleep', () => {
  const ends = src.filter(
    ({ path, text }) => /process\.exit\(/.test(text) && !['src/main.ts', 'src/start.ts'].includes(path),
  )
  const sleepers = src.filter(
    ({ path, text }) =>
      /\bsetTimeout\(|\bsetInterval\(|timers\/promises/.test(text) &&
      !['src/core/clock.ts', 'src/app.ts'].includes(path),
  )
  assert.deepEqual(
    [...ends, ...sleepers].map(({ path }) => path),
    [],
  )
})

test('nothing in the core says X, Slack or Discord in code', () => {
  const words = /\b(twitter|tweet|slack\.com|snowflake|guild|ts_)\b/i
  const named = src
    .filter(({ path }) => path.startsWith('src/core/'))
    .filter(({ text }) => words.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
  assert.deepEqual(
    named.map(({ path }) => path),
    [],
  )
})

test('every file opens with a sentence that says what it is for', () => {
  const silent = [...src, ...sandbox].filter(
    ({ text }) => !/^(#!.*\n)?\/\*\*[\s\S]*?[.:!?]\s*(\*\/|\n)/.test(text),
  )
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  )
})

test('files stay small: none of src over 300 lines, the median below 80', () => {
  const lines = src
    .map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }))
    .sort((one, other) => one.count - other.count)
  assert.deepEqual(
    lines.filter(({ count }) => count > 300),
    [],
  )
  const median = lines[Math.floor(lines.length / 2)]?.count ?? 0
  assert.ok(median < 80, `the median is ${median}`)
})

test('no class but errors, no default export, no barrel', () => {
  const classes = src.filter(({ text }) =>
    /^(export )?(abstract )?class (?!\w+ extends \w*Error)/m.test(text),
  )
  const defaults = src.filter(({ text }) => /^export default/m.test(text))
  const barrels = src.filter(({ text }) => /^export \*|^export \{[^}]*\} from/m.test(text))
  assert.deepEqual(
    [...classes, ...defaults, ...barrels].map(({ path }) => path),
    [],
  )
})
