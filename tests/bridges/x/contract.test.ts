/** X's adapter keeps the promises of a source and of a publisher, over sockets. */
import { publisherContract } from '#tests/contracts/publisher.ts'
import { reads } from '#tests/contracts/reads.ts'
import { sourceContract } from '#tests/contracts/source.ts'
import { house, publisher } from './house.ts'

const bare = (id: string) => id.slice(2)

sourceContract('x', async t => {
  const { x, source, clock, pass, answered } = await house(t)
  return {
    source,
    now: clock.now,
    pass,
    answered,
    post: (text, { at, answers } = {}) =>
      `x:${x.post({ text, ...(at !== undefined && { at }), ...(answers && { replyTo: bare(answers) }) }).id}`,
    repost: post => void x.repost(bare(post), 'ben_writes'),
    edit: (post, text) => void x.edit(bare(post), text),
    remove: post => x.remove(bare(post)),
    breakOff: () => x.stream.reset(),
  }
})

publisherContract('x', async t => {
  const built = await house(t)
  const { x, source, clock, pass, answered } = built
  await answered(source.want([{ hashtag: 'asked', reposts: false }]))
  const read = reads(source, async () => undefined, t)
  await pass(1000)
  const ours = () => x.posts().filter(({ by }) => by.handle === x.keys.teamHandle)
  return {
    publisher: publisher(built),
    silent: publisher(built, { credentials: undefined }),
    shown: () => ours().map(({ text }) => text),
    answered(post) {
      const parent = x.find(bare(post))?.replyTo
      return parent && `x:${parent.id}`
    },
    async post(text, to) {
      const { id } = x.post(`${to === 'us' ? `@${x.keys.teamHandle} ` : ''}${text} #asked`)
      await pass(1000)
      const whole = read.posts().find(post => post.id === `x:${id}`)
      if (!whole) throw new Error('The post did not come.')
      return whole
    },
    loseAnswer: () => void x.misbehave({ on: 'POST /2/tweets', as: 'accept-then-reset' }),
    limit(ms) {
      const reset = String(Math.ceil((clock.now() + ms) / 1000))
      const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset }
      x.misbehave({ on: 'POST /2/tweets', as: 'refuse', status: 429, headers })
    },
  }
})
