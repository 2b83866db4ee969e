/** Shows the pages and pictures of the X stand-in under this page's address, wherever that is looked at from. */
import type { Context } from 'hono'
import { headers } from './guard.ts'

/** What the stand-in says, with nothing of ours passed on but the form that was filled in. */
export async function forward(c: Context, webUrl: string): Promise<Response> {
  const { pathname, search } = new URL(c.req.url)
  const form = c.req.method === 'POST' ? await c.req.text() : undefined
  const answer = await fetch(`${webUrl}${pathname}${search}`, {
    method: c.req.method,
    redirect: 'manual',
    ...(form !== undefined && {
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  })
  const location = answer.headers.get('location')
  return new Response(await answer.arrayBuffer(), {
    status: answer.status,
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      ...(location !== null && { location: location.replace(webUrl, '') }),
      ...headers('plain'),
    },
  })
}
