/** The names of things: opaque strings, softly branded, so that a literal passes and a mix-up does not compile. */

export type Id<Of extends string> = string & { readonly of?: Of }

/** Where a chat happens. Ids of posts and authors begin with it: `x:1790…`. */
export type Network = Id<'Network'>
/** Where a team talks. Ids of workspaces, channels and members begin with it: `slack:T01/C01`. */
export type Platform = 'slack' | 'discord'

export type PostId = Id<'Post'>
export type AuthorId = Id<'Author'>
/** A conversation is named by the post that began it. */
export type ConversationId = PostId
/** Lower case, without `#`: `hcsm`. */
export type Hashtag = Id<'Hashtag'>

export type WorkspaceId = Id<'Workspace'>
export type ChannelId = Id<'Channel'>
export type MemberId = Id<'Member'>
export type RoleId = Id<'Role'>
/** A message in a channel, as its bridge knows it. */
export type MessageId = Id<'Message'>

export type AttemptKey = Id<'Attempt'>
export type DraftId = Id<'Draft'>
export type AccountId = Id<'Account'>
/** A limit domain: the Slack workspace, the Discord bot. */
export type Partition = Id<'Partition'>

/** An instant: milliseconds since 1970, UTC. */
export type Instant = number
/** Money: millionths of a US dollar, whole. */
export type Micros = number
/** A place in the timeline; grows with every entry, starts at 1. 0 is before everything. */
export type Seq = number
