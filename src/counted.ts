/** A store whose every asking counts as work in hand: what waits for the disk is waited for. */
import type { Store } from '#core/store.ts'
import type { Work } from '#core/work.ts'

export function counted(store: Store, work: Work): Store {
  const count = <Book extends object>(book: Book): Book =>
    new Proxy(book, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return (...given: unknown[]) => work.run(async () => Reflect.apply(method, target, given))
      },
    })
  const books = Object.entries(store).map(([name, book]) => [
    name,
    typeof book === 'object' ? count(book) : book,
  ])
  return { ...store, ...Object.fromEntries(books) }
}
