#!/usr/bin/env node
/** The command line: start, sandbox, replay, erase, help. */
import { parseArgs } from 'node:util'
import { closest } from 'fastest-levenshtein'
import { invite, permissions } from '#bridges/discord/invite.ts'
import { manifest } from '#bridges/slack/manifest.ts'
import { Fault } from '#core/errors.ts'
import { isConfigured } from './config.ts'
import { erase } from './erase.ts'
import { replay } from './replay.ts'
import { sandbox } from './sandbox.ts'
import { start } from './start.ts'

interface Job {
  readonly usage: string
  readonly about: string
  readonly options?: NonNullable<Parameters<typeof parseArgs>[0]>['options']
  run(given: Given): Promise<void>
}

interface Given {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | undefined>>
  readonly flags: ReadonlySet<string>
}

const jobs: Readonly<Record<string, Job>> = {
  start: {
    usage: 'start',
    about: 'run on the real services, as the settings say',
    run: () => start(process.env),
  },
  sandbox: {
    usage: 'sandbox',
    about: 'run against local stand-ins of X, Slack and Discord, with a page to play on; needs nothing',
    run: () => sandbox(process.env),
  },
  replay: {
    usage: 'replay FILE [--follow #TAG] [--speed N|max] [--json] [--store URL]',
    about: 'play recorded X stream lines into sandbox channels',
    options: {
      follow: { type: 'string' },
      speed: { type: 'string' },
      store: { type: 'string' },
      json: { type: 'boolean' },
    },
    run: ({ words, options, flags }) => replay({ file: words[0], ...options, json: flags.has('json') }),
  },
  erase: {
    usage: 'erase --workspace ID',
    about: 'remove all that is kept of a workspace (slack:T… or discord:…)',
    options: { workspace: { type: 'string' } },
    run: ({ options }) => erase(options.workspace, process.env),
  },
  manifest: {
    usage: 'manifest',
    about: 'print the manifest to make the Slack app from',
    run: async () =>
      void process.stdout.write(
        `${JSON.stringify(manifest(process.env.CHAT_COMMAND || '/chat'), null, 2)}\n`,
      ),
  },
  invite: {
    usage: 'invite APPLICATION_ID',
    about: 'print the link that adds Backchannel to a Discord server, and why it asks for what it asks',
    run: async ({ words: [application = ''] }) => void process.stdout.write(invitation(application)),
  },
  help: { usage: 'help', about: 'say this', run: async () => void process.stdout.write(help()) },
}

function invitation(application: string): string {
  if (!/^\d{15,20}$/.test(application))
    throw new Fault(
      'Which application? npm start -- invite APPLICATION_ID; you find it in the Discord developer portal, under General Information.',
    )
  const reasons = permissions.map(({ name, why }) => `  ${name}: ${why}`)
  return [invite(application), '', 'It asks for:', ...reasons, ''].join('\n')
}

const help = () =>
  [
    'Backchannel brings Twitter/X chats into Slack and Discord, and carries answers back.',
    '',
    ...Object.values(jobs).map(({ usage, about }) => `  npm start -- ${usage}\n      ${about}`),
    '',
    'Without a word: start, or the sandbox where nothing is set up. The README lists the settings.',
    '',
  ].join('\n')

async function main([name, ...rest]: readonly string[]): Promise<void> {
  const asked = name ?? (isConfigured(process.env) ? 'start' : 'sandbox')
  if (name === undefined && asked === 'sandbox')
    process.stdout.write(
      'No settings found, so this is the sandbox: X, Slack and Discord are stand-ins on this machine.\n',
    )
  const job = jobs[['--help', '-h'].includes(asked) ? 'help' : asked]
  if (!job)
    throw new Fault(
      `There is no "${asked}". Did you mean "${closest(asked, Object.keys(jobs))}"? \`npm start -- help\` lists all.`,
    )
  await job.run(given(job, rest))
}

function given(job: Job, rest: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: job.options ?? {},
      allowPositionals: true,
    })
    const entries = Object.entries(values)
    return {
      words: positionals,
      options: Object.fromEntries(
        entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      flags: new Set(entries.flatMap(([name, value]) => (value === true ? [name] : []))),
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new Fault(`${why}. Usage: npm start -- ${job.usage}`, { cause: error })
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Fault)) throw error
  process.stderr.write(`${error.message}\n`)
  // What was opened on the way may still keep the process alive.
  process.exit(1)
}
