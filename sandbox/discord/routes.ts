/** Finds the address that a request means. */

import { doors } from './doors.ts'
import { identity } from './identity.ts'
import { places } from './places.ts'
import { refuse } from './refusals.ts'
import type { Route } from './route.ts'

const compiled = [...identity, ...places, ...doors].map(route => {
  const [method, path = ''] = route.line.split(' ')
  return { route, method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }
})

/** @throws Refused 404 for an unknown path, 405 for a method that it does not have */
export function routeOf(method: string, path: string): { route: Route; params: Record<string, string> } {
  const fitting = compiled.filter(({ pattern }) => pattern.test(path))
  const found = fitting.find(one => one.method === method)
  if (!found) throw refuse(fitting.length ? 'wrongMethod' : 'notFound')
  return { route: found.route, params: { ...found.pattern.exec(path)?.groups } as Record<string, string> }
}
