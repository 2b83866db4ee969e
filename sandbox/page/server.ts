/** Serves the page: its files, what there is to see, what one can do, and the pages of X beside it. */
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { board } from './board.ts'
import { Declined, type Deed } from './deed.ts'
import { discordDeeds } from './discord-deeds.ts'
import { files } from './files.ts'
import { forward } from './forward.ts'
import { guard, headers } from './guard.ts'
import { live } from './live.ts'
import { playDeeds } from './play-deeds.ts'
import { slackDeeds } from './slack-deeds.ts'
import type { Stage } from './stage.ts'
import { xDeeds } from './x-deeds.ts'

export interface PageOptions {
  readonly host: string
  readonly port: number
  /** Sets the stage: once before the page is there, and again when somebody starts over. */
  stage(run: number): Promise<Stage>
}

export interface Page {
  /** With the port it really listens on. */
  readonly url: string
  close(): Promise<void>
}

const deeds: ReadonlyMap<string, Deed> = new Map(
  Object.entries({ ...xDeeds, ...slackDeeds, ...discordDeeds, ...playDeeds }),
)
const mostBytes = 32 * 1024
/** Browsers that look at once. */
const mostLookers = 20
const partingMs = 150

/** Rejects with the error of the socket when the address cannot be had; nothing is set up then. */
export async function page({ host, port, stage: setUp }: PageOptions): Promise<Page> {
  const app = new Hono()
  const server = await listening(app, host, port)
  const ending = new AbortController()
  const shut = () => closed(server, ending)
  let stage = await setUp(1).catch(async (error: unknown) => {
    await shut()
    throw error
  })
  const shown = board(stage)
  let turning = Promise.resolve()
  const turn = async () => {
    const before = stage
    stage = await setUp(before.run + 1)
    shown.turn(stage)
    await before.close()
  }
  furnish(app, {
    host,
    shown,
    ending: ending.signal,
    stage: () => stage,
    startOver: () => (turning = turning.catch(() => {}).then(turn)),
  })
  const { port: real } = server.address() as AddressInfo
  return {
    url: `http://${named(host)}:${real}`,
    async close() {
      await turning.catch(() => {})
      shown.close()
      await shut()
      await stage.close()
    },
  }
}

interface Room {
  readonly host: string
  readonly shown: ReturnType<typeof board>
  readonly ending: AbortSignal
  stage(): Stage
  startOver(): Promise<void>
}

function furnish(app: Hono, { host, shown, ending, stage, startOver }: Room): void {
  const web = (c: Context) => forward(c, stage().house.x.webUrl)
  app.use(guard(/^(localhost|127\.|::1)/.test(host)), bodyLimit({ maxSize: mostBytes, onError: tooLarge }))
  app.get('/healthz', c => c.json({ live: true })).get('/readyz', c => c.json({ ready: true, missing: [] }))
  app.get('/live', c => {
    if (shown.lookers() >= mostLookers) return c.json({ error: 'Too many windows look at this page.' }, 503)
    return live(c, shown, ending)
  })
  app.post('/do/over', c => inWords(c, startOver))
  app.post('/do/*', async c => {
    const answer = await done(c, deeds.get(c.req.path.slice('/do/'.length)), stage())
    shown.changed()
    return answer
  })
  app.get('/pictures/*', web).get('/:handle/status/:id', web)
  app.on(['GET', 'POST'], '/intent/*', web)
  for (const { path, type, body } of files)
    app.get(path, c =>
      c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache', ...headers('ours') }),
    )
  app.notFound(c => c.text('There is nothing here.\n', 404, headers('plain')))
}

const tooLarge = (c: Context) => c.json({ error: 'That is too long.' }, 413)

async function done(c: Context, deed: Deed | undefined, stage: Stage): Promise<Response> {
  if (!deed) return c.json({ error: 'The page cannot do that.' }, 404)
  if (!/^application\/json\b/.test(c.req.header('content-type') ?? ''))
    return c.json({ error: 'Only JSON is understood.' }, 415)
  return inWords(c, async () => deed.run(await c.req.json(), stage))
}

/** Does it, or says why not in words for the person who asked. */
async function inWords(c: Context, act: () => Promise<unknown>): Promise<Response> {
  try {
    return c.json({ came: (await act()) ?? null })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return c.json({ error: error instanceof Declined ? why : `That did not work: ${why}.` }, 400)
  }
}

/** As a browser on this machine reaches it. */
const named = (host: string) => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function listening(app: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server))
    server.once('error', reject)
  })
}

function closed(server: ServerType, ending: AbortController): Promise<void> {
  ending.abort()
  return new Promise(resolve => {
    server.close(() => resolve())
    // What is being told may be told to its end.
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), partingMs).unref()
  })
}
