/** Compares what went over the wire with Discord's published description, where that is at hand. */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

const file = new URL('../../../shared/data/discord-openapi.json', import.meta.url)

/** Why the comparison cannot be made here, or false when it can. */
export const absent = existsSync(file) ? false : 'the official description is not at hand'

interface Arrived {
  route: string
  body: unknown
  status: number
  reply?: unknown
}

interface Content {
  content?: Record<string, { schema?: object }>
}
type Operation = { requestBody?: Content; responses: Record<string, Content> }

function description() {
  const whole = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Operation>> }
  const ajv = new Ajv2020({ strict: false, validateFormats: true, allErrors: false, logger: false })
  ajv.addFormat('snowflake', /^\d{1,20}$/)
  ajv.addFormat('nonce', /^.{0,25}$/)
  for (const format of ['int32', 'int64', 'double', 'float'])
    ajv.addFormat(format, { type: 'number', validate: () => true })
  ajv.addFormat('uri', (text: string) => URL.canParse(text))
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)))
  ajv.addSchema(whole, 'discord')
  const shape = (path: string) => path.replace(/\{\w+\}|:\w+/g, '*').replace('@original', '*')
  const paths = Object.keys(whole.paths)
  return { ajv, whole, pathOf: (route: string) => paths.find(path => shape(path) === shape(route)) }
}

const pointer = (...steps: string[]) =>
  `discord#/${steps.map(step => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

/** Every body that was taken, and every answer given, is as described. */
export function assertAsDescribed(requests: Arrived[]): number {
  const { ajv, whole, pathOf } = description()
  let compared = 0
  const check = (what: string, steps: string[], value: unknown) => {
    const validate = ajv.getSchema(pointer(...steps))
    assert.ok(validate, `no schema for ${what}`)
    validate(value)
    const errors = (validate.errors ?? []).slice(0, 6).map(one => `${one.instancePath} ${one.message}`)
    assert.deepEqual(errors, [], `${what}: ${JSON.stringify(value).slice(0, 1500)}`)
    compared += 1
  }
  for (const { route, body, status, reply } of requests) {
    if (status < 200 || status >= 300) continue
    const [method = '', path = ''] = route.split(' ')
    const known = pathOf(path)
    assert.ok(known, `${route} is not described`)
    const verb = method.toLowerCase()
    const operation = whole.paths[known]?.[verb]
    assert.ok(operation, `${route} is not described`)
    const media = 'application/json'
    if (operation.requestBody?.content?.[media]?.schema && body !== undefined)
      check(`${route} body`, ['paths', known, verb, 'requestBody', 'content', media, 'schema'], body)
    if (operation.responses[status]?.content?.[media]?.schema && reply !== undefined)
      check(
        `${route} answer`,
        ['paths', known, verb, 'responses', String(status), 'content', media, 'schema'],
        reply,
      )
  }
  return compared
}
