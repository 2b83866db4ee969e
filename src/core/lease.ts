/** A lease: the right to be the one who does something, for a while, with a fence. */

/** Who holds a lease: compared for equality in the place it guards. */
export interface Fence {
  readonly name: string
  /** Grows each time the lease changes hands. */
  readonly epoch: number
  /** Random; tells two holders of one epoch apart after a store lost its memory. */
  readonly holder: string
}

export interface Leases {
  /**
   * Takes a free or run-out lease, or renews one's own, for `ttlMs`. Undefined while another holds it.
   * The time is the store's own.
   */
  take(name: string, holder: string, ttlMs: number): Promise<Fence | undefined>
  /** Extends it; false when it is no longer this fence's. */
  renew(fence: Fence, ttlMs: number): Promise<boolean>
  /** Gives it back; nothing happens when it is no longer this fence's. */
  release(fence: Fence): Promise<void>
}
