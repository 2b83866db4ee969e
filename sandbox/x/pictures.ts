/** Small drawn pictures for people and photos, so that nothing is fetched from elsewhere. */
import { createHash } from 'node:crypto'

const hues = (seed: string) => {
  const bytes = createHash('sha1').update(seed).digest()
  const hue = ((bytes[0] ?? 0) * 360) / 255
  return [hue, (hue + 40 + (bytes[1] ?? 0) / 4) % 360].map(Math.round)
}

/** A gradient with the person's first letter. */
export function avatar(handle: string, name: string): string {
  const [from, to] = hues(handle)
  const letter = (Array.from(name)[0] ?? '?').replace(/[<>&]/g, '?').toUpperCase()
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${from} 60% 55%)"/><stop offset="1" stop-color="hsl(${to} 65% 40%)"/></linearGradient></defs><rect width="96" height="96" fill="url(#g)"/><text x="48" y="50" fill="#fff" font-family="system-ui,sans-serif" font-size="46" font-weight="600" text-anchor="middle" dominant-baseline="central">${letter}</text></svg>`
}

/** A landscape of hills under a sky, different for every seed. */
export function photo(seed: string): string {
  const [from, to] = hues(seed)
  const bytes = createHash('sha1').update(`hills ${seed}`).digest()
  const hill = (base: number, start: number) => {
    const points = [0, 1, 2, 3, 4].map(i => `${i * 300},${base - (bytes[start + i] ?? 0) / 2}`)
    return `M0,675 L${points.join(' L')} L1200,675 Z`
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675" width="1200" height="675"><defs><linearGradient id="s" y2="1" x2="0"><stop stop-color="hsl(${from} 70% 70%)"/><stop offset="1" stop-color="hsl(${to} 75% 88%)"/></linearGradient></defs><rect width="1200" height="675" fill="url(#s)"/><circle cx="${200 + (bytes[15] ?? 0) * 3}" cy="190" r="70" fill="#fff8"/><path d="${hill(480, 0)}" fill="hsl(${to} 40% 55%)"/><path d="${hill(570, 5)}" fill="hsl(${to} 45% 38%)"/><path d="${hill(650, 10)}" fill="hsl(${to} 50% 24%)"/></svg>`
}
