/** What is served over HTTP: whether the program lives, and whether it is ready to take work. */
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Fault } from '#core/errors.ts'

export interface Health {
  /** What is not ready yet, in words; empty when everything is. */
  missing(): readonly string[]
}

export interface Web {
  /** With the port it really listens on. */
  readonly url: string
  close(): Promise<void>
}

/** @throws Fault when the address cannot be had. */
export async function web(host: string, port: number, health: Health): Promise<Web> {
  const app = new Hono()
    .get('/healthz', c => c.json({ live: true }))
    .get('/readyz', c => {
      const missing = health.missing()
      return c.json({ ready: missing.length === 0, missing }, missing.length === 0 ? 200 : 503)
    })
    .notFound(c => c.text('There is nothing here. /healthz and /readyz say how Backchannel fares.\n', 404))
  const server = await listening(app, host, port)
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function listening(app: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)))
  })
}

/** Why an address cannot be had, and what to do. */
export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Stop that one, or set PORT to a free port.`,
    EACCES: `Port ${port} may not be used by this user. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `HOST is ${host}, and nothing is known by that name. Set it to an address of this machine.`,
  }
  return new Fault(why[error.code ?? ''] ?? `Port ${port} on ${host} cannot be used: ${error.message}.`, {
    cause: error,
  })
}
