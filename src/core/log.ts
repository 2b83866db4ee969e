/** Where the program says what happened: past-tense facts with ids, never a post's text, never a token. */

type Facts = Readonly<Record<string, unknown>>

export interface Log {
  info(facts: Facts, happened: string): void
  warn(facts: Facts, happened: string): void
  error(facts: Facts, happened: string): void
  debug(facts: Facts, happened: string): void
}
