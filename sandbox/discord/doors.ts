/** REST: commands, answers to interactions, and webhooks. */

import { replaceAll, showCommand } from './commands.ts'
import { followUp, rewrite, speaking, spoken, unsay } from './followups.ts'
import { callback } from './interactions.ts'
import { remove } from './messages.ts'
import { demand, seen } from './permissions.ts'
import { Refused, refuse } from './refusals.ts'
import { asBot, byToken, type Call, done, guildOf, ok, own, part, type Reply, type Route } from './route.ts'
import {
  createWebhook,
  editWebhookMessage,
  execute,
  showWebhook,
  webhookMessage,
  webhookOf,
} from './webhooks.ts'

function commands(call: Call, replace: boolean): Reply {
  const { world } = call
  if (part(call, 'application') !== world.applicationId) throw refuse('unknownApplication')
  const guildId = call.params.guild && guildOf(call).id
  if (replace) replaceAll(world, call.body, guildId)
  return ok(world.commands.filter(one => one.guildId === guildId).map(one => showCommand(world, one)))
}

function answer(call: Call): Reply {
  const { world, body, files, query } = call
  const result = callback(world, { id: part(call, 'interaction'), token: part(call, 'token'), body, files })
  return query.get('with_response') === 'true' ? ok(result) : done
}

const hook = (call: Call) => webhookOf(call.world, part(call, 'webhook'), part(call, 'token'))
const toInteraction = (call: Call) => part(call, 'webhook') === call.world.applicationId

/** A new message through a webhook, or a follow-up to an interaction. */
function speak(call: Call): Reply {
  const { world, body, files, query } = call
  if (toInteraction(call))
    return own(call, followUp(world, speaking(world, part(call, 'token')), body, files))
  const webhook = hook(call)
  const wait = query.get('wait') === 'true'
  try {
    const message = execute(world, { webhook, threadId: query.get('thread_id'), body, files })
    return wait ? own(call, message) : done
  } catch (problem) {
    // Without `wait` Discord does not tell whether the message was kept.
    if (wait || !(problem instanceof Refused) || problem.status !== 400) throw problem
    world.faults.push('a webhook post without wait that was lost')
    return done
  }
}

const ofWebhook = (call: Call) =>
  webhookMessage(call.world, hook(call), part(call, 'message'), call.query.get('thread_id'))
const ofInteraction = (call: Call) => speaking(call.world, part(call, 'token'))

function look(call: Call): Reply {
  return own(
    call,
    toInteraction(call) ? spoken(call.world, ofInteraction(call), part(call, 'message')) : ofWebhook(call),
  )
}

function edit(call: Call): Reply {
  const { world, body, files } = call
  if (!toInteraction(call)) return own(call, editWebhookMessage(world, ofWebhook(call), body, files))
  return own(call, rewrite(world, ofInteraction(call), { id: part(call, 'message'), body, files }))
}

function erase(call: Call): Reply {
  if (toInteraction(call)) unsay(call.world, ofInteraction(call), part(call, 'message'))
  else remove(call.world, ofWebhook(call))
  return done
}

function managed(call: Call) {
  const channel = seen(call.world, part(call, 'channel'))
  demand(call.world, channel, 'MANAGE_WEBHOOKS')
  return channel
}

function listWebhooks(call: Call): Reply {
  const { id } = managed(call)
  const here = [...call.world.webhooks.values()].filter(one => one.channelId === id)
  return ok(here.map(one => showWebhook(call.world, one)))
}

function dropAsBot(call: Call): Reply {
  const webhook = webhookOf(call.world, part(call, 'webhook'))
  demand(call.world, seen(call.world, webhook.channelId), 'MANAGE_WEBHOOKS')
  call.world.webhooks.delete(webhook.id)
  return done
}

function showOpen(call: Call): Reply {
  const { user: _user, ...shown } = showWebhook(call.world, hook(call))
  return ok(shown)
}

export const doors: Route[] = [
  asBot('GET /applications/:application/commands', 'commands', call => commands(call, false)),
  asBot('PUT /applications/:application/commands', 'commands', call => commands(call, true)),
  asBot('GET /applications/:application/guilds/:guild/commands', 'commands', call => commands(call, false)),
  asBot('PUT /applications/:application/guilds/:guild/commands', 'commands', call => commands(call, true)),
  byToken('POST /interactions/:interaction/:token/callback', 'other', answer),
  byToken('POST /webhooks/:webhook/:token', 'webhook', speak),
  byToken('GET /webhooks/:webhook/:token', 'other', showOpen),
  byToken('DELETE /webhooks/:webhook/:token', 'other', call => {
    call.world.webhooks.delete(hook(call).id)
    return done
  }),
  byToken('GET /webhooks/:webhook/:token/messages/:message', 'webhook', look),
  byToken('PATCH /webhooks/:webhook/:token/messages/:message', 'webhook', edit),
  byToken('DELETE /webhooks/:webhook/:token/messages/:message', 'webhook', erase),
  asBot('POST /channels/:channel/webhooks', 'other', call =>
    ok(showWebhook(call.world, createWebhook(call.world, managed(call), call.body))),
  ),
  asBot('GET /channels/:channel/webhooks', 'other', listWebhooks),
  asBot('DELETE /webhooks/:webhook', 'other', dropAsBot),
]
