/** What passes between the program and the thread that keeps the database. */

export interface Opening {
  readonly path: string
  /** Only looks: does not claim the database for itself. */
  readonly look: boolean
}

export interface Asking {
  readonly id: number
  readonly book: string
  readonly method: string
  readonly given: readonly unknown[]
}

/** An error without its class, which does not survive the way between threads. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** Id 0 answers the opening. */
export type Answer = { readonly id: number } & ({ readonly answer: unknown } | { readonly failure: Failure })

export const toFailure = (error: unknown): Failure =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? error.message }
    : { name: 'Error', message: String(error), stack: String(error) }
