/** Shows feedback on Slack: to the member alone, where they asked. */
import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Feedback } from '#core/feedback.ts'
import { showForm } from './form.ts'
import type { Taken } from './intake.ts'
import { showSaying } from './render-saying.ts'

export interface Ways {
  readonly web: WebClient
  /** The address Slack gave for answers; it knows no threads. */
  readonly respond?: RespondFn | undefined
}

export async function answer(taken: Taken, feedback: Feedback, { web, respond }: Ways): Promise<void> {
  const { channel, user, thread, trigger, own, invocation } = taken
  if (feedback.kind === 'form') {
    if (trigger === undefined) return
    const { name } = invocation.channel
    const from = { channel, ...(name !== undefined && { name }), ...(thread !== undefined && { thread }) }
    await web.views.open({ trigger_id: trigger, view: showForm(feedback.form, from) })
    return
  }
  const { text, blocks } = showSaying(feedback.saying)
  const said = { text, blocks: [...blocks] }
  if (own && respond) {
    if (feedback.replaces) await respond({ ...said, replace_original: true })
    else await respond({ ...said, replace_original: false, response_type: 'ephemeral' })
  } else if (respond && invocation.kind === 'line') await respond({ ...said, response_type: 'ephemeral' })
  else
    await web.chat.postEphemeral({
      channel,
      user,
      ...said,
      ...(thread !== undefined && { thread_ts: thread }),
    })
}
