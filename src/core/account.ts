/** Whose account speaks through us: told apart are none, and one that cannot be asked just now. */
import { NetworkError } from './errors.ts'
import type { Account, Publisher } from './publisher.ts'

export interface Standing {
  readonly account?: Account
  /** Why it is not known, for a member. */
  readonly trouble?: string
}

export async function standing({ publisher }: { readonly publisher: Publisher }): Promise<Standing> {
  try {
    const account = await publisher.account()
    return account ? { account } : {}
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return { trouble: error.message }
  }
}
