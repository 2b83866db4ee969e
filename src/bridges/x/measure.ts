/** How long a text is by X's own count, and what in it costs or is refused. */
import twitter from 'twitter-text'
import type { Measure } from '#core/publisher.ts'

const limit = 280

/** The library knows the emoji of its year; whatever is one today weighs what any emoji weighs. */
const known = (text: string): string => text.normalize('NFC').replace(/\p{RGI_Emoji}/gv, '😀')

export function measure(text: string): Measure {
  const { weightedLength } = twitter.parseTweet(known(text))
  const fault = faultOf(text, weightedLength)
  return {
    weight: weightedLength,
    limit,
    links: twitter.extractUrls(text),
    hashtags: twitter.extractHashtags(text).map(hashtag => hashtag.toLowerCase()),
    ...(fault && { fault }),
  }
}

function faultOf(text: string, weight: number): string | undefined {
  if (text.trim() === '') return 'There is no text.'
  if (weight > limit) return `${weight} of ${limit} characters. Shorten by ${weight - limit}.`
  if (twitter.hasInvalidCharacters(text)) return 'It has characters in it that X does not take.'
  if (twitter.extractCashtags(text).length > 1) return 'X allows one cashtag ($…) in a post.'
  return undefined
}
