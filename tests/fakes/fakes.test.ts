/** The fakes keep every promise of what they stand for: tests that lean on them can be believed. */
import { atRest, heldClock } from '#sandbox/clock.ts'
import { publisherContract } from '#tests/contracts/publisher.ts'
import { sourceContract } from '#tests/contracts/source.ts'
import { noon } from './posts.ts'
import { fakeDesk } from './publisher.ts'
import { fakeNetwork } from './source.ts'

sourceContract('fake', async () => {
  const clock = heldClock(noon, () => atRest(() => 0))
  return {
    ...fakeNetwork(clock),
    now: clock.now,
    pass: clock.advance,
    answered: asked => asked,
  }
})

publisherContract('fake', async () => fakeDesk())
