/** The commands an app has registered, checked by Discord's rules for them. */

import { z } from 'zod'
import { parsed } from './parse.ts'
import { invalidForm, refuse } from './refusals.ts'
import type { CommandDefinition, CommandOption, RegisteredCommand, World } from './world.ts'

const slashName = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u)
  .refine(name => name === name.toLowerCase(), {
    params: { code: 'APPLICATION_COMMAND_INVALID_NAME' },
    message: 'Command name is invalid',
  })
const words = (max: number) => z.record(z.string(), z.string().min(1).max(max)).nullish()
const about = z.string().min(1).max(100)

const option: z.ZodType<CommandOption> = z.lazy(() =>
  z
    .object({
      type: z.int().min(1).max(11),
      name: slashName,
      name_localizations: words(32),
      description: about,
      description_localizations: words(100),
      required: z.boolean().nullish(),
      autocomplete: z.boolean().nullish(),
      choices: z
        .array(
          z.object({
            name: z.string().min(1).max(100),
            name_localizations: words(100),
            value: z.string().max(100).or(z.number()),
          }),
        )
        .max(25)
        .nullish(),
      options: z.array(option).max(25).nullish(),
      channel_types: z.array(z.int()).nullish(),
      min_value: z.number().nullish(),
      max_value: z.number().nullish(),
      min_length: z.int().min(0).max(6000).nullish(),
      max_length: z.int().min(1).max(6000).nullish(),
    })
    .refine(it => !(it.autocomplete && it.choices?.length), {
      path: ['autocomplete'],
      params: { code: 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES_INVALID' },
      message: 'Choices cannot be set when autocomplete is on',
    }),
)

const definition = z
  .object({
    id: z.string().nullish(),
    type: z
      .int()
      .min(1)
      .max(3)
      .nullish()
      .transform(type => type ?? 1),
    name: z.string().min(1).max(32),
    name_localizations: words(32),
    description: z
      .string()
      .max(100)
      .nullish()
      .transform(text => text ?? ''),
    description_localizations: words(100),
    options: z.array(option).max(25).nullish(),
    default_member_permissions: z.string().regex(/^\d+$/).or(z.int().min(0).transform(String)).nullish(),
    dm_permission: z.boolean().nullish(),
    nsfw: z.boolean().nullish(),
    contexts: z.array(z.int().min(0).max(2)).min(1).nullish(),
    integration_types: z.array(z.int().min(0).max(1)).min(1).nullish(),
    handler: z.int().nullish(),
  })
  .superRefine((it, report) => {
    const slash = it.type === 1
    const say = (path: string, code: string, message: string) =>
      report.addIssue({ code: 'custom', path: [path], params: { code }, message })
    if (slash && !slashName.safeParse(it.name).success)
      say('name', 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
    if (slash && !it.description) say('description', 'BASE_TYPE_REQUIRED', 'This field is required')
    if (!slash && it.description)
      say(
        'description',
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
        'Must be empty for this type',
      )
    if (!slash && it.options?.length)
      say('options', 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID', 'Not allowed for this type')
    if (sizeOf(it) > 8000) say('name', 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')
    for (const list of optionLists(it.options)) checkList(list, say)
  })

function optionLists(options: CommandOption[] | null | undefined): CommandOption[][] {
  if (!options) return []
  return [options, ...options.flatMap(one => optionLists(one.options))]
}

function checkList(list: CommandOption[], say: (path: string, code: string, message: string) => void) {
  const names = list.map(one => one.name)
  if (new Set(names).size < names.length)
    say('options', 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists')
  const optional = list.findIndex(one => one.type > 2 && !one.required)
  if (optional >= 0 && list.slice(optional).some(one => one.required))
    say(
      'options',
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      'Required options must be placed before non-required options',
    )
  const nested = list.filter(one => one.type <= 2).length
  if (nested && nested < list.length)
    say(
      'options',
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    )
}

function sizeOf(it: {
  name: string
  description: string
  options?: CommandOption[] | null | undefined
  choices?: CommandOption['choices']
}): number {
  const choices = (it.choices ?? []).reduce((sum, one) => sum + one.name.length + String(one.value).length, 0)
  const options = (it.options ?? []).reduce((sum, one) => sum + sizeOf(one), 0)
  return it.name.length + it.description.length + choices + options
}

const room: Record<number, number> = { 1: 100, 2: 15, 3: 15 }
const created = new WeakMap<World, Map<string, number[]>>()

/** New names count towards 200 a day, in a server or globally. @throws Refused 30034 */
function countCreates(world: World, scope: string, fresh: number) {
  const books = created.get(world) ?? new Map<string, number[]>()
  created.set(world, books)
  const recent = (books.get(scope) ?? []).filter(at => world.clock.now() - at < 86_400_000)
  if (recent.length + fresh > 200) throw refuse('tooManyCommandsToday')
  books.set(scope, [...recent, ...Array<number>(fresh).fill(world.clock.now())])
}

const keyOf = (it: { type: number; name: string }) => `${it.type} ${it.name}`

/** Replaces every command of that scope, of all types. */
export function replaceAll(world: World, body: unknown, guildId?: string): RegisteredCommand[] {
  const asked = parsed(world, z.array(definition).max(130), body) as unknown as CommandDefinition[]
  for (const [type, most] of Object.entries(room))
    if (asked.filter(one => one.type === Number(type)).length > most) throw refuse('tooManyCommands')
  asked.forEach((one, index) => {
    if (asked.findIndex(other => keyOf(other) === keyOf(one)) < index)
      throw invalidForm([
        {
          path: [index, 'name'],
          code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
          message: 'Application command names must be unique',
        },
      ])
  })
  const before = world.commands.filter(one => one.guildId === guildId)
  const known = (one: CommandDefinition) => before.find(old => keyOf(old.definition) === keyOf(one))
  countCreates(world, guildId ?? 'global', asked.filter(one => !known(one)).length)
  const after = asked.map(one => ({
    id: known(one)?.id ?? world.id(),
    version: world.id(),
    ...(guildId && { guildId }),
    definition: one,
  }))
  world.commands = [...world.commands.filter(one => one.guildId !== guildId), ...after]
  world.changed()
  return after
}

export function showCommand(world: World, { id, version, guildId, definition: it }: RegisteredCommand) {
  const kept = Object.entries(it).filter(([, value]) => value !== null && value !== undefined)
  return {
    integration_types: [0],
    ...(guildId ? {} : { contexts: null }),
    nsfw: false,
    ...Object.fromEntries(kept),
    default_member_permissions: it.default_member_permissions ?? null,
    id,
    version,
    application_id: world.applicationId,
    ...(guildId && { guild_id: guildId }),
  }
}
