/** The stand-in of Discord, driven by a stock discord.js client. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
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
  })
  const ready = once(client, 'clientReady')
  await client.login(discord.token)
  await ready
  const channelOf = (name: string) =>
    client.channels.cache.find(one => 'name' in one && one.name === name) as TextChannel
  return { discord, client, channelOf }
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

  const said = await discord.say('#general', 'tom', 'What about gloves?')
  const answered = await discord.messageCommand('Reply on X', said.id, 'mary')
  assert.equal(answered.messages[0]?.content, 'About: What about gloves?')
  assert.equal(
    (await discord.type('#general', 'mary', '/chat follow #nursing reposts:true')).messages.length > 0,
    true,
  )
  assert.deepEqual(discord.faults, [])
})

test('a channel that the bot may not write in says so', async context => {
  const { channelOf } = await house(context)
  await assert.rejects(
    channelOf('announcements').send({ content: 'Hello', ...quiet }),
    (error: unknown) => error instanceof DiscordAPIError && error.code === 50013 && error.status === 403,
  )
})
