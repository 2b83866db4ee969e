/** Threads under our messages: each has the id of the message it begins at, and is made when first spoken in. */
import { type APIMessage, DiscordAPIError, type REST, Routes } from 'discord.js'
import { excerpt } from '#core/digest.ts'
import { plainUpTo } from './cut.ts'
import { isCode } from './errors.ts'
import { clean, visible } from './escape.ts'
import { most } from './limits.ts'

/** How long a thread stays open without a word: three days, for answers that come late. */
const archiveMinutes = 4320

/** Where a request goes: the channel itself, or the thread at `root` in it. */
export interface Where {
  readonly channel: string
  readonly root?: string
}

export const speaksIn = ({ channel, root }: Where): string => root ?? channel

/** Does something in a thread; if it is asleep it is woken. */
export async function awake<T>(rest: REST, { root }: Where, job: () => Promise<T>): Promise<T> {
  try {
    return await job()
  } catch (error) {
    if (root === undefined || !isCode(error, 50083)) throw error
    await rest.patch(Routes.channel(root), { body: { archived: false } })
    return job()
  }
}

/** Speaks in a thread; if it is not there yet it is begun. */
export async function inPlace<T>(rest: REST, where: Where, job: () => Promise<T>): Promise<T> {
  const { channel, root } = where
  try {
    return await awake(rest, where, job)
  } catch (error) {
    if (root === undefined || root === channel || !isCode(error, 10003)) throw error
    await begin(rest, channel, root)
    return job()
  }
}

async function begin(rest: REST, channel: string, root: string): Promise<void> {
  const name = await nameOf(rest, channel, root)
  try {
    await rest.post(Routes.threads(channel, root), { body: { name, auto_archive_duration: archiveMinutes } })
  } catch (error) {
    // Somebody has begun it meanwhile.
    if (!isCode(error, 160004)) throw error
  }
}

/** After what its first message shows. */
async function nameOf(rest: REST, channel: string, root: string): Promise<string> {
  try {
    const { embeds, content } = (await rest.get(Routes.channelMessage(channel, root))) as APIMessage
    const shown = visible(content || embeds[0]?.description || embeds[0]?.author?.name || '')
    const name = plainUpTo(excerpt(clean(shown), most.threadName), most.threadName)
    return name || 'Answers'
  } catch (error) {
    if (error instanceof DiscordAPIError && !isCode(error, 10003, 10008)) return 'Answers'
    throw error
  }
}
