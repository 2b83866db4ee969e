/** What kind of thing is said: asking, welcoming, announcing, thanking, introducing oneself; by the words people use for it. */
import { bare } from './spoken.ts'

const asking =
  /\?|^(?:\W*)(?:what|when|where|which|who|why|how|do you|does your|did you|are you|is your|can you|could you|would you|should|have you|if you|in what|in which|share|tell|describe|name|list|give|discuss|explain|think of|think about|let's (?:talk|discuss|hear|share)|introduce|post|show|complete|fill in|finish)\b/iu

/** Whether something is asked: a question, or `Share…`, `Tell us…`. */
export const asks = (said: string): boolean => asking.test(bare(said))
export const hasQuestionMark = (said: string): boolean => said.includes('?')

const pending =
  /\b(?:coming (?:up|soon|your way|in|next|at you|shortly)|up next|is next|next up|here (?:it )?(?:comes|goes|we go)|on (?:its|the) way|get ready|ready for|in (?:about )?(?:a|an|one|two|three|five|\d+) (?:more )?(?:min|minute|sec|moment)|will (?:start|begin|be posted|be asked|go out|follow|come)|is (?:live|out|up|posted|here)|here on|here is|moving on to|move on to|time for|let's (?:get to|go to|move)|starting with|starts? (?:in|at)|about to)\b/iu
const format =
  /\b(?:q ?\d?'?s?\s?[/&+,-]+\s?a ?\d?'?s?\b|q\d.{0,40}\ba\d\b|format\b.{0,40}\b[qat]\d|(?:answer|respond|reply|start|begin|preface|label|number|use|using|mark|tag)\b.{0,60}\b(?:a\d|t\d|a ?#))/iu

/** `Q1 coming up`, `We'll follow a Q1/A1 format`: a label that asks nothing. */
export const isPending = (said: string): boolean => pending.test(bare(said))
export const isFormat = (said: string): boolean => format.test(bare(said)) && !/\?\s*$/.test(bare(said))

const hosting =
  /\bwelcome(?: back)? (?:to|everyone|all|every one|friends|folks)\b|\b(?:i'm|i am|i'll be|we are|we're|we'll be|my name is|your) .{0,60}\b(?:host|hosts|hosting|moderat\w+|co-?host\w*|facilitat\w+|leading|guiding)\b|\byour (?:host|moderator|facilitator)s?\b|\bremember to (?:use|add|include|tag)\b|\bdon'?t forget (?:to (?:use|add|include|tag)|the (?:hash)?tag|our hashtag)|\b(?:add|include|use) (?:the )?(?:hash ?tag|#)|\bplease (?:introduce|tell us who)|\bintroduce your|\bthank(?:s| you)(?: so much| all| everyone)? (?:all |everyone )?for (?:joining|participating|coming|being here|a (?:great|wonderful|fantastic)|your participation|another)|\bjoin us (?:next|again|for|on|tonight|today)|\b(?:see you|next chat|our next|next (?:week|month)'s)\b/iu

/** What only who runs a chat says. */
export const isHosting = (said: string): boolean => hosting.test(said) || isFormat(said)

const welcoming =
  /^\W*(?:welcome|hi|hello|hey|howdy|greetings|good (?:evening|morning|afternoon)|glad you|so glad|great to (?:see|have)|nice to (?:see|have|meet)|happy to have)\b/iu
const thanking =
  /^\W*(?:thanks|thank you|thx|ty|tysm|many thanks|huge thanks|big thanks|special thanks|shout ?out)\b|\bthank(?:s| you)(?: so much| all| everyone| again)? (?:all |everyone |to )?(?:for (?:joining|hosting|moderating|participating|coming|a |another|the (?:great|chat|wonderful|amazing)|your participation|having)|everyone|all\b|@)|\b(?:great|awesome|good|fantastic|wonderful|fun|amazing) (?:chat|discussion|conversation)\b|\bgood ?night\b|\bsigning off\b|\bthat'?s (?:a wrap|all)\b|\btime'?s up\b|\bhave to (?:run|go|leave)\b|\bgotta (?:run|go)\b|\bsee you (?:next|all|soon|in|on|later)\b|\b(?:bye|cheers) (?:all|everyone|for now)\b/iu
const announcing =
  /\b(?:join us|tonight(?:'s)? (?:at|chat)|today at|tomorrow(?:'s)? (?:at|chat|night)|starts? (?:in|at)|starting (?:in|at|soon|now)|\d+ (?:more )?min(?:ute)?s? (?:until|till|to|left|before)|next (?:chat|week'?s|month'?s|topic)|mark your calendars?|save the date|archive|transcript|storify|wakelet|recap|sign ?up|register|registration|mailing list|newsletter|rsvp|half ?way|(?:we're|we are) (?:discussing|talking about|chatting about)|(?:today|tonight)'?s (?:topic|chat|discussion|guest|host|theme))\b/iu
const introducing =
  /\b(?:first (?:time|chat)\b|new to (?:this chat|the chat|#)|just (?:joined|joining|got here|hopping)|late to (?:the|this)|joining (?:late|in|from|you|the|tonight)|tuning in|checking in|popping in|jumping in|lurking|here from|hailing from|calling in|chiming in from|no coi|in the house|here to learn|(?:teacher|coach|professor|nurse|physician|specialist|librarian) (?:from|in|at))\b/iu
const placed = /\bfrom (?:the )?(?:[A-Z]\w+,? (?:[A-Z]{2}\b|[A-Z]\w+)|[A-Z]{2}\b)/u
const named =
  /^\W*(?:(?:hi|hello|hey|howdy|greetings|good (?:evening|morning|afternoon))\b[^.?]{0,40})?(?:my name is|i'm|i am|this is|it's|name's)? ?[A-Z]\w+(?: [A-Z][\w.]+){0,2}(?: here\b|,? (?:from|in|at|out of) [A-Z])/u

export type Manner = 'hosting' | 'thanking' | 'announcing' | 'introducing' | 'welcoming' | 'saying'

/** The manner of a post, by its own words; `saying` for what is said about the matter. */
export function manner(said: string): Manner {
  const core = bare(said)
  if (hosting.test(said) || isFormat(said)) return 'hosting'
  if (
    named.test(core) ||
    (introducing.test(core) && core.length < 200) ||
    (placed.test(core) && core.length < 110)
  )
    return 'introducing'
  if (welcoming.test(core) && core.length < 120) return 'welcoming'
  if (thanking.test(core) && core.length < 180) return 'thanking'
  if (announcing.test(core)) return 'announcing'
  return 'saying'
}

const last =
  /\b(?:(?:final|last|closing|bonus|parting|one more|1 more|next|another|extra|wrap[- ]?up|exit) (?:bonus )?(?:question|q|prompt|topic)\b|bonus\s*[:-]|(?:question|q) (?:of the (?:night|day|evening)))/iu
const farewell =
  /\b(?:final|last|closing|parting) (?:thoughts?|words?|comments?|remarks?|reflections?|takeaways?)\b|\btake-?aways?\b|^ct\s?[:-]/iu

/** `Final question: …?`, `Bonus: …`: asks without a number. */
export const marksQuestion = (said: string): boolean => last.test(said)
export const asksFarewell = (said: string): boolean => farewell.test(said) && hasQuestionMark(said)
