/** Several producers, one reader: each producer goes on only once what it gave was taken. */

export type Give<T> = (item: T) => Promise<void>

/** What the producers give, until the first of them has ended or failed; then the others are told to end. */
export async function* merge<T>(
  producers: readonly ((give: Give<T>, signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): AsyncGenerator<T> {
  const ending = new AbortController()
  const until = AbortSignal.any([signal, ending.signal])
  const waiting: { item: T; taken: () => void }[] = []
  let arrived = Promise.withResolvers<void>()
  let ended = false
  let failure: { readonly error: unknown } | undefined

  const give: Give<T> = item =>
    new Promise(taken => {
      if (until.aborted) return taken()
      waiting.push({ item, taken })
      arrived.resolve()
    })
  const running = producers.map(async produce => {
    try {
      await produce(give, until)
    } catch (error) {
      failure ??= { error }
    }
    ended = true
    arrived.resolve()
  })

  try {
    while (!signal.aborted) {
      const next = waiting.shift()
      if (next) {
        yield next.item
        next.taken()
      } else if (ended) break
      else {
        await arrived.promise
        arrived = Promise.withResolvers()
      }
    }
    if (failure && !signal.aborted) throw failure.error
  } finally {
    ending.abort()
    for (const { taken } of waiting) taken()
    await Promise.all(running)
  }
}
