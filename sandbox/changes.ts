/** How a stand-in says that something visible has changed. */

/** Tells listeners once of whatever changed in one turn of the loop. */
export function coalesced() {
  const listeners = new Set<() => void>()
  let due = false
  return {
    changed() {
      if (due) return
      due = true
      setImmediate(() => {
        due = false
        for (const listener of listeners) listener()
      })
    },
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
