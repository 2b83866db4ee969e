/** Suggests hashtags while they are typed, from what this workspace knows; of other workspaces it tells nothing. */
import type { Hashtag } from '#core/ids.ts'
import type { Suggesting } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'

/** As many as Discord shows. */
const most = 25
/** So many entries back a hashtag counts as lately used. */
const lately = 200

type Needs = Pick<Parts, 'store'>

/** Those followed here, then elsewhere in the workspace, then those its chats have used lately. */
export async function suggestions(
  { channel, command, option, typed }: Suggesting,
  parts: Needs,
): Promise<readonly { readonly label: string; readonly value: string }[]> {
  if (option !== 'hashtag') return []
  const here = (await parts.store.follows.of(channel.id)).map(({ hashtag }) => hashtag)
  // Only what is followed here can be unfollowed.
  const known = command === 'unfollow' ? here : [...new Set([...here, ...(await around(channel, parts))])]
  const begins = typed
    .trim()
    .replace(/^[#＃]/, '')
    .toLowerCase()
  return known
    .filter(hashtag => hashtag.startsWith(begins))
    .slice(0, most)
    .map(hashtag => ({ label: `#${hashtag}`, value: `#${hashtag}` }))
}

async function around({ workspace }: Suggesting['channel'], { store }: Needs): Promise<Hashtag[]> {
  const lanes = (await store.lanes.all()).filter(({ channel }) => channel.workspace === workspace)
  const ours = new Set(lanes.map(({ channel }) => channel.id))
  const followed = (await store.follows.all())
    .filter(({ channel }) => ours.has(channel))
    .map(({ hashtag }) => hashtag)
  if (followed.length === 0) return []
  const newest = await store.timeline.newest(followed)
  const entries = await store.timeline.entries(Math.max(0, newest - lately), followed, lately)
  return [...new Set([...followed, ...entries.toReversed().flatMap(({ hashtags }) => hashtags)])]
}
