/** Sends a new post to whoever is connected to the stream and has a live rule for it. */
import type { Payload, Post } from './posts.ts'
import { Refused } from './refusals.ts'
import { shown } from './routes.ts'
import type { World } from './world.ts'

export function broadcast(post: Post, world: World) {
  const matching = world.rules.matching(world.subjectOf(post))
  if (!matching.length) return
  for (const line of world.stream.lines()) {
    // Nobody hears on the stream what was said before they connected.
    if (post.at < line.since || !solvent(world)) continue
    const { data, includes } = shown([post], line.selection, undefined, world)
    const whole = {
      data: data[0],
      ...(Object.keys(includes).length && { includes }),
      matching_rules: matching,
    }
    world.stream.send(JSON.stringify(whole), line)
  }
}

/** Sends a recorded object as it is, but for the rules it matched. */
export function rebroadcast(post: Post, recorded: Payload, matching: object[], world: World) {
  if (!world.stream.lines().length || !solvent(world)) return false
  world.ledger.charge('post read', post.id)
  world.stream.send(JSON.stringify({ ...recorded, matching_rules: matching }))
  return true
}

function solvent(world: World): boolean {
  try {
    world.ledger.allow(true)
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (world.terms.whenBroke === 'cut') world.stream.disconnect()
    return false
  }
}
