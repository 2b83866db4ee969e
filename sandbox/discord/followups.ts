/** What the bot says after its first answer: edits, follow-ups and withdrawals, by the interaction's token. */

import { answerBody, editBody } from './bodies.ts'
import { speak, TOKEN_LIFE_MS } from './interactions.ts'
import { amend, EPHEMERAL, type File, LOADING, remove } from './messages.ts'
import { parsed } from './parse.ts'
import { refuse } from './refusals.ts'
import type { Interaction, Message, World } from './world.ts'

/** The interaction behind a token that may still speak. @throws Refused 10015 before the first answer, 50027 after 15 min */
export function speaking(world: World, token: string): Interaction {
  const it = world.interactions.get(token)
  if (!it) throw refuse('invalidWebhookToken')
  if (world.clock.now() - it.at >= TOKEN_LIFE_MS) throw refuse('invalidWebhookToken')
  if (!it.first || it.first === 'choices') throw refuse('unknownWebhook')
  return it
}

export function followUp(world: World, it: Interaction, body: unknown, files: File[]): Message {
  const said = parsed(world, answerBody, body)
  // For old clients, the first follow-up after a defer fills the waiting message.
  const waiting = it.original && ((it.original.wire.flags ?? 0) & LOADING) !== 0 && it.first === 'defer'
  const { tts: _tts, flags, ...rest } = said
  const message =
    waiting && it.original
      ? amend(world, it.original, { ...rest, ...(flags && { flags: flags & ~EPHEMERAL }) }, files)
      : speak(world, it, { body: said, files, follows: true })
  world.answered(it)
  return message
}

/** @throws Refused 10008 unless it is this interaction's message */
export function spoken(world: World, it: Interaction, id: string): Message {
  const found = id === '@original' ? it.original : world.messages.get(id)
  if (!found || !world.messages.has(found.wire.id)) throw refuse('unknownMessage')
  if (found.through !== it.token && found !== it.source) throw refuse('unknownMessage')
  return found
}

export function rewrite(
  world: World,
  it: Interaction,
  { id, body, files }: { id: string; body: unknown; files: File[] },
) {
  const message = amend(world, spoken(world, it, id), parsed(world, editBody, body), files)
  world.answered(it)
  return message
}

export function unsay(world: World, it: Interaction, id: string) {
  const message = spoken(world, it, id)
  remove(world, message)
  world.answered(it)
}
