/** Keeps other web pages from driving this one, and whatever is shown from doing anything but be shown. */
import type { Context, MiddlewareHandler } from 'hono'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i

/** Nothing but our own files; what a post holds can neither run nor be fetched from elsewhere. */
const ours =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
/** The stand-in's pages have their style within, and nothing that runs. */
const plain =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export const headers = (policy: 'ours' | 'plain') => ({
  'content-security-policy': policy === 'ours' ? ours : plain,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
})

/** `alone`: served to this machine only, under its own names; any other name points here by somebody's trick. */
export function guard(alone: boolean): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (alone && !loopback.test(host))
      return refused(c, 'This page answers only under the name of this machine.')
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOwn(c, host))
      return refused(c, 'Only the sandbox page itself may do that.')
    await next()
  }
}

function isOwn(c: Context, host: string): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  const origin = c.req.header('origin')
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

const refused = (c: Context, error: string) => c.json({ error }, 403, headers('ours'))
