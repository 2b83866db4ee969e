/** The sample chat: one sitting of #hcsm, written for this sandbox, at the pace that such an hour has. */
import { host } from './people.ts'

export interface Line {
  /** Minutes and seconds after the start. */
  readonly at: string
  readonly by: string
  readonly text: string
  /** A name other lines refer to it by. */
  readonly as?: string
  readonly answers?: string
  readonly quotes?: string
  readonly media?: readonly { readonly seed: string; readonly alt: string }[]
  readonly poll?: { readonly options: readonly string[]; readonly minutes: number }
}

export type Step =
  | Line
  | { readonly at: string; readonly edits: string; readonly text: string }
  | { readonly at: string; readonly removes: string }

const long = `A3 Since you ask for a story, here is one, a bit long. Our clinic sent the same appointment letter for eleven years. It began with the hospital's logo, three reference numbers and a paragraph about parking fines. The time of the appointment stood on page two. One day a porter, not a doctor, not a consultant, asked why people kept turning up at the wrong door. So we sat down with nine patients and a pot of tea and crossed out everything nobody needed. Page one now says: when, where, what to bring, and one phone number that a person answers. Missed appointments went down by a fifth. The parking fines are on page two, where they belong. #hcsm`

export const script: readonly Step[] = [
  {
    at: '0:02',
    by: host,
    as: 'welcome',
    text: 'Welcome to #hcsm! For the next hour we talk about waiting: waiting rooms, waiting lists, waiting for results. New here? Say hello, lurking is fine too.',
  },
  {
    at: '0:09',
    by: host,
    text: 'We use T1, T2, T3 for topics; start your answer with the same label and keep the tag, so that nobody misses you. #hcsm',
  },
  {
    at: '0:16',
    by: 'nurse_amara_k',
    text: 'Amara here, ward nurse, fresh off a night shift and full of opinions #hcsm',
  },
  {
    at: '0:24',
    by: 'jonas_writes_plain',
    text: 'Jonas, plain language editor. I delete adverbs for a living. #hcsm',
  },
  {
    at: '0:31',
    by: 'first_time_fiona',
    as: 'hello',
    text: 'Hello everyone, Fiona here, a health librarian. My first time in #hcsm, be gentle!',
  },
  {
    at: '0:40',
    by: 'renata_patientvoice',
    answers: 'hello',
    text: '@first_time_fiona Welcome Fiona! Librarians are the best of us. #hcsm',
  },
  {
    at: '0:46',
    by: host,
    answers: 'hello',
    text: '@first_time_fiona So glad you came. Jump in anywhere. #hcsm',
  },
  {
    at: '1:05',
    by: 'tomas_at_thehospital',
    text: 'Good evening from Brno, Tomáš from hospital communications #hcsm',
  },
  {
    at: '1:30',
    by: host,
    as: 't1',
    text: 'T1: What is the one thing people should know while they wait, and mostly do not? #hcsm',
    media: [{ seed: 'waiting-room', alt: 'A waiting room with green chairs, a clock and one plant' }],
  },
  {
    at: '1:52',
    by: 'nurse_amara_k',
    as: 'a1',
    text: 'T1 That somebody knows they are there. Nothing makes an hour longer than wondering whether your name is on the list. #hcsm',
  },
  {
    at: '2:04',
    by: 'dr_ilse_moor',
    text: 'T1: Why someone else went first. Say "this patient is sicker", and nobody grumbles. #hcsm',
  },
  {
    at: '2:11',
    by: 'pixel_pharmacist',
    text: 'T1 How long it will *really* take, not how long we wish it took 💊⏳ #hcsm',
  },
  {
    at: '2:15',
    by: 'renata_patientvoice',
    answers: 'a1',
    text: '@nurse_amara_k This. I once waited three hours for a door that had been locked since noon. #hcsm',
  },
  {
    at: '2:22',
    by: 'samir_ph_data',
    text: 'T1 Numbers, please: people guess 20 min, are told "soon", and wait 47. We measured it. https://example.org/waiting-times/2026/report?page=2&lang=en #hcsm',
  },
  {
    at: '2:31',
    by: 'yuki_ux_health',
    text: 'T1 待ち時間が見えること。 Waiting you can see is half as long. #hcsm',
  },
  {
    at: '2:44',
    by: 'nurse_amara_k',
    answers: 'a1',
    text: '@renata_patientvoice Three hours! Please tell me somebody apologised. #hcsm',
  },
  {
    at: '3:10',
    by: 'jonas_writes_plain',
    as: 'quote1',
    quotes: 't1',
    text: 'T1 That "you are number 14" helps only if they say how many doctors there are. #hcsm',
  },
  {
    at: '3:40',
    by: 'maya_mhealth',
    text: 'T1 a text message when it is nearly your turn. Then you can wait outside, with your child, in the sun 🌞 #hcsm #mHealth',
  },
  {
    at: '4:05',
    by: 'quiet_reader_77',
    as: 'shout',
    text: 'T1 we should shout at receptionists until they tell us #hcsm',
  },
  { at: '4:30', by: 'first_time_fiona', text: 'T1 Where the toilet is. Sorry. But really. #hcsm' },
  { at: '5:10', removes: 'shout' },
  {
    at: '5:30',
    by: host,
    as: 'poll',
    text: 'Quick show of hands while you type: how do you like to wait? #hcsm',
    poll: {
      options: ['With a number', 'With a text message', 'With a good book', 'Not at all'],
      minutes: 30,
    },
  },
  {
    at: '6:20',
    by: 'tomas_at_thehospital',
    as: 'typo',
    text: 'T1 Honest signs. Ours says "up to 4 hours" since May and complaints went down by a thrid. #hcsm',
  },
  {
    at: '7:00',
    edits: 'typo',
    text: 'T1 Honest signs. Ours says "up to 4 hours" since May and complaints went down by a third. #hcsm',
  },
  {
    at: '8:45',
    by: host,
    as: 't2',
    text: 'T2: Waiting for results at home is the hardest. What works: portal, phone call, letter? Who should say what, and when? #hcsm',
  },
  {
    at: '9:12',
    by: 'dr_ilse_moor',
    as: 'a2',
    text: 'T2: I agree a day and hour for the call before they leave. "Thursday after four" is worth more than "as soon as possible". #hcsm',
  },
  {
    at: '9:20',
    by: 'renata_patientvoice',
    text: 'T2 I read my own diagnosis in a portal on a bus. Never again. A human first, then the portal. #hcsm',
  },
  {
    at: '9:26',
    by: 'samir_ph_data',
    answers: 'a2',
    text: '@dr_ilse_moor Do people really pick up at four? Asking for a study. #hcsm',
  },
  {
    at: '9:33',
    by: 'dr_ilse_moor',
    answers: 'a2',
    text: '@samir_ph_data Nine out of ten. The tenth is the one you have to visit. #hcsm',
  },
  {
    at: '9:41',
    by: 'pixel_pharmacist',
    text: 'T2 and tell the pharmacy too!! We are the ones they ask on Saturday #hcsm',
  },
  {
    at: '10:15',
    by: 'noa_podcasts',
    text: 'T2 לפעמים שיחה של שתי דקות שווה יותר מכל אפליקציה. A two minute call beats any app. #hcsm',
  },
  {
    at: '10:50',
    by: 'yuki_ux_health',
    text: 'T2 Three lines on paper: what we found, what it means, what happens next.\n\n1) found\n2) means\n3) next\n\n#hcsm',
    media: [
      { seed: 'letter-before', alt: 'A letter with small grey print' },
      { seed: 'letter-after', alt: 'The same letter with three bold lines' },
    ],
  },
  {
    at: '11:20',
    by: 'first_time_fiona',
    answers: 'a2',
    text: '@dr_ilse_moor I would like you to be my doctor, please. #hcsm',
  },
  {
    at: '12:02',
    by: 'late_larry_ed',
    text: 'Sorry I am late, Larry here, as ever. T1 for me: that it is fine to ask. #hcsm',
  },
  {
    at: '13:30',
    by: 'tomas_at_thehospital',
    text: 'T2 We tried <b>bold</b> letters, *stars*, _underlines_ & "quotes" – what helps is a name & number at the end. #hcsm',
  },
  {
    at: '14:40',
    by: 'quiet_reader_77',
    text: 'T2 hello @everyone and @here, I mean all of you: <!channel> is not how you call a patient back 😅 #hcsm',
  },
  {
    at: '16:00',
    by: host,
    as: 't3',
    text: 'T3: Tell us about one small change that made waiting better where you are. #hcsm',
  },
  { at: '16:08', by: 'nurse_amara_k', text: 'T3 a kettle #hcsm' },
  {
    at: '16:10',
    by: 'pixel_pharmacist',
    text: 'T3 A buzzer like in burger shops. People love it. So do we. #hcsm',
  },
  { at: '16:12', by: 'maya_mhealth', text: 'T3 one (1) phone charger 🔌 #hcsm' },
  {
    at: '16:14',
    by: 'jonas_writes_plain',
    text: 'T3 We replaced "Please be advised that delays may occur" by "It is taking longer today. Sorry." #hcsm',
  },
  { at: '16:16', by: 'samir_ph_data', text: 'T3 A whiteboard with the real numbers. By hand. #hcsm' },
  {
    at: '16:18',
    by: 'renata_patientvoice',
    text: 'T3 Someone walking round every 30 minutes: "still waiting? let me check". #hcsm',
  },
  { at: '16:19', by: 'dr_ilse_moor', text: 'T3: Chairs that face the door. #hcsm' },
  { at: '16:21', by: 'noa_podcasts', text: 'T3 Soup. I am not joking, I made four episodes about it. #hcsm' },
  {
    at: '16:23',
    by: 'first_time_fiona',
    text: 'T3 A shelf of short stories, ten minutes each. People asked to finish theirs! #hcsm',
  },
  {
    at: '16:25',
    by: 'yuki_ux_health',
    text: 'T3 A line on the floor. You always know where you are. 👩🏽‍⚕️➡️🚪 #hcsm',
  },
  { at: '16:27', by: 'quiet_reader_77', text: 'T3 silence #hcsm' },
  { at: '16:29', by: 'late_larry_ed', text: 'T2 (catching up) Phone. Always phone. #hcsm' },
  {
    at: '16:31',
    by: 'tomas_at_thehospital',
    text: 'T3 Windows that open. https://example.org/fresh-air #hcsm',
  },
  {
    at: '16:33',
    by: 'maya_mhealth',
    text: 'T3 and translated signs, which we should have had years ago #hcsm',
  },
  { at: '17:10', by: 'jonas_writes_plain', as: 'story', text: long },
  {
    at: '17:50',
    by: 'renata_patientvoice',
    answers: 'story',
    text: '@jonas_writes_plain A porter! Of course it was the porter. ❤️ #hcsm',
  },
  {
    at: '18:20',
    by: host,
    answers: 'story',
    text: '@jonas_writes_plain Tea and nine patients: the best method there is. #hcsm',
  },
  {
    at: '20:00',
    by: host,
    as: 't4',
    text: 'T4: And the waiting we do as professionals: for beds, letters, each other. What would you change tomorrow? #hcsm',
  },
  {
    at: '20:25',
    by: 'nurse_amara_k',
    as: 'a4',
    text: 'T4 Being told at 3 pm, not at 7, that the bed is not free. #hcsm',
  },
  {
    at: '20:44',
    by: 'samir_ph_data',
    quotes: 't4',
    text: 'T4 One list instead of five. $COST of five lists: nobody knows. #hcsm',
  },
  {
    at: '21:02',
    by: 'dr_ilse_moor',
    answers: 'a4',
    text: '@nurse_amara_k And a phone number that reaches the ward, not a menu. #hcsm',
  },
  {
    at: '21:40',
    by: 'late_larry_ed',
    text: 'T4 I teach this: "what are you waiting for, and does the other person know?" #hcsm',
  },
  {
    at: '22:30',
    by: host,
    text: 'That was our hour in fast motion. Next week: talking about money. Thank you all, and a special welcome to @first_time_fiona! #hcsm',
  },
  { at: '22:50', by: 'first_time_fiona', text: 'Thank you, I will be back! #hcsm' },
  {
    at: '23:30',
    by: 'pixel_pharmacist',
    text: 'T4 late answer from behind the counter: I would like doctors to write down what it is *for*. #hcsm',
  },
  {
    at: '24:10',
    by: host,
    answers: 't4',
    text: 'One last thing: the transcript will be at https://example.org/hcsm/transcripts by tomorrow. Good night! #hcsm',
  },
]

/** Milliseconds after the start. */
export const offsetMs = ({ at }: Step): number => {
  const [minutes = 0, seconds = 0] = at.split(':').map(Number)
  return (minutes * 60 + seconds) * 1000
}
