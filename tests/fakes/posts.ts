/** Posts and channels made up for tests: all of a post that a test does not name is filled in. */

import type { Post, Span } from '#core/post.ts'
import type { Channel } from '#core/workspace.ts'

export const noon = Date.parse('2026-11-04T12:00:00Z')

export function post(
  id: string,
  given: Partial<Omit<Post, 'text'>> & { readonly text?: string | readonly Span[] } = {},
): Post {
  const { text = `Post ${id} #hcsm`, ...rest } = given
  return {
    id: `x:${id}`,
    network: 'x',
    version: 0,
    versions: [`x:${id}`],
    author: { id: 'x:u1', handle: 'mary_reads', name: 'Mary', url: 'https://x.com/mary_reads' },
    at: noon,
    text: typeof text === 'string' ? [{ kind: 'text', text }] : text,
    url: `https://x.com/mary_reads/status/${id}`,
    hashtags: ['hcsm'],
    mentions: [],
    media: [],
    ...rest,
  }
}

/** A later version of a post. */
export const edited = (earlier: Post, text: string): Post => ({
  ...earlier,
  version: earlier.version + 1,
  versions: [...earlier.versions, `${earlier.id}e${earlier.version + 1}`],
  text: [{ kind: 'text', text }],
})

export const channel = (name = 'general', workspace = 'slack:T1'): Channel => ({
  id: `${workspace}/${name}`,
  platform: workspace.startsWith('slack') ? 'slack' : 'discord',
  workspace,
  partition: workspace.startsWith('slack') ? workspace : 'discord',
  name,
})
