/** What a command is: data that help, Slack's parsing and Discord's options all come from, and what it does. */
import type { Feedback } from '#core/feedback.ts'
import type { Hashtag } from '#core/ids.ts'
import type { Invocation } from '#core/invocation.ts'
import type { Parts } from '#core/parts.ts'
import type { Person } from '#core/workspace.ts'

/** Who may: anyone; who may decide what a channel is for; who speaks for the team; who decides for the workspace. */
export type May = 'anyone' | 'manage' | 'speak' | 'admin'

/** One thing a command takes. `about` is at most 100 characters (Discord's limit). */
export type Take = { readonly about: string; readonly optional?: boolean } & (
  | { readonly kind: 'hashtag' | 'flag' | 'person' }
  /** Where a post stands: `https://x.com/…/status/1`. */
  | { readonly kind: 'address' }
  /** The rest of the line; at most `max` characters. */
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
)

type Value<T extends Take> = T['kind'] extends 'hashtag'
  ? Hashtag
  : T['kind'] extends 'flag'
    ? boolean
    : T['kind'] extends 'person'
      ? Person
      : string

export type Takes = Readonly<Record<string, Take>>

/** What was taken, by name: optional ones may be missing, a flag not given is false. */
export type Taken<T extends Takes> = {
  readonly [K in keyof T]: T[K]['kind'] extends 'flag'
    ? boolean
    : T[K] extends { optional: true }
      ? Value<T[K]> | undefined
      : Value<T[K]>
}

export interface Command<T extends Takes = Takes> {
  /** Lower case, one word, at most 32 characters. */
  readonly name: string
  readonly aliases?: readonly string[]
  /** At most 100 characters. */
  readonly about: string
  readonly may: May
  readonly takes: T
  readonly examples?: readonly string[]
  run(taken: Taken<T>, asked: Invocation, parts: Parts): Promise<Feedback>
}

/** Writes a command down with the types of what it takes. */
export const command = <const T extends Takes>(definition: Command<T>): Command<T> => definition

/** A command in a list of many: what it takes has been checked against its own definition by the time it runs. */
export interface Listed extends Omit<Command, 'run'> {
  run(taken: Readonly<Record<string, unknown>>, asked: Invocation, parts: Parts): Promise<Feedback>
}

/** The one place where a command loses the types of what it takes. */
export const listed = <T extends Takes>(one: Command<T>): Listed => one as unknown as Listed
