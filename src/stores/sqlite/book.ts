/** A book as the worker keeps it: the port's methods, answering at once. */

export type Book<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Answer
    : never
}
