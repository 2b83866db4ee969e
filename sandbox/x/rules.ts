/** The app's stream rules: added, deleted, counted, and live a little later. */
import type { Payload } from './posts.ts'
import { invalid, ruleProblem } from './refusals.ts'
import { type Matches, read } from './rule-language.ts'
import { isId, type NextId } from './snowflake.ts'
import type { Subject } from './subject.ts'

export interface Rule {
  id: string
  value: string
  tag: string | undefined
  liveAt: number
  matches: Matches
}

export interface Rules {
  /** Answers `POST …/rules`. */
  change(body: unknown, query: URLSearchParams): { status: number; body: Payload }
  list(query: URLSearchParams): Payload
  counts(): Payload
  live(): Rule[]
  matching(subject: Subject): { id: string; tag?: string }[]
}

export const mostRules = 1000
const longestRule = 1024

export const shownRule = ({ id, value, tag }: Pick<Rule, 'id' | 'value' | 'tag'>) => ({
  id,
  value,
  ...(tag !== undefined && { tag }),
})

export function rules(nextId: NextId, now: () => number, lagMs: number): Rules {
  const kept = new Map<string, Rule>()
  const meta = (summary: object) => ({ sent: new Date(now()).toISOString(), summary })

  const add = (wanted: { value: string; tag?: string }[], dry: boolean) => {
    const made: Rule[] = []
    const errors: object[] = []
    const twin = (value: string) => [...kept.values(), ...made].find(rule => rule.value === value)
    for (const { value, tag } of wanted) {
      const reading = read(value, 'stream')
      const same = twin(value)
      if (value.length > longestRule)
        errors.push(
          ruleProblem('invalid-rules', value, {
            details: [`Rules must be at most ${longestRule} characters`],
          }),
        )
      else if ('fault' in reading)
        errors.push(ruleProblem('invalid-rules', value, { details: [reading.fault] }))
      else if (same) errors.push(ruleProblem('duplicate-rules', value, { id: same.id }))
      else if (kept.size + made.length >= mostRules)
        errors.push(
          ruleProblem('rule-cap', value, { detail: `The cap of ${mostRules} rules would be exceeded.` }),
        )
      else made.push({ id: nextId(now()), value, tag, liveAt: now() + lagMs, matches: reading.matches })
    }
    if (!dry) for (const rule of made) kept.set(rule.id, rule)
    const failed = errors.length
    const summary = { created: made.length, not_created: failed, valid: made.length, invalid: failed }
    return {
      // All refused is a failed request; some refused is a success with errors.
      status: made.length || !failed ? 201 : 400,
      body: {
        ...(made.length && { data: made.map(shownRule) }),
        meta: meta(summary),
        ...(failed && { errors }),
        ...(!made.length &&
          failed && { title: 'Invalid Request', type: 'https://api.twitter.com/2/problems/invalid-request' }),
      },
    }
  }

  const remove = (doomed: Rule[], asked: number, dry: boolean) => {
    if (!dry) for (const rule of doomed) kept.delete(rule.id)
    const summary = { deleted: doomed.length, not_deleted: asked - doomed.length }
    const errors = asked > doomed.length && {
      errors: [ruleProblem('invalid-rules', '', { detail: 'Rule does not exist' })],
    }
    return { status: 200, body: { meta: meta(summary), ...errors } }
  }

  return {
    change(body, query) {
      const dry = query.get('dry_run') === 'true'
      if (query.get('delete_all') === 'true') return remove([...kept.values()], kept.size, dry)
      const change = checked(body)
      if (change.add) return add(change.add, dry)
      const { ids = [], values = [] } = change.delete ?? {}
      const doomed = [...kept.values()].filter(rule => ids.includes(rule.id) || values.includes(rule.value))
      return remove(doomed, ids.length + values.length, dry)
    },
    list(query) {
      const ids = query.get('ids')?.split(',')
      const all = [...kept.values()].filter(rule => !ids || ids.includes(rule.id))
      const sent = new Date(now()).toISOString()
      return { ...(all.length && { data: all.map(shownRule) }), meta: { sent, result_count: all.length } }
    },
    counts: () => ({
      data: {
        cap_per_client_app: String(mostRules),
        cap_per_project: String(mostRules),
        client_app_rules_count: { client_app_id: '1', rule_count: kept.size },
        project_rules_count: String(kept.size),
      },
    }),
    live: () => [...kept.values()].filter(rule => rule.liveAt <= now()),
    matching: subject =>
      [...kept.values()]
        .filter(rule => rule.liveAt <= now() && rule.matches(subject))
        .map(({ id, tag }) => ({ id, ...(tag !== undefined && { tag }) })),
  }
}

interface Change {
  add?: { value: string; tag?: string }[]
  delete?: { ids?: string[]; values?: string[] }
}

function checked(body: unknown): Change {
  const refuse = (field: string) => invalid(field, '', `$.${field}: does not match its schema`)
  const isRecord = (thing: unknown): thing is Payload =>
    typeof thing === 'object' && thing !== null && !Array.isArray(thing)
  if (!isRecord(body)) throw invalid('', '', 'The request body is not a JSON object')
  const unknown = Object.keys(body).find(key => key !== 'add' && key !== 'delete')
  if (unknown)
    throw invalid(
      unknown,
      '',
      `$.${unknown}: is not defined in the schema and the schema does not allow additional properties`,
    )
  const { add, delete: remove } = body
  if ((add === undefined) === (remove === undefined))
    throw invalid('', '', 'Exactly one of add and delete is needed')
  if (add !== undefined) {
    const whole = (rule: unknown) =>
      isRecord(rule) &&
      typeof rule.value === 'string' &&
      Object.keys(rule).every(key => ['value', 'tag'].includes(key)) &&
      ['string', 'undefined'].includes(typeof rule.tag)
    if (!Array.isArray(add) || !add.length || !add.every(whole)) throw refuse('add')
    return { add }
  }
  const texts = (list: unknown) =>
    list === undefined || (Array.isArray(list) && list.every(item => typeof item === 'string'))
  if (!isRecord(remove) || !texts(remove.ids) || !texts(remove.values)) throw refuse('delete')
  const named = remove as { ids?: string[]; values?: string[] }
  if (!named.ids && !named.values) throw refuse('delete')
  if (named.ids && !named.ids.every(isId)) throw refuse('delete.ids')
  return { delete: named }
}
