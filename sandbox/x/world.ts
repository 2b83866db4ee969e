/** All that the parts of the stand-in share, and the one way by which something is said in it. */
import type { Clock } from '../clock.ts'
import type { Grants } from './grants.ts'
import type { Keys } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { People } from './people.ts'
import type { Post, Posts, Said } from './posts.ts'
import type { Rules } from './rules.ts'
import type { Eyes, Words } from './show.ts'
import type { NextId } from './snowflake.ts'
import type { Stream } from './stream.ts'
import type { Subject } from './subject.ts'

export interface Terms {
  plan: 'pay-per-use' | 'enterprise'
  vocabulary: Words | 'both'
  /** Which of the two reported bodies the reply wall answers with. */
  wall: 'notEngaged' | 'notEngagedSinceFebruary'
  /** Whether the authors and posts that come along are billed: unsettled, so yes unless told otherwise. */
  billIncludes: boolean
  /** What a running stream does when money ends: unsettled. */
  whenBroke: 'cut' | 'silent'
}

export interface World {
  clock: Clock
  keys: Keys
  terms: Terms
  nextId: NextId
  people: People
  posts: Posts
  rules: Rules
  stream: Stream
  ledger: Ledger
  grants: Grants
  eyes: Eyes
  faults: string[]
  webUrl(): string
  subjectOf(post: Post): Subject
  /** Adds a post, streams it to whom it concerns, and tells the listeners. */
  say(said: Said): Post
  edit(post: Post, text: string): Post
  remove(post: Post): void
}
