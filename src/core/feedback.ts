/** What we say back to whoever asked. */
import type { Action, Form, Line, Saying } from './saying.ts'

export type Feedback =
  /** Said to the member alone. With `replaces`, in the place of what they pressed. */
  | { readonly kind: 'say'; readonly saying: Saying; readonly replaces: boolean }
  /** A form to fill in; must come at once, platforms allow no delay before it. */
  | { readonly kind: 'form'; readonly form: Form }

export const say = (...lines: readonly Line[]): Feedback => ({
  kind: 'say',
  saying: { lines },
  replaces: false,
})

/** Said in the place of what was pressed, so that it cannot be pressed again. */
export const sayInstead = (lines: readonly Line[], actions: readonly Action[] = []): Feedback => ({
  kind: 'say',
  saying: { lines, actions },
  replaces: true,
})
