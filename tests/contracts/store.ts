/** What every store promises, sentence by sentence; run by each engine. */
import { describe } from 'node:test'
import {
  draftsContract,
  followsContract,
  grantsContract,
  leasesContract,
  ledgerContract,
  noticesContract,
} from './store/books.ts'
import { lanesContract } from './store/lanes.ts'
import type { Open } from './store/opened.ts'
import { receiptsContract } from './store/receipts.ts'
import { recordsContract } from './store/records.ts'
import { timelineContract } from './store/timeline.ts'
import { upkeepContract } from './store/upkeep.ts'

export function storeContract(engine: string, open: Open): void {
  describe(`${engine}: timeline`, () => timelineContract(open))
  describe(`${engine}: follows`, () => followsContract(open))
  describe(`${engine}: lanes`, () => lanesContract(open))
  describe(`${engine}: receipts`, () => receiptsContract(open))
  describe(`${engine}: notices`, () => noticesContract(open))
  describe(`${engine}: drafts`, () => draftsContract(open))
  describe(`${engine}: grants`, () => grantsContract(open))
  describe(`${engine}: ledger`, () => ledgerContract(open))
  describe(`${engine}: leases`, () => leasesContract(open))
  describe(`${engine}: records`, () => recordsContract(open))
  describe(`${engine}: upkeep`, () => upkeepContract(open))
}
