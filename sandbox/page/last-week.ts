/** What was said in the chat a week ago: so that X is not empty, and following can offer to show it. */
import { host, participants } from '#sandbox/chat/people.ts'
import type { XStandIn } from '#sandbox/x/stand-in.ts'

const said = [
  [host, 'T5 and last: whom should we thank tonight? #hcsm'],
  ['nurse_amara_k', 'T5 The cleaner who knows every patient by name. Thank you, Rosa. #hcsm'],
  ['jonas_writes_plain', 'T5 Everyone who ever asked "and what does that word mean?" #hcsm'],
  ['renata_patientvoice', 'T5 My pharmacist. She counts twice and smiles once, exactly right. #hcsm'],
  [host, 'That was #hcsm on thanks. Next week: waiting. Bring a chair. Good night!'],
] as const

const apartMs = 47_000

export function lastWeek(x: XStandIn, now: number): void {
  for (const person of participants) x.join(person)
  const began = now - 6 * 86_400_000 - said.length * apartMs
  for (const [index, [by, text]] of said.entries()) x.post({ by, text, at: began + index * apartMs })
}
