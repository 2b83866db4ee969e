/** What a person sees of a message: its blocks as plain text, its buttons. */
import type { Block, Message } from './world.ts'

const list = (value: unknown): readonly Block[] => (Array.isArray(value) ? (value as Block[]) : [])

/** Slack's markup as it reads once shown. */
export const read = (mrkdwn: string): string =>
  mrkdwn
    .replace(/<!date\^(\d+)\^[^|>]*\|([^>]*)>/g, '$2')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replaceAll('\u200b', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

const richText = (one: Block): string => {
  if (one.type === 'text') return String(one.text)
  if (one.type === 'link') return String(one.text ?? one.url)
  const separator = one.type === 'rich_text_list' || one.type === 'rich_text' ? '\n' : ''
  return list(one.elements).map(richText).join(separator)
}

function block(one: Block): string {
  const text = one.text as { text?: string } | undefined
  if (one.type === 'section' || one.type === 'header') return read(String(text?.text ?? ''))
  if (one.type === 'rich_text') return richText(one)
  if (one.type === 'context')
    return list(one.elements)
      .flatMap(part => (part.type === 'image' ? [] : [read(String(part.text))]))
      .join(' ')
  if (one.type === 'image') return `[${one.alt_text}]`
  return ''
}

export const plain = ({ blocks, text }: Pick<Message, 'blocks' | 'text'>): string =>
  blocks.length > 0 ? blocks.map(block).filter(Boolean).join('\n') : read(text)

export interface Button {
  readonly label: string
  readonly actionId: string
  readonly url?: string
  readonly style?: string
}

export const buttons = ({ blocks }: Pick<Message, 'blocks'>): Button[] =>
  blocks
    .flatMap(one => (one.type === 'actions' ? list(one.elements) : []))
    .filter(one => one.type === 'button')
    .map(one => ({
      label: String((one.text as { text: string }).text),
      actionId: String(one.action_id ?? ''),
      ...(typeof one.url === 'string' && { url: one.url }),
      ...(typeof one.style === 'string' && { style: one.style }),
    }))
