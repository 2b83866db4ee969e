/** Forms as Slack's modals, and what was filled into them. */
import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import type { MessageId } from '#core/ids.ts'
import type { Field, Form } from '#core/saying.ts'
import { showLine } from './render-saying.ts'

export const formId = 'backchannel_form'

/** Where a form was asked for: it comes back with it, as Slack's own answer does not say. */
const origin = z.object({
  does: z.string(),
  of: z.string(),
  channel: z.string(),
  name: z.string().optional(),
  thread: z.string().optional(),
})
export type Origin = Omit<z.output<typeof origin>, 'does' | 'of'>

export function showForm({ press, title, about, fields, submit }: Form, from: Origin): ModalView {
  const told: KnownBlock[] = about.map(line => ({
    type: 'section',
    text: { type: 'mrkdwn', text: showLine(line).slice(0, 2900), verbatim: true },
  }))
  return {
    type: 'modal',
    callback_id: formId,
    private_metadata: JSON.stringify({ ...press, ...from }),
    title: { type: 'plain_text', text: title.slice(0, 24) },
    submit: { type: 'plain_text', text: submit.slice(0, 24) },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [...told, ...fields.map(input)],
  }
}

const input = ({ id, label, kind, value, hint, max, options = [] }: Field): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: { type: 'plain_text', text: label },
  element:
    kind === 'choice'
      ? {
          type: 'static_select',
          action_id: id,
          options: options.map(option => ({
            text: { type: 'plain_text', text: option.label.slice(0, 75) },
            value: option.value,
          })),
        }
      : {
          type: 'plain_text_input',
          action_id: id,
          multiline: true,
          max_length: Math.min(max ?? 3000, 3000),
          ...(value !== undefined && { initial_value: value.slice(0, 3000) }),
          ...(hint && { placeholder: { type: 'plain_text', text: hint.slice(0, 150) } }),
        },
})

const filled = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
})
const submitted = z.object({
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), filled)) }),
})

export interface Filled extends Origin {
  readonly press: { readonly does: string; readonly of: string }
  readonly values: Readonly<Record<string, string>>
}

export function toFilled(view: unknown): Filled {
  const { private_metadata: metadata, state } = submitted.parse(view)
  const { does, of, ...from } = origin.parse(JSON.parse(metadata))
  const values = Object.values(state.values).flatMap(block =>
    Object.entries(block).map(([id, field]): [string, string] => [
      id,
      field.selected_option?.value ?? field.value ?? '',
    ]),
  )
  return { press: { does, of }, ...from, values: Object.fromEntries(values) }
}

/** Where a member is to be answered. */
export interface Spot {
  readonly channel: string
  readonly user: string
  readonly thread?: MessageId
}
