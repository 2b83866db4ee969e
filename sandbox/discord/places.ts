/** REST: channels, their messages and their threads. */

import { channelEditBody, looseThreadBody, threadBody } from './bodies.ts'
import { messageIn, take } from './messages.ts'
import { parsed } from './parse.ts'
import { demand, seen } from './permissions.ts'
import { history, post, rework, withdraw } from './posting.ts'
import { refuse } from './refusals.ts'
import { asBot, type Call, done, made, ok, part, type Reply, type Route } from './route.ts'
import { showChannel, showMessage, threadMember } from './show.ts'
import { begin, change, drop } from './threads.ts'
import type { Channel, World } from './world.ts'

const place = (call: Call) => seen(call.world, part(call, 'channel'))

function edit(call: Call): Reply {
  const { world } = call
  const channel = place(call)
  const asked = parsed(world, channelEditBody, call.body)
  const mine = channel.thread?.ownerId === world.bot.id && asked.locked === undefined
  if (!mine) demand(world, channel, channel.thread ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
  change(world, channel, asked)
  return ok(showChannel(world, channel))
}

function destroy(call: Call): Reply {
  const { world } = call
  const channel = place(call)
  demand(world, channel, channel.thread ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
  const last = showChannel(world, channel)
  drop(world, channel)
  return ok(last)
}

function read(call: Call): Reply {
  const channel = place(call)
  demand(call.world, channel, 'READ_MESSAGE_HISTORY')
  return ok(showMessage(call.world, messageIn(call.world, channel, part(call, 'message'))))
}

function typing(call: Call): Reply {
  demand(call.world, place(call), 'SEND_MESSAGES')
  return done
}

const withMember = (world: World, thread: Channel) => ({
  ...showChannel(world, thread),
  member: threadMember(world, thread),
})

function beginUnder(call: Call): Reply {
  const { world } = call
  const channel = place(call)
  demand(world, channel, 'CREATE_PUBLIC_THREADS')
  const from = messageIn(world, channel, part(call, 'message'))
  const { name, auto_archive_duration: minutes } = parsed(world, threadBody, call.body)
  return made(withMember(world, begin(world, { channel, name, minutes, from, ownerId: world.bot.id })))
}

/** A thread without a message, or a forum's post, whose first message bears its id. */
function beginLoose(call: Call): Reply {
  const { world, files } = call
  const channel = place(call)
  const forum = channel.type === 15
  const { name, auto_archive_duration: minutes, message: body } = parsed(world, looseThreadBody, call.body)
  demand(world, channel, forum ? 'SEND_MESSAGES' : 'CREATE_PUBLIC_THREADS')
  if (forum && !body) throw refuse('empty')
  const thread = begin(world, { channel, name, minutes, ownerId: world.bot.id })
  if (!forum || !body) return made(withMember(world, thread))
  const first = take(world, { channel: thread, author: world.bot, body, files, extra: { id: thread.id } })
  return made({ ...withMember(world, thread), message: showMessage(world, first) })
}

function join(call: Call): Reply {
  const { thread } = place(call)
  if (!thread) throw refuse('wrongChannelType')
  thread.members.add(call.world.bot.id)
  return done
}

export const places: Route[] = [
  asBot('GET /channels/:channel', 'other', call => ok(showChannel(call.world, place(call)))),
  asBot('PATCH /channels/:channel', 'other', edit),
  asBot('DELETE /channels/:channel', 'other', destroy),
  asBot('GET /channels/:channel/messages', 'read', call =>
    ok(history(call.world, part(call, 'channel'), call.query).map(one => showMessage(call.world, one))),
  ),
  asBot('POST /channels/:channel/messages', 'send', call =>
    ok(showMessage(call.world, post(call.world, part(call, 'channel'), call.body, call.files))),
  ),
  asBot('GET /channels/:channel/messages/:message', 'read', read),
  asBot('PATCH /channels/:channel/messages/:message', 'edit', call =>
    ok(showMessage(call.world, rework(call.world, part(call, 'channel'), part(call, 'message'), call))),
  ),
  asBot('DELETE /channels/:channel/messages/:message', 'erase', call => {
    withdraw(call.world, part(call, 'channel'), part(call, 'message'))
    return done
  }),
  asBot('POST /channels/:channel/typing', 'other', typing),
  asBot('POST /channels/:channel/messages/:message/threads', 'other', beginUnder),
  asBot('POST /channels/:channel/threads', 'other', beginLoose),
  asBot('PUT /channels/:channel/thread-members/@me', 'other', join),
]
