// @ts-check
/** Embeds: cards with a coloured edge; those that share an address are one card with a gallery. */
import { h, link, picture } from './dom.js'
import { when } from './facts.js'
import { markdown } from './markdown.js'
import { show } from './pieces.js'

/** @typedef {import('./markdown.js').Names} Names */

/** @param {readonly any[]} all @param {Names} names @param {string} web */
export function embeds(all, names, web) {
  /** @type {{ first: any, images: any[] }[]} */
  const cards = []
  for (const one of all) {
    const same = one.url && isOnlyPicture(one) ? cards.find(({ first }) => first.url === one.url) : undefined
    if (same) same.images.push(one.image)
    else cards.push({ first: one, images: one.image ? [one.image] : [] })
  }
  return cards.map(({ first, images }) => card(first, images.slice(0, 4), names, web))
}

const isOnlyPicture = (/** @type {any} */ one) => one.image && !one.description && !one.title && !one.author

/** @param {any} one @param {readonly any[]} images @param {Names} names @param {string} web */
function card(one, images, names, web) {
  const read = (/** @type {string} */ text) => show(markdown(text, names), web)
  const colour =
    one.color === undefined || one.color === null
      ? undefined
      : `#${Number(one.color).toString(16).padStart(6, '0')}`
  return h(
    'div',
    { class: 'embed', style: colour ? { '--edge': colour } : undefined },
    one.thumbnail ? h('div', { class: 'thumbnail' }, picture(one.thumbnail.url, '', web)) : null,
    one.author
      ? h(
          'p',
          { class: 'by' },
          one.author.icon_url ? picture(one.author.icon_url, '', web, { width: 24, height: 24 }) : null,
          h('b', { dir: 'auto' }, link(one.author.url, web, one.author.name)),
        )
      : null,
    one.title ? h('p', { class: 'title', dir: 'auto' }, link(one.url, web, one.title)) : null,
    one.description ? h('div', { class: 'text', dir: 'auto' }, ...read(one.description)) : null,
    one.fields?.length
      ? h(
          'div',
          { class: 'fields' },
          ...one.fields.map((/** @type {any} */ field) =>
            h('div', { class: field.inline ? 'inline' : '' }, h('b', {}, field.name), ...read(field.value)),
          ),
        )
      : null,
    images.length > 0
      ? h(
          'div',
          { class: `media of${images.length}` },
          ...images.map(({ url }) => picture(url, 'Picture of the post', web, { width: 1200, height: 675 })),
        )
      : null,
    one.footer || one.timestamp
      ? h(
          'p',
          { class: 'foot' },
          [one.footer?.text, one.timestamp ? when(Date.parse(one.timestamp)) : '']
            .filter(Boolean)
            .join(' · '),
        )
      : null,
  )
}
