/** The stand-in of Discord, driven by a stock discord.js client. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  type ClientOptions,
  DiscordAPIError,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { realClock } from '#sandbox/clock.ts'
import { type DiscordOptions, discordStandIn } from '#sandbox/discord/stand-in.ts'
import { absent, assertAsDescribed } from './discord-description.ts'

const GUILDS = 1
const GUILD_MESSAGES = 512

async function house(
  context: TestContext,
  options: Partial<DiscordOptions> & { client?: Partial<ClientOptions> } = {},
) {
  const { client: wishes, ...rest } = options
  const discord = await discordStandIn({ clock: realClock, ...rest })
  const client = new Client({ intents: [GUILDS, GUILD_MESSAGES], rest: { api: discord.url }, ...wishes })
  context.after(async () => {
    await client.destroy()
    await discord.close()
    if (absent) context.diagnostic(absent)
    else context.diagnostic(`${assertAsDescribed(discord.requests)} bodies are as Discord describes them`)
  })
  const ready = once(client, 'clientReady')
  await client.login(discord.token)
  await ready
  const channelOf = (name: string) =>
    client.channels.cache.find(one => 'name' in one && one.name === name) as TextChannel
  return { discord, client, channelOf }
}

/** Resolves when that has become so; the client works on by itself meanwhile. */
async function until(so: () => boolean) {
  while (!so()) await new Promise(setImmediate)
}

const chat = new SlashCommandBuilder()
  .setName('chat')
  .setDescription('Take part in a chat')
  .addSubcommand(sub =>
    sub
      .setName('follow')
      .setDescription('Mirror a chat in this channel')
      .addStringOption(option =>
        option.setName('hashtag').setDescription('such as #hcsm').setRequired(true).setAutocomplete(true),
      )
      .addBooleanOption(option => option.setName('reposts').setDescription('also reposts')),
  )
  .toJSON()
const replyOnX = { type: ApplicationCommandType.Message as const, name: 'Reply on X' }
const quiet = { allowedMentions: { parse: [] } }
const row = (id: string, label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary),
  )
const form = () =>
  new ModalBuilder()
    .setCustomId('draft')
    .setTitle('Reply on X')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Your words')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('words').setStyle(TextInputStyle.Paragraph).setMaxLength(280),
        ),
    )

test('a stock client logs in, sends, edits, reads, threads and deletes', async context => {
  const { discord, channelOf } = await house(context)
  const general = channelOf('general')
  const sent = await general.send({
    content: 'Good evening',
    embeds: [{ author: { name: 'Ana' }, description: 'First post', footer: { text: 'X' } }],
    components: [row('reply:1', 'Reply on X')],
    ...quiet,
  })
  assert.deepEqual(discord.shown('#general'), ['Good evening\nAna\nFirst post\nX'])
  await sent.edit({ content: 'Good morning', ...quiet })
  assert.match(discord.shown('#general')[0] ?? '', /^Good morning\n/)
  const thread = await sent.startThread({ name: 'Answers' })
  assert.equal(thread.id, sent.id)
  await thread.send({ content: 'An answer', ...quiet })
  assert.deepEqual(discord.thread(sent.id), ['An answer'])
  await assert.rejects(sent.startThread({ name: 'Again' }), { code: 'MessageExistingThread' })
  assert.equal((await general.messages.fetch({ message: sent.id, force: true })).content, 'Good morning')
  await sent.delete()
  assert.deepEqual(discord.shown('#general'), [])
  assert.deepEqual(discord.faults, [])
})

test('a command, its choices, a button, a form and follow-ups come and are answered', async context => {
  const { discord, client } = await house(context)
  await client.application?.commands.set([chat, replyOnX])
  client.on('interactionCreate', async (it: Interaction) => {
    if (it.isAutocomplete()) await it.respond([{ name: `${it.options.getFocused()}m`, value: '#hcsm' }])
    if (it.isChatInputCommand()) {
      await it.deferReply()
      await it.editReply({
        content: `Following ${it.options.getString('hashtag')}`,
        components: [row('say', 'Say')],
      })
      await it.followUp({ content: 'Only you see this', flags: MessageFlags.Ephemeral })
    }
    if (it.isMessageContextMenuCommand()) await it.reply({ content: `About: ${it.targetMessage.content}` })
    if (it.isButton()) await it.showModal(form())
    if (it.isModalSubmit()) {
      const said = it.fields.getTextInputValue('words')
      await it.reply({ content: `You wrote: ${said}`, flags: MessageFlags.Ephemeral })
    }
  })
  const choices = await discord.autocomplete('#general', 'mary', 'follow', { values: { hashtag: '#hcs' } })
  assert.deepEqual(choices, [{ name: '#hcsm', value: '#hcsm' }])

  const followed = await discord.command('#general', 'mary', 'follow', { hashtag: '#hcsm' })
  assert.equal(followed.messages[0]?.content, 'Following #hcsm')
  assert.deepEqual(discord.shown('#general'), ['Following #hcsm'])

  const pressed = await discord.press(followed.messages[0]?.id ?? '', 'Say', 'tom')
  assert.equal(pressed.modal?.title, 'Reply on X')
  const submitted = await discord.submit('tom', { words: 'Hello X' })
  assert.equal(submitted.messages[0]?.content, 'You wrote: Hello X')
  assert.deepEqual(
    discord.ephemerals('tom').map(one => one.content),
    ['You wrote: Hello X'],
  )
  assert.deepEqual(discord.shown('#general'), ['Following #hcsm'])

  await until(() => followed.messages.length === 2)
  assert.deepEqual(
    discord.ephemerals('mary').map(one => one.content),
    ['Only you see this'],
  )

  const said = await discord.say('#general', 'tom', 'What about gloves?')
  const answered = await discord.messageCommand('Reply on X', said.id, 'mary')
  assert.equal(answered.messages[0]?.content, 'About: What about gloves?')
  assert.equal(
    (await discord.type('#general', 'mary', '/chat follow #nursing reposts:true')).messages.length > 0,
    true,
  )
  assert.deepEqual(discord.faults, [])
})

test('a classic form, an updated message and a withdrawn answer are seen as they end', async context => {
  const { discord, client } = await house(context)
  await client.application?.commands.set([{ name: 'ask', description: 'Ask' }])
  client.on('interactionCreate', async it => {
    if (it.isChatInputCommand())
      await it.reply({ content: 'Sure?', components: [row('yes', 'Yes')], flags: 64 })
    if (it.isButton() && it.customId === 'yes')
      await it.update({ content: 'Write', components: [row('write', 'Write')] })
    if (it.isButton() && it.customId === 'write') {
      const field = new TextInputBuilder().setCustomId('t').setLabel('Text').setStyle(TextInputStyle.Short)
      const rows = new ActionRowBuilder<TextInputBuilder>().addComponents(field)
      await it.showModal(new ModalBuilder().setCustomId('f').setTitle('Form').addComponents(rows))
    }
    if (it.isModalSubmit()) {
      await it.deferUpdate()
      await it.editReply({ content: `Sent: ${it.fields.getTextInputValue('t')}`, components: [] })
      await it.deleteReply()
    }
  })
  const asked = await discord.command('#general', 'tom', 'ask')
  const id = asked.messages[0]?.id ?? ''
  await assert.rejects(discord.press(id, 'Yes', 'mary'), /cannot see/)
  const updated = await discord.press(id, 'Yes', 'tom')
  assert.equal(updated.messages[0]?.content, 'Write')
  await discord.press(id, 'Write', 'tom')
  await assert.rejects(discord.submit('tom', { t: '' }), /required/)
  const sent = await discord.submit('tom', { t: 'Hello' })
  await until(() => discord.ephemerals('tom').length === 0)
  assert.deepEqual([sent.messages, asked.messages, sent.failed], [[], [], false])
  assert.deepEqual(discord.faults, [])
})

test('a channel that the bot may not write in says so', async context => {
  const { channelOf } = await house(context)
  await assert.rejects(
    channelOf('announcements').send({ content: 'Hello', ...quiet }),
    (error: unknown) => error instanceof DiscordAPIError && error.code === 50013 && error.status === 403,
  )
})

const recorded = new URL(
  '../../../shared/data/discord-payloads/gateway-and-interactions.json',
  import.meta.url,
)
const skip = existsSync(recorded) ? false : 'the recordings are not at hand'

/** The paths of keys that a recording has and ours lacks; lists are compared by their first item. */
function missing(theirs: unknown, ours: unknown, path = ''): string[] {
  if (Array.isArray(theirs))
    return theirs.length ? missing(theirs[0], (ours as unknown[])?.[0], `${path}[]`) : []
  if (typeof theirs !== 'object' || theirs === null) return []
  if (typeof ours !== 'object' || ours === null) return ours === null ? [] : [path]
  return Object.entries(theirs).flatMap(([key, value]) =>
    key in ours
      ? missing(value, (ours as Record<string, unknown>)[key], `${path}.${key}`)
      : [`${path}.${key}`],
  )
}

test('what comes over the gateway has the keys of what Discord was recorded to send', {
  skip,
}, async context => {
  const { discord, client, channelOf } = await house(context)
  const recording = JSON.parse(readFileSync(recorded, 'utf8'))
  const came: Record<string, unknown> = {}
  client.on('raw' as 'clientReady', (packet: unknown) => {
    const { t, d } = packet as { t: string; d: Record<string, unknown> }
    came[t === 'MESSAGE_CREATE' && d.channel_type === 11 ? 'in thread' : t] ??= d
  })
  client.on('interactionCreate', it => void (it.isButton() && it.reply({ content: 'Done' })))
  await discord.say('#general', 'tom', `<@${discord.botId}> Hey`)
  const starter = await channelOf('general').send({ content: 'Welcome', ...quiet })
  const thread = await starter.startThread({ name: 'Thread' })
  const inside = await thread.send({
    content: 'Hello',
    embeds: [{ title: 'T', description: 'd', color: 1, fields: [{ name: 'n', value: 'v', inline: true }] }],
    components: [row('hello', 'Say Hello')],
    ...quiet,
  })
  await discord.press(inside.id, 'hello', 'mary')

  // What Discord adds for nobody's use, and what it keeps only in some messages.
  const spared =
    /\.(clan|display_name_styles|content_scan_version|nonce|unusual_dm_activity_until|position|newly_created)$|embeds\[\]\.id$|channel\.member(\.|$|_ids)/
  const gaps = (theirs: unknown, ours: unknown) => missing(theirs, ours).filter(path => !spared.test(path))
  assert.deepEqual(gaps(recording.gatewayMention.data, came.MESSAGE_CREATE), [])
  assert.deepEqual(gaps(recording.gatewayThreadCreate.data, came.THREAD_CREATE), [])
  assert.deepEqual(gaps(recording.buttonClickHello, came.INTERACTION_CREATE), [])
})

test('a client that is cut off comes back by itself and misses nothing', async context => {
  const { discord, client } = await house(context)
  const heard: string[] = []
  client.on('messageCreate', message => void heard.push(message.id))
  const resumed = once(client, 'shardResume')
  discord.reconnect()
  const said = await discord.say('#general', 'tom', 'While you were away')
  await resumed
  const after = await discord.say('#general', 'tom', 'Welcome back')
  while (heard.length < 2) await once(client, 'messageCreate')
  assert.deepEqual([...new Set(heard)], [said.id, after.id])
})
