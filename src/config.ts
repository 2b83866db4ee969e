/** The settings: environment in, Config out, or every fault in it at once. Nobody else reads the environment. */
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { Fault } from '#core/errors.ts'
import type { Micros } from '#core/ids.ts'

export interface Config {
  readonly x: {
    readonly bearerToken: string
    readonly apiUrl: string
    readonly webUrl: string
    /** The team's account, OAuth 1.0a; absent: members can only open X themselves. */
    readonly account?: {
      readonly apiKey: string
      readonly apiSecret: string
      readonly accessToken: string
      readonly accessSecret: string
    }
    readonly dailyMicros: Micros
    readonly monthlyMicros?: Micros
    /** Read by search alone; found out by itself unless set. */
    readonly polls?: boolean
  }
  readonly slack?: { readonly botToken: string; readonly appToken: string; readonly apiUrl?: string }
  readonly discord?: { readonly token: string; readonly apiUrl?: string }
  readonly store: { readonly engine: 'sqlite'; readonly path: string }
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly command: string
}

/** What is on and what is off, and why, in words. */
export interface Summary {
  readonly on: readonly string[]
  readonly off: readonly { readonly what: string; readonly why: string }[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Every setting there is: its form, and whether setting it alone means that real services are wanted. */
const text = z.string().min(1)
const address = z
  .url({ protocol: /^https?$/, error: 'is no http(s) address' })
  .transform(url => url.replace(/\/+$/, ''))
const token = (form: RegExp, looks: string) => z.string().regex(form, `does not look right: ${looks}`)

const settings = {
  X_BEARER_TOKEN: text,
  X_API_KEY: text,
  X_API_SECRET: text,
  X_ACCESS_TOKEN: text,
  X_ACCESS_SECRET: text,
  X_DAILY_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'is no amount in dollars, such as 5 or 2.50')
    .transform(usd => Math.round(Number(usd) * 1e6)),
  X_MONTHLY_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'is no amount in dollars, such as 50')
    .transform(usd => Math.round(Number(usd) * 1e6)),
  X_READ: z.enum(['stream', 'search'], { error: 'is none of stream, search' }),
  X_API_URL: address,
  X_WEB_URL: address,
  SLACK_BOT_TOKEN: token(/^xox[be]-/, 'a bot token begins with xoxb-'),
  SLACK_APP_TOKEN: token(/^xapp-/, 'an app-level token begins with xapp-'),
  SLACK_API_URL: address,
  DISCORD_TOKEN: text,
  DISCORD_API_URL: address,
  STORE_URL: z.string().regex(/^sqlite:.+/, 'is not understood: sqlite:data/backchannel.db is the form'),
  HOST: text,
  PORT: z
    .string()
    .regex(/^\d+$/, 'is no port number')
    .transform(Number)
    .refine(port => port <= 65_535, 'is no port number'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], {
    error: 'is none of debug, info, warn, error, silent',
  }),
  CHAT_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'is no command: a slash and up to 31 of a-z, 0-9, - and _'),
} as const

type Name = keyof typeof settings
type Values = { readonly [N in Name]?: z.output<(typeof settings)[N]> }

/** Settings of the machine rather than of the services: they alone do not mean that real services are wanted. */
const machine: readonly string[] = ['HOST', 'PORT', 'LOG_LEVEL']
const ours =
  /^(X_(BEARER|API|ACCESS|CLIENT|DAILY|MONTHLY|READ|WEB)|SLACK_|DISCORD_|STORE_|CHAT_COMMAND|BACKCHANNEL_)/

/** Names in the environment that are ours or look as if they were meant to be. */
const mentioned = (environment: Environment): string[] =>
  Object.keys(environment).filter(
    name => environment[name] && (name in settings || ours.test(name) || nearest(name)),
  )

/** Whether any setting of ours, well spelt or not, is there: then the sandbox is not what is wanted. */
export const isConfigured = (environment: Environment): boolean =>
  mentioned(environment).some(name => !machine.includes(name))

const wrong = (faults: readonly string[]): Fault =>
  new Fault(['The settings are not right:', ...faults.map(fault => `  - ${fault}`)].join('\n'))

/** @throws Fault naming every fault found, each with its cure. */
export function config(environment: Environment): Config {
  const faults: string[] = []
  const values = read(environment, faults)
  const x = xOf(values, faults)
  const slack = slackOf(values, faults)
  const discord = discordOf(values)
  if (!slack && !discord && !faults.some(fault => /^(SLACK|DISCORD)/.test(fault)))
    faults.push(
      'Neither Slack nor Discord is set up: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, or both.',
    )
  if (faults.length > 0 || !x) throw wrong(faults)
  return {
    x,
    ...(slack && { slack }),
    ...(discord && { discord }),
    store: {
      engine: 'sqlite',
      path: (values.STORE_URL ?? 'sqlite:data/backchannel.db').slice('sqlite:'.length),
    },
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3000,
    logLevel: values.LOG_LEVEL ?? 'info',
    command: values.CHAT_COMMAND ?? '/chat',
  }
}

/** The settings of the machine alone; the sandbox needs no others. @throws Fault */
export function machineSettings(environment: Environment): Pick<Config, 'host' | 'port' | 'logLevel'> {
  const faults: string[] = []
  const given = Object.fromEntries(machine.map(name => [name, environment[name]]))
  const { HOST: host = '127.0.0.1', PORT: port = 3000, LOG_LEVEL: logLevel = 'info' } = read(given, faults)
  if (faults.length > 0) throw wrong(faults)
  return { host, port, logLevel }
}

/** Where the database is. */
export const storePath = ({ STORE_URL: url }: Environment): string =>
  (url || 'sqlite:data/backchannel.db').slice('sqlite:'.length)

/** Which platforms a configuration turns on, and what turns the others on. */
export function summary({ x, slack, discord }: Config): Summary {
  const parts = [
    { what: 'Slack', on: slack, why: 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set' },
    { what: 'Discord', on: discord, why: 'DISCORD_TOKEN is not set' },
    {
      what: 'posting to X as the team',
      on: x.account,
      why: 'X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_SECRET are not set; members get a link that opens X',
    },
  ]
  return {
    on: ['reading X', ...parts.filter(({ on }) => on).map(({ what }) => what)],
    off: parts.filter(({ on }) => !on).map(({ what, why }) => ({ what, why })),
  }
}

function read(environment: Environment, faults: string[]): Values {
  const values: Record<string, unknown> = {}
  for (const name of mentioned(environment)) {
    if (!(name in settings)) {
      const meant = nearest(name)
      faults.push(`${name} is no setting of Backchannel${meant ? `; did you mean ${meant}?` : '.'}`)
      continue
    }
    const parsed = settings[name as Name].safeParse(environment[name])
    if (parsed.success) values[name] = parsed.data
    else faults.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not right'}.`)
  }
  return values as Values
}

function xOf(values: Values, faults: string[]): Config['x'] | undefined {
  const account = all(values, ['X_API_KEY', 'X_API_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET'], faults)
  const bearerToken = values.X_BEARER_TOKEN
  if (!bearerToken) {
    if (!faults.some(fault => fault.includes('X_BEARER_TOKEN')))
      faults.push(
        'X_BEARER_TOKEN is not set: it is needed to read X. You find it in the X developer console, under your app’s keys.',
      )
    return undefined
  }
  const [apiKey, apiSecret, accessToken, accessSecret] = account ?? []
  return {
    bearerToken,
    apiUrl: values.X_API_URL ?? 'https://api.x.com',
    webUrl: values.X_WEB_URL ?? 'https://x.com',
    dailyMicros: values.X_DAILY_USD ?? 5_000_000,
    ...(values.X_MONTHLY_USD !== undefined && { monthlyMicros: values.X_MONTHLY_USD }),
    ...(values.X_READ === 'search' && { polls: true }),
    ...(apiKey &&
      apiSecret &&
      accessToken &&
      accessSecret && { account: { apiKey, apiSecret, accessToken, accessSecret } }),
  }
}

function slackOf(values: Values, faults: string[]): Config['slack'] {
  const [botToken, appToken] = all(values, ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'], faults) ?? []
  if (!botToken || !appToken) return undefined
  return { botToken, appToken, ...(values.SLACK_API_URL && { apiUrl: `${values.SLACK_API_URL}/` }) }
}

const discordOf = ({ DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl }: Values): Config['discord'] =>
  token ? { token, ...(apiUrl && { apiUrl }) } : undefined

/** All of them, or none; some of them is a fault. */
function all(values: Values, names: readonly Name[], faults: string[]): string[] | undefined {
  const missing = names.filter(name => !values[name] && !faults.some(fault => fault.startsWith(name)))
  if (missing.length === names.length) return undefined
  if (missing.length > 0) {
    const there = names.filter(name => !missing.includes(name))
    faults.push(
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set, but ${there.join(', ')} ${there.length > 1 ? 'are' : 'is'}: they belong together.`,
    )
    return undefined
  }
  return names.map(name => String(values[name] ?? ''))
}

/** The setting a name was probably meant to be: at most two letters off. */
function nearest(name: string): string | undefined {
  const near = Object.keys(settings)
    .filter(known => known.length > 4)
    .map(known => ({ known, off: distance(name.toUpperCase(), known) }))
    .sort((one, other) => one.off - other.off)[0]
  return near && near.off <= 2 ? near.known : undefined
}
