/**
 * One connection to the filtered stream, read by hand: the package's reader corrupts characters split over chunks,
 * loses posts at lone line ends, and notices a dead connection late or never.
 */
import http from 'node:http'
import https from 'node:https'
import { StringDecoder } from 'node:string_decoder'
import type { Clock } from '#core/clock.ts'
import type { Answer } from './errors.ts'

/** X sends at least a line end every 20 seconds. */
const silenceMs = 30_000
/** Far beyond any post; what is longer is no stream of ours. */
const longestLine = 4 * 1024 * 1024

/** X answered, but not with a stream. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly answer: Answer
  constructor(answer: Answer) {
    super(`X refused the stream with status ${answer.status}.`)
    this.answer = answer
  }
}

export interface Connecting {
  readonly url: string
  readonly bearerToken: string
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Called once the stream is open. */
  opened(): void
}

/**
 * The lines of the stream until it ends; keep-alives are left out. Returns when X ends it, throws when it breaks off or
 * falls silent; aborting ends it at once, and no connection outlives it.
 * @throws Refused
 */
export async function* lines({
  url,
  bearerToken,
  clock,
  signal,
  opened,
}: Connecting): AsyncGenerator<string> {
  const ending = new AbortController()
  const until = AbortSignal.any([signal, ending.signal])
  const dog = watchdog(clock, () => ending.abort(new Error('X fell silent.')))
  try {
    const response = await connect(url, bearerToken, until)
    if (response.statusCode !== 200) throw new Refused(await answerOf(response))
    opened()
    for await (const line of split(response, dog.pet)) {
      // While a line is being taken nothing is read, and the silence is ours.
      dog.rest()
      yield line
      dog.pet()
    }
  } catch (error) {
    if (signal.aborted) return
    throw ending.signal.aborted ? ending.signal.reason : error
  } finally {
    ending.abort()
    dog.rest()
  }
}

function connect(url: string, bearerToken: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { request } = url.startsWith('http:') ? http : https
  const headers = {
    authorization: `Bearer ${bearerToken}`,
    'user-agent': 'backchannel/0.1',
    // Compressed, an abrupt loss of the socket would go unnoticed until the next keep-alive is missed.
    'accept-encoding': 'identity',
  }
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers, agent: false, signal }, resolve)
    asking.on('error', reject)
    asking.end()
  })
}

async function answerOf(response: http.IncomingMessage): Promise<Answer> {
  let text = ''
  for await (const chunk of response) if (text.length < 65_536) text += chunk
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = { detail: text.slice(0, 200) }
  }
  return { status: response.statusCode ?? 0, body, headers: response.headers }
}

/** Lines end in \r\n or \n, wherever the chunks are cut; a last line without an end is no line. */
export async function* split(chunks: AsyncIterable<Buffer>, arrived: () => void): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    arrived()
    const sought = rest.length
    rest += decoder.write(chunk)
    let from = 0
    for (let end = rest.indexOf('\n', sought); end >= 0; end = rest.indexOf('\n', from)) {
      const line = rest.slice(from, end).trimEnd()
      from = end + 1
      if (line !== '') yield line
    }
    rest = rest.slice(from)
    if (rest.length > longestLine) throw new Error('X sent a line without an end.')
  }
}

/** Barks after a silence; each sign of life puts it off. It watches over connecting, too. */
function watchdog(clock: Clock, bark: () => void) {
  let watch = new AbortController()
  const rest = () => watch.abort()
  const pet = () => {
    rest()
    watch = new AbortController()
    const { signal } = watch
    void clock.sleep(silenceMs, signal).then(() => {
      if (!signal.aborted) bark()
    })
  }
  pet()
  return { pet, rest }
}
