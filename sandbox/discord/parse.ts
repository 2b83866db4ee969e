/** Reads a request body by its schema, or refuses it in Discord's own form. */

import type { z } from 'zod'
import { type Fault, invalidForm } from './refusals.ts'
import type { World } from './world.ts'

type Issue = z.core.$ZodIssue

const words: { [K in Issue['code']]?: (issue: Extract<Issue, { code: K }>) => [string, string] } = {
  invalid_type: issue =>
    issue.input === undefined || issue.input === null
      ? ['BASE_TYPE_REQUIRED', 'This field is required']
      : [
          `${issue.expected.toUpperCase()}_TYPE_CONVERT`,
          `Could not interpret ${JSON.stringify(issue.input)} as ${issue.expected}.`,
        ],
  too_big: issue =>
    issue.origin === 'string' || issue.origin === 'array'
      ? ['BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`]
      : ['NUMBER_TYPE_MAX', `int value should be less than or equal to ${issue.maximum}.`],
  too_small: issue => {
    if (issue.origin !== 'string' && issue.origin !== 'array')
      return ['NUMBER_TYPE_MIN', `int value should be greater than or equal to ${issue.minimum}.`]
    return Number(issue.minimum) === 1
      ? ['BASE_TYPE_REQUIRED', 'This field is required']
      : ['BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`]
  },
  invalid_value: issue => ['BASE_TYPE_CHOICES', `Value must be one of {${issue.values.join(', ')}}.`],
  invalid_format: issue =>
    issue.format === 'regex'
      ? ['STRING_TYPE_REGEX', 'String value did not match validation regex.']
      : ['BASE_TYPE_INVALID', `Not a well formed ${issue.format}.`],
  invalid_union: () => ['UNION_TYPE_CHOICES', 'Value of field "type" must be one of the types allowed here.'],
  custom: issue => [String(issue.params?.code ?? 'BASE_TYPE_INVALID'), issue.message],
}

function faultOf(issue: Issue): Fault {
  const say = words[issue.code] as ((issue: Issue) => [string, string]) | undefined
  const [code, message] = say?.(issue) ?? ['BASE_TYPE_INVALID', issue.message]
  return { path: issue.path as (string | number)[], code, message }
}

/** The keys that nothing read: Discord takes them silently, which hides mistakes. */
function unread(given: unknown, taken: unknown, path = ''): string[] {
  if (typeof given !== 'object' || given === null || typeof taken !== 'object' || taken === null) return []
  return Object.entries(given).flatMap(([key, value]) => {
    // The stock client sends `tts: false` and the like where they mean nothing.
    if (!(key in taken)) return value === false ? [] : [`${path}${key}`]
    return unread(value, (taken as Record<string, unknown>)[key], `${path}${key}.`)
  })
}

/** @throws Refused 50035 with every fault at its field */
export function parsed<T>(world: World, schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body, { reportInput: true })
  if (!result.success) throw invalidForm(result.error.issues.map(faultOf))
  for (const key of unread(body, result.data)) world.faults.push(`a body with an unknown key: ${key}`)
  return result.data
}
