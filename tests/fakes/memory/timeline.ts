/** The timeline in memory. */
import type { Timeline } from '#core/timeline.ts'
import { carries, isRemoved, named, type State } from './state.ts'
import type { Told } from './told.ts'

export function timeline(state: State): Told<Timeline> {
  const { posts, names, heard } = state
  const write: (entry: Omit<(typeof state.entries)[number], 'seq'>) => (typeof state.entries)[number] =
    entry => {
      state.seq += 1
      const written = { seq: state.seq, ...entry }
      state.entries.push(written)
      return written
    }
  return {
    append(post, hashtags, at) {
      const all = [post.id, ...post.versions]
      const known = [...new Set(all.map(id => names.get(id)))].filter(id => id !== undefined).sort()
      const [first] = known
      if (known.some(id => isRemoved(state, id) || (posts.get(id)?.version ?? 0) >= post.version))
        return undefined
      const id = first ?? post.id
      posts.set(id, { ...post, id })
      for (const name of all) if (!names.has(name)) names.set(name, id)
      if (first !== undefined) return write({ kind: 'edited', post: id, hashtags, at })
      for (const hashtag of hashtags) heard.set(hashtag, Math.max(heard.get(hashtag) ?? post.at, post.at))
      return write({ kind: 'posted', post: id, hashtags, at })
    },
    remove(id, at) {
      const post = named(state, id)
      if (isRemoved(state, post)) return undefined
      posts.set(post, undefined)
      names.set(id, post)
      return write({ kind: 'removed', post, hashtags: [], at })
    },
    entries: (after, hashtags, limit) =>
      state.entries.filter(entry => entry.seq > after && carries(entry, hashtags)).slice(0, limit),
    since: since =>
      state.entries
        .filter(({ kind, at, post }) => kind === 'posted' && at >= since && posts.get(post) !== undefined)
        .map(({ post }) => post),
    before: at => state.entries.findLast(entry => entry.at < at)?.seq ?? 0,
    newest: hashtags =>
      state.entries.findLast(entry => (hashtags ? carries(entry, hashtags) : entry.kind === 'posted'))?.seq ??
      0,
    posts: ids => ids.map(id => posts.get(named(state, id))).filter(post => post !== undefined),
    latest: hashtag =>
      hashtag === undefined
        ? [...heard.values()].reduce<number | undefined>(
            (one, other) => Math.max(one ?? other, other),
            undefined,
          )
        : heard.get(hashtag),
  }
}
