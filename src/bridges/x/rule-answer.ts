/** What came of asking X for rules: those that stand, and why the others do not. */
import type { Rule, RuleAnswer } from './payload.ts'

export interface Added {
  readonly rules: readonly Rule[]
  readonly refused: readonly { readonly value: string; readonly reason: string }[]
}

type RuleError = RuleAnswer['errors'][number]

const is = ({ type = '', title = '' }: RuleError, name: string, words: RegExp) =>
  type.endsWith(`/${name}`) || words.test(title)

/** A rule that X has already is as good as one that it took. */
export function sorted(values: readonly string[], { data, errors }: RuleAnswer): Added {
  const twins = errors.flatMap(error =>
    is(error, 'duplicate-rules', /duplicate/i) && error.value !== undefined
      ? [{ id: error.id ?? '', value: error.value }]
      : [],
  )
  const rules = [...data, ...twins]
  const refused = values
    .filter(value => !rules.some(rule => rule.value === value))
    .map(value => ({ value, reason: reasonOf(errors.find(error => error.value === value)) }))
  return { rules, refused }
}

function reasonOf(error: RuleError | undefined): string {
  if (!error) return 'X did not take the rule for it, and does not say why.'
  if (is(error, 'rule-cap', /cap/i))
    return 'X has as many rules from us as it allows. Unfollow another first.'
  const said = [...(error.details ?? []), error.detail].filter(Boolean).join(' ')
  return `X cannot read it as a hashtag${said ? `: ${said}` : '.'}`
}
