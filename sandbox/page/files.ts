/** The files of the page, read once. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

export interface File {
  readonly path: string
  readonly type: string
  readonly body: string
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const folder = join(import.meta.dirname, 'public')

export const files: readonly File[] = readdirSync(folder).map(name => ({
  path: name === 'index.html' ? '/' : `/page/${name}`,
  type: types[extname(name)] ?? 'text/plain',
  body: readFileSync(join(folder, name), 'utf8'),
}))
