/** One asking of a command: what a member did on a platform, in words all platforms share. */
import type { Instant, MessageId } from './ids.ts'
import type { Press } from './saying.ts'
import type { Channel, Member } from './workspace.ts'

interface Asking {
  /** Unique to what the member did; a redelivery has the same. */
  readonly id: string
  readonly at: Instant
  readonly channel: Channel
  readonly member: Member
  /** The thread it was asked in: the message at its root. */
  readonly thread?: MessageId
}

export type Invocation = Asking &
  (
    | /** Typed as one line (Slack): `follow #hcsm`. */ { readonly kind: 'line'; readonly line: string }
    | /** Filled in as options (Discord). People and roles are ids, flags `true`. */ {
        readonly kind: 'command'
        readonly name: string
        readonly options: Readonly<Record<string, Option>>
      }
    | /** A button of ours; `message` is the one that carries it, if others can see it. */ {
        readonly kind: 'press'
        readonly press: Press
        readonly message?: MessageId
      }
    | /** Reply on X from a message's menu. */ { readonly kind: 'menu'; readonly message: MessageId }
    | /** A form of ours, filled in. */ {
        readonly kind: 'form'
        readonly press: Press
        readonly values: Readonly<Record<string, string>>
      }
  )

/** An option's value; a person or role comes with the name it is known by. */
export type Option = string | boolean | { readonly id: string; readonly name: string }

/** What a member is typing into an option. */
export interface Suggesting {
  readonly channel: Channel
  readonly command: string
  readonly option: string
  readonly typed: string
}
