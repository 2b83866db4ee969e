/** The addresses that Slack gives for answers: five uses in thirty minutes, blind to threads. */
import { faultsOf, mentionsIn } from './blocks.ts'
import type { Given } from './methods.ts'
import type { Block, Message, World } from './world.ts'

const uses = 5
const usedUp = { ok: false, error: 'used_url' }

export function respondTo(world: World, id: string, given: Given): unknown {
  const trigger = world.triggers.get(id)
  if (!trigger) return { ok: false, error: 'invalid_url' }
  if (trigger.responses >= uses || world.clock.now() > trigger.until + 30 * 60_000 - 3000) return usedUp
  trigger.responses += 1
  const blocks = (given.blocks ?? []) as readonly Block[]
  const faults = given.blocks === undefined ? [] : faultsOf(blocks)
  if (faults.length > 0)
    return { ok: false, error: 'invalid_blocks', response_metadata: { messages: faults } }
  const text = String(given.text ?? '')
  for (const mention of mentionsIn(text, blocks)) world.faults.push(`an answer would mention: ${mention}`)

  if (given.replace_original === true && trigger.source) {
    Object.assign(trigger.source, { text, blocks })
    trigger.answered({ message: trigger.source })
  } else if (given.delete_original === true && trigger.source) trigger.source.deleted = true
  else {
    const open = given.response_type === 'in_channel'
    const message: Message = {
      ts: world.stamp(),
      channel: trigger.channel,
      user: world.app.bot,
      byBot: true,
      text,
      blocks,
      ...(!open && { ephemeralTo: trigger.user }),
    }
    world.messages.push(message)
    trigger.answered({ message })
  }
  world.changed()
  return { ok: true }
}
