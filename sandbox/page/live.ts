/** Streams the board to a browser as server-sent events: one at a time, what has changed meanwhile put together. */
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { Board, Change } from './board.ts'

/** So that a browser that has gone without a word is noticed. */
const aliveMs = 15_000

export function live(c: Context, board: Board, ending: AbortSignal): Response {
  return streamSSE(c, async stream => {
    const over = AbortSignal.any([ending, gone(stream)])
    let waiting = new Map<string, string | null>()
    let bell = Promise.withResolvers<void>()
    const stop = board.show(change => {
      for (const [key, json] of change) waiting.set(key, json)
      bell.resolve()
    })
    const ring = () => bell.resolve()
    over.addEventListener('abort', ring, { once: true })
    const alive = setInterval(ring, aliveMs)
    try {
      while (!over.aborted) {
        await bell.promise
        bell = Promise.withResolvers()
        const told = waiting
        waiting = new Map()
        if (!over.aborted) await stream.writeSSE({ data: written(told) })
      }
    } finally {
      clearInterval(alive)
      stop()
    }
  })
}

function gone(stream: SSEStreamingApi): AbortSignal {
  const left = new AbortController()
  stream.onAbort(() => left.abort())
  return left.signal
}

/** An object by key; the values are JSON already. */
const written = (change: Change): string =>
  `{${[...change].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`
