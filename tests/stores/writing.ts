/** Runs a writer in a process of its own, which does not outlive the test, and reads what it says. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'

export interface Writing {
  readonly child: ChildProcess
  /** Ids that were acknowledged, so far. */
  readonly kept: string[]
  /** All it said beside that. */
  readonly said: Readonly<Record<string, unknown>>[]
  /** Resolves once so many bursts were acknowledged. */
  acknowledged(bursts: number): Promise<void>
  readonly ended: Promise<unknown>
}

const writer = join(import.meta.dirname, 'writer.ts')

interface Written {
  readonly path: string
  readonly name: string
  /** Characters a post. */
  readonly size?: number
  /** How large a file it may write. */
  readonly fileKiB?: number
}

export function writing(t: TestContext, { path, name, size = 200, fileKiB }: Written): Writing {
  const line = [process.execPath, writer, path, name, String(size)]
  const limited = ['-c', `ulimit -f ${fileKiB}; exec "$@"`, 'bash', ...line]
  const [command = '', ...rest] = fileKiB === undefined ? line : ['bash', ...limited]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const kept: string[] = []
  const said: Record<string, unknown>[] = []
  let bursts = 0
  const waiting: { bursts: number; resolve: () => void }[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', text => {
    if (!text.endsWith('}')) return
    const one = JSON.parse(text) as Record<string, unknown>
    if (Array.isArray(one.kept)) kept.push(...one.kept)
    else said.push(one)
    bursts += 1
    for (const waiter of waiting) if (waiter.bursts <= bursts) waiter.resolve()
  })
  return {
    child,
    kept,
    said,
    acknowledged: count =>
      bursts >= count ? Promise.resolve() : new Promise(resolve => waiting.push({ bursts: count, resolve })),
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]),
  }
}
