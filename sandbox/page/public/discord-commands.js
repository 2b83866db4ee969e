// @ts-check
/** The list that helps to type a slash command: commands, their options, and what the app suggests for one. */
import { h } from './dom.js'
import { ask, fact } from './facts.js'

/** @typedef {{ label: string, about: string, line: string }} Choice */

/** @param {() => { channel: string, user: string }} here */
export function commandList(here) {
  const element = h('div', {
    class: 'commands',
    role: 'listbox',
    id: 'discord-commands',
    'aria-label': 'Commands',
    hidden: true,
  })
  /** @type {readonly Choice[]} */
  let choices = []
  let active = -1
  let asked = 0
  let input = /** @type {HTMLTextAreaElement | undefined} */ (undefined)
  let set = (/** @type {string} */ _line) => {}

  const mark = (/** @type {number} */ next) => {
    active = next
    for (const [index, one] of [...element.children].entries())
      one.setAttribute('aria-selected', String(index === active))
    element.children[active]?.scrollIntoView({ block: 'nearest' })
    if (active >= 0) input?.setAttribute('aria-activedescendant', `discord-command-${active}`)
    else input?.removeAttribute('aria-activedescendant')
  }
  const pick = (/** @type {number} */ index) => {
    const line = choices[index]?.line
    if (line === undefined) return
    set(line)
    input?.focus()
  }
  const show = (/** @type {readonly Choice[]} */ next) => {
    choices = next.slice(0, 12)
    element.hidden = choices.length === 0
    input?.setAttribute('aria-expanded', String(!element.hidden))
    element.replaceChildren(
      ...choices.map(({ label, about }, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `discord-command-${index}`,
            'aria-selected': 'false',
            on: {
              mousedown: (/** @type {Event} */ event) => {
                event.preventDefault()
                pick(index)
              },
            },
          },
          h('b', {}, label),
          h('span', {}, about),
        ),
      ),
    )
    mark(-1)
  }
  const attentive = async () => {
    asked += 1
    const turn = asked
    const line = input?.value ?? ''
    if (!line.startsWith('/') || line.includes('\n')) return show([])
    const { now, later } = offered(line)
    show(now)
    if (!later) return
    const came = await ask('discord/suggest', { ...here(), ...later.asks }).catch(() => [])
    if (turn === asked && document.activeElement === input)
      show([
        ...came.map((/** @type {any} */ { name, value }) => ({
          label: name,
          about: later.about,
          line: `${later.start}${value} `,
        })),
        ...now,
      ])
  }

  return {
    element,
    /** @param {HTMLTextAreaElement} box @param {(line: string) => void} put */
    attend(box, put) {
      input = box
      set = put
      for (const [name, value] of Object.entries({
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-controls': element.id,
        'aria-expanded': 'false',
      }))
        box.setAttribute(name, value)
      box.addEventListener('input', () => void attentive())
      box.addEventListener('focus', () => void attentive())
      box.addEventListener('blur', () => show([]))
    },
    /** Whether the key was meant for the list. @param {KeyboardEvent} event */
    key({ key, shiftKey }) {
      if (element.hidden) return false
      if (key === 'ArrowDown' || key === 'ArrowUp')
        mark(
          (active +
            (key === 'ArrowDown' ? 1 : -1) +
            choices.length +
            (active < 0 && key === 'ArrowUp' ? 1 : 0)) %
            choices.length,
        )
      else if (key === 'Escape') show([])
      else if (key === 'Tab' && !shiftKey) pick(Math.max(active, 0))
      else if (key === 'Enter' && active >= 0) pick(active)
      else return false
      return true
    },
  }
}

/** @typedef {{ asks: { words: string, values: Record<string, string>, focused: string }, start: string, about: string }} Later */

/** What fits the line so far, and what is to be asked of the app. @param {string} line @returns {{ now: Choice[], later?: Later }} */
export function offered(line, commands = fact('discord/commands', [])) {
  /** @type {Line[]} */
  const all = commands.filter((/** @type {any} */ one) => one.type === 1).flatMap(lines)
  const typed = line.toLowerCase()
  const chosen = all.find(({ start }) => typed.startsWith(`${start} `))
  if (chosen) return inOptions(chosen, line.slice(chosen.start.length + 1), `${chosen.start} `)
  const word = typed.slice(1).split(/\s+/).at(-1) ?? ''
  const fitting = all.filter(
    ({ start }) =>
      start.startsWith(typed) || (typed.lastIndexOf(' ') < 0 && word !== '' && start.includes(` ${word}`)),
  )
  return { now: fitting.map(({ start, about }) => ({ label: start, about, line: `${start} ` })) }
}

/** @typedef {{ start: string, about: string, options: readonly any[] }} Line */

/** A command with subcommands is as many lines. @param {any} command @returns {Line[]} */
function lines({ name, description, options }) {
  const subs = (options ?? []).filter((/** @type {any} */ one) => one.type === 1)
  if (subs.length === 0) return [{ start: `/${name}`, about: description, options: options ?? [] }]
  return subs.map((/** @type {any} */ sub) => ({
    start: `/${name} ${sub.name}`,
    about: sub.description,
    options: sub.options ?? [],
  }))
}

/** @param {Line} chosen @param {string} rest what was typed after the command @param {string} before @returns {{ now: Choice[], later?: Later }} */
function inOptions({ start, options }, rest, before) {
  const words = rest.split(/\s+/)
  const current = words.at(-1) ?? ''
  const kept = before + rest.slice(0, rest.length - current.length)
  const given = words.slice(0, -1)
  const named = new Set(given.flatMap(word => /^([\w-]+):/.exec(word)?.[1] ?? []))
  const loose = given.filter(word => !/^[\w-]+:/.test(word)).length
  const open = options.filter(({ name }) => !named.has(name))
  const [, name, value = ''] = /^([\w-]+):(.*)$/.exec(current) ?? []
  const option = name === undefined ? open[loose] : options.find(one => one.name === name)
  if (name !== undefined && option) return values(option, value, { start, kept: `${kept}${name}:` })
  const rests = open.slice(loose).filter(one => one.name.startsWith(current))
  const now = rests.map(one => ({
    label: `${one.name}:`,
    about: `${one.description}${one.required ? '' : ' (optional)'}`,
    line: `${kept}${one.name}:`,
  }))
  return {
    now,
    ...(option?.autocomplete && values(option, current, { start, kept })),
    ...(option?.autocomplete && { now }),
  }
}

/** @param {any} option @param {string} value @param {{ start: string, kept: string }} line @returns {{ now: Choice[], later?: Later }} */
function values(option, value, { start, kept }) {
  const about = option.description
  const choices =
    option.choices ??
    (option.type === 5
      ? [
          { name: 'true', value: 'true' },
          { name: 'false', value: 'false' },
        ]
      : [])
  const now = choices
    .filter((/** @type {any} */ one) => one.name.startsWith(value))
    .map((/** @type {any} */ one) => ({ label: one.name, about, line: `${kept}${one.value} ` }))
  if (!option.autocomplete) return { now }
  return {
    now,
    later: {
      asks: { words: start.slice(1), values: { [option.name]: value }, focused: option.name },
      start: kept,
      about,
    },
  }
}
