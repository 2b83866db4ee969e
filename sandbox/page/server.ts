/** Serves the page that shows X, Slack and Discord side by side, live, and takes what somebody does there. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { streamSSE } from 'hono/streaming'
import { take } from './acts.ts'
import { type Shown, snapshot } from './snapshot.ts'

export interface Page {
  readonly url: string
  close(): Promise<void>
}

const folder = join(import.meta.dirname, 'public')
const files: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/page.css': 'page.css',
  '/page.js': 'page.js',
  '/dom.js': 'dom.js',
  '/x.js': 'x.js',
  '/slack.js': 'slack.js',
  '/discord.js': 'discord.js',
  '/room.js': 'room.js',
  '/icon.svg': 'icon.svg',
}
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
}
/** Changes come in bursts; nobody sees more than a few pictures a second. */
const everyMs = 120

export interface PageOptions extends Shown {
  readonly host: string
  readonly port: number
}

/** Rejects with the socket's own error when the address cannot be had. */
export async function page({ host, port, ...shown }: PageOptions): Promise<Page> {
  const watched = watching(shown)
  const pictures = new URL(shown.house.x.webUrl).origin
  const app = new Hono()
  app.use(csrf())
  app.use(async (c, next) => {
    await next()
    c.header(
      'content-security-policy',
      `default-src 'self'; img-src 'self' ${pictures}; frame-ancestors 'none'`,
    )
    c.header('x-content-type-options', 'nosniff')
  })
  for (const [path, file] of Object.entries(files))
    app.get(path, async c =>
      c.body(await readFile(join(folder, file), 'utf8'), 200, {
        'content-type': `${types[file.split('.').at(-1) ?? '']}; charset=utf-8`,
      }),
    )
  app.get('/events', c => streamSSE(c, watched.stream))
  app.post('/do', bodyLimit({ maxSize: 64 * 1024 }), async c => {
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin')
      return c.json({ fault: 'Only the page itself may do that.' }, 403)
    const fault = await take(await c.req.json().catch(() => undefined), shown)
    return c.json({ fault: fault ?? null }, fault === undefined ? 200 : 400)
  })
  const server = await listening(app, host, port)
  const address = server.address()
  return {
    url: `http://${host === '0.0.0.0' ? 'localhost' : host}:${typeof address === 'object' && address ? address.port : port}`,
    close: () =>
      new Promise(resolve => {
        watched.close()
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function listening(app: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server))
    server.once('error', reject)
  })
}

type Writer = Parameters<Parameters<typeof streamSSE>[1]>[0]

/** Tells everyone who looks of every change, in whole pictures. */
function watching(shown: Shown) {
  const listeners = new Set<() => void>()
  const { x, slack, discord } = shown.house
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const ends = [x.onChange(tell), slack.onChange(tell), discord.onChange(tell)]
  return {
    async stream(writer: Writer) {
      let due = Promise.withResolvers<void>()
      const listener = () => due.resolve()
      listeners.add(listener)
      writer.onAbort(() => {
        listeners.delete(listener)
        due.resolve()
      })
      while (!writer.aborted && !writer.closed) {
        await writer.writeSSE({ data: JSON.stringify(snapshot(shown)) })
        await due.promise
        due = Promise.withResolvers()
        await writer.sleep(everyMs)
      }
    },
    close() {
      for (const end of ends) end()
      tell()
    },
  }
}
