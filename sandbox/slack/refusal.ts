/** A refusal on its way to whoever asked: Slack answers 200 with `ok: false` and a word. */

export class Refused extends Error {
  readonly code: string
  readonly more: Readonly<Record<string, unknown>>
  constructor(code: string, more: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.code = code
    this.more = more
  }
}
