/** The commands as Discord offers them, made from the definitions, registered only when they have changed. */
import { isDeepStrictEqual } from 'node:util'
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandType,
  InteractionContextType,
  type REST,
  Routes,
  ApplicationCommandOptionType as Type,
} from 'discord.js'
import type { Listed, Take } from '#commands/command.ts'

export const menuName = 'Reply on X'

/** What Discord is told; `called` is the command without its slash. */
export function registration(commands: readonly Listed[], called: string) {
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: called,
      description: 'Mirror a chat on X in this channel, and answer from here',
      contexts: [InteractionContextType.Guild],
      options: commands.map(({ name, about, takes }) => ({
        type: Type.Subcommand,
        name,
        description: about,
        options: Object.entries(takes)
          .sort(([, one], [, other]) => Number(isOptional(one)) - Number(isOptional(other)))
          .map(([taken, take]) => option(taken, take)),
      })),
    },
    { type: ApplicationCommandType.Message, name: menuName, contexts: [InteractionContextType.Guild] },
  ] as const
}

const isOptional = (take: Take): boolean => take.optional === true || take.kind === 'flag'

function option(name: string, take: Take): APIApplicationCommandBasicOption {
  const common = { name, description: take.about, required: !isOptional(take) }
  switch (take.kind) {
    case 'hashtag':
      return { ...common, type: Type.String, autocomplete: true, max_length: 101 }
    case 'flag':
      return { ...common, type: Type.Boolean }
    case 'person':
      return { ...common, type: Type.Mentionable }
    case 'text':
      return { ...common, type: Type.String, max_length: take.max }
    case 'address':
      return { ...common, type: Type.String, max_length: 300 }
    case 'choice':
      return {
        ...common,
        type: Type.String,
        choices: take.choices.map(choice => ({ name: choice, value: choice })),
      }
  }
}

export interface Offered {
  readonly application: string
  /** On this server only. */
  readonly server?: string
}

/** Registering is limited to 200 a day: it is done only where what stands differs. It replaces commands of all types. */
export async function register(
  rest: REST,
  wanted: ReturnType<typeof registration>,
  { application, server }: Offered,
): Promise<boolean> {
  const route =
    server === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, server)
  const standing = await rest.get(route)
  if (isDeepStrictEqual(essence(standing), essence(wanted))) return false
  await rest.put(route, { body: wanted })
  return true
}

const telling = [
  'type',
  'name',
  'description',
  'required',
  'autocomplete',
  'max_length',
  'choices',
  'options',
  'value',
  'contexts',
]

/** What of a command we say ourselves; Discord adds ids and defaults. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence).sort(byName)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([name, one]) =>
      telling.includes(name) &&
      one !== false &&
      one !== null &&
      one !== '' &&
      !(Array.isArray(one) && one.length === 0),
  )
  return Object.fromEntries(
    kept.sort(([one], [other]) => one.localeCompare(other)).map(([name, one]) => [name, essence(one)]),
  )
}

const byName = (one: unknown, other: unknown): number =>
  JSON.stringify(one).localeCompare(JSON.stringify(other))
