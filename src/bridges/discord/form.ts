/** Forms, as Discord's modals: what they are about stands above the fields. */
import {
  type APIModalInteractionResponseCallbackData,
  type APIModalInteractionResponseCallbackComponent as Component,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { Field, Form } from '#core/saying.ts'
import { plainUpTo, shortened } from './cut.ts'
import { clean } from './escape.ts'
import { lineAtoms } from './render-saying.ts'

const most = { title: 45, label: 45, words: 4_000, hint: 100, option: 100, options: 25, fields: 4 } as const

export function showForm({ press, title, about, fields }: Form): APIModalInteractionResponseCallbackData {
  const words = about.flatMap((line, index) => [...(index > 0 ? ['\n'] : []), ...lineAtoms(line)])
  const content = shortened(words, most.words)
  return {
    custom_id: `${press.does}:${press.of}`,
    title: plainUpTo(clean(title), most.title),
    components: [
      ...(content.trim() === '' ? [] : [{ type: ComponentType.TextDisplay as const, content }]),
      ...fields.slice(0, most.fields).map(labelled),
    ],
  }
}

const labelled = (field: Field): Component => ({
  type: ComponentType.Label,
  label: plainUpTo(clean(field.label), most.label),
  ...(field.kind === 'choice' && field.hint && { description: plainUpTo(clean(field.hint), most.hint) }),
  component: field.kind === 'choice' ? choice(field) : input(field),
})

const choice = ({ id, value, options = [] }: Field) => ({
  type: ComponentType.StringSelect as const,
  custom_id: id,
  required: true,
  options: options.slice(0, most.options).map(option => ({
    label: plainUpTo(clean(option.label), most.option),
    value: option.value,
    ...(option.value === value && { default: true }),
  })),
})

const input = ({ id, value, hint, max = most.words }: Field) => {
  const longest = Math.min(max, most.words)
  return {
    type: ComponentType.TextInput as const,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required: true,
    max_length: longest,
    ...(hint && { placeholder: plainUpTo(clean(hint), most.hint) }),
    ...(value !== undefined && { value: plainUpTo(value, longest) }),
  }
}
