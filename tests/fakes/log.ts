/** A log that nobody reads. */
import type { Log } from '#core/log.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
