/** A hashtag as people type it, turned into the one form that is compared. */
import type { Hashtag } from './ids.ts'
import type { Post } from './post.ts'

/** Longer ones nobody types; a button that names one must fit a platform's 100 characters. */
const longest = 80
/** At least one letter: `#2024` is a number, not a chat. */
const form = /^[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*$/u

/** `hcsm`, `#HCSM`, `＃hcsm` and `<#C012|hcsm>` are one hashtag; undefined when it is none. */
export function toHashtag(typed: string): Hashtag | undefined {
  const bare = typed
    .trim()
    .replace(/^<#[A-Z0-9]+\|([^>]+)>$/i, '$1')
    .replace(/^[#＃]/, '')
    .normalize('NFC')
    .toLowerCase()
  return bare.length <= longest && form.test(bare) ? bare : undefined
}

/** The hashtags a post belongs to: those its network's rule matched, and those its entities hold. */
export const belongsTo = (post: Post, matched: readonly Hashtag[]): Hashtag[] => [
  ...new Set([...matched, ...post.hashtags].map(hashtag => hashtag.toLowerCase())),
]
