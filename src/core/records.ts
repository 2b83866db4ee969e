/** Small records: what a capability has to remember beside the timeline and its readers, kept by kind and id. */
import type { Instant, WorkspaceId } from './ids.ts'

/** A kind of record. `Body` is plain JSON; its shape is the business of whoever names the kind. */
export interface Kind<Body> {
  readonly name: string
  readonly of?: Body
}

export const kind = <Body>(name: string): Kind<Body> => ({ name })

/** What is to be kept. */
export interface Fact<Body> {
  readonly id: string
  readonly body: Body
  /** It is erased with this workspace. */
  readonly workspace?: WorkspaceId
  /** It is forgotten some time after; until then whoever reads it looks at this themselves. */
  readonly until?: Instant
}

/** `version` is 1 when first written, and one more with each writing. */
export interface Kept<Body> extends Fact<Body> {
  readonly version: number
}

export interface Page {
  readonly workspace?: WorkspaceId
  /** Only ids after this one. */
  readonly after?: string
  /** At most so many; 1,000 unless given. */
  readonly limit?: number
}

export interface Records {
  read<Body>(kind: Kind<Body>, id: string): Promise<Kept<Body> | undefined>
  /**
   * Writes a record if its version is still `was`, 0 for one that is not there, and resolves with it as kept; undefined,
   * and nothing changed, when another was first.
   */
  write<Body>(kind: Kind<Body>, fact: Fact<Body>, was: number): Promise<Kept<Body> | undefined>
  /** Removes a record, with `was` only in that version. False when nothing was removed. */
  remove(kind: Kind<unknown>, id: string, was?: number): Promise<boolean>
  /** Records of a kind by ascending id (by code unit). */
  list<Body>(kind: Kind<Body>, page?: Page): Promise<readonly Kept<Body>[]>
}

/**
 * Changes a record, however many do so at once: `change` gets what is kept and says what it is to be, or undefined to
 * leave it as it is. Resolves with what is kept then.
 */
export async function update<Body>(
  records: Records,
  { kind, id }: { readonly kind: Kind<Body>; readonly id: string },
  change: (kept: Kept<Body> | undefined) => Omit<Fact<Body>, 'id'> | undefined,
): Promise<Kept<Body> | undefined> {
  for (;;) {
    const kept = await records.read(kind, id)
    const changed = change(kept)
    if (!changed) return kept
    const written = await records.write(kind, { ...changed, id }, kept?.version ?? 0)
    if (written) return written
  }
}

/** Every record of a kind, however many. */
export async function* every<Body>(
  records: Records,
  kind: Kind<Body>,
  workspace?: WorkspaceId,
): AsyncGenerator<Kept<Body>> {
  const limit = 1000
  for (let after: string | undefined; ; ) {
    const page = await records.list(kind, {
      limit,
      ...(workspace !== undefined && { workspace }),
      ...(after !== undefined && { after }),
    })
    yield* page
    after = page.at(-1)?.id
    if (page.length < limit) return
  }
}
