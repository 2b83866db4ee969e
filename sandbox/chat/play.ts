/** Plays the sample chat on a stand-in of X, and lets its people answer what somebody else says there. */
import type { Clock } from '../clock.ts'
import type { XStandIn } from '../x/stand-in.ts'
import { host, participants } from './people.ts'
import { offsetMs, type Step, script } from './script.ts'

export interface Play {
  /** Begins, or goes on after a pause. */
  start(): void
  pause(): void
  /** Faster than life: 1 is life. */
  speed(times: number): void
  /** How far it is, in steps. */
  state(): { readonly playing: boolean; readonly done: number; readonly of: number; readonly times: number }
  close(): void
}

/** What people say to somebody who joins in, each in turn. */
const answers = [
  ['nurse_amara_k', 'Good point, I had not looked at it that way.'],
  ['renata_patientvoice', 'Thank you for saying that out loud. Yes.'],
  ['jonas_writes_plain', 'And in eleven words! I would not change one.'],
  ['dr_ilse_moor', 'We tried something like it. It took a month, and it worked.'],
  ['first_time_fiona', 'Where can I read more about this?'],
] as const

/** Speed 6: the hour's posts in a few minutes, still readable. */
export function play({ x, clock, times = 6 }: { x: XStandIn; clock: Clock; times?: number }): Play {
  const names = new Map<string, string>()
  const ending = new AbortController()
  let done = 0
  let elapsed = 0
  let run = new AbortController()
  let playing = false
  run.abort()
  for (const person of participants) x.join(person)

  const go = async (signal: AbortSignal) => {
    for (let step = script[done]; step; step = script[done]) {
      const wait = Math.max(0, offsetMs(step) - elapsed) / times
      const began = clock.now()
      await clock.sleep(wait, signal)
      if (signal.aborted) {
        elapsed += (clock.now() - began) * times
        return
      }
      elapsed = offsetMs(step)
      done += 1
      take(step, x, names)
    }
    playing = false
  }
  const start = () => {
    if (playing || ending.signal.aborted) return
    if (done === script.length) done = elapsed = 0
    playing = true
    run = new AbortController()
    void go(AbortSignal.any([run.signal, ending.signal]))
  }
  const pause = () => {
    playing = false
    run.abort()
  }
  const stopAnswering = answering({ x, clock, signal: ending.signal })

  return {
    start,
    pause,
    speed(next) {
      const was = playing
      pause()
      times = next
      if (was) queueMicrotask(start)
    },
    state: () => ({ playing, done, of: script.length, times }),
    close() {
      ending.abort()
      stopAnswering()
    },
  }
}

function take(step: Step, x: XStandIn, names: Map<string, string>): void {
  const id = (name: string | undefined) => (name === undefined ? undefined : names.get(name))
  if ('edits' in step) {
    const edited = id(step.edits)
    if (edited) names.set(step.edits, x.edit(edited, step.text).id)
    return
  }
  if ('removes' in step) {
    const removed = id(step.removes)
    if (removed) x.remove(removed)
    return
  }
  const replyTo = id(step.answers)
  const quotes = id(step.quotes)
  const post = x.post({
    by: step.by,
    text: step.text,
    ...(replyTo && { replyTo }),
    ...(quotes && { quotes }),
    ...(step.media && { media: step.media.map(one => ({ ...one })) }),
    ...(step.poll && { poll: { options: [...step.poll.options], minutes: step.poll.minutes } }),
  })
  if (step.as) names.set(step.as, post.id)
}

/** Whoever is not of the cast gets two answers, after the time it takes to type them. */
function answering({ x, clock, signal }: { x: XStandIn; clock: Clock; signal: AbortSignal }): () => void {
  const cast = new Set(participants.map(({ handle }) => handle))
  let turn = 0
  const answer = async (post: { id: string; handle: string }, afterMs: number) => {
    const [by, text] = answers[turn++ % answers.length] ?? [host, 'Welcome!']
    await clock.sleep(afterMs, signal)
    if (!signal.aborted && x.find(post.id))
      x.post({ by, text: `@${post.handle} ${text} #hcsm`, replyTo: post.id })
  }
  return x.onPost(post => {
    const handle = post.by.handle
    if (cast.has(handle) || !/#hcsm\b/i.test(post.text) || post.recorded !== undefined) return
    void answer({ id: post.id, handle }, 4000)
    void answer({ id: post.id, handle }, 9000)
  })
}
