/** The program as a process of its own, to be killed: it takes its settings from the environment, like the real one. */
import { realClock } from '#core/clock.ts'
import { app } from '#src/app.ts'
import { config } from '#src/config.ts'
import { pinoLog } from '#src/log.ts'

const running = await app(config(process.env), { clock: realClock, log: pinoLog('error'), requestMs: 1500 })
process.send?.('ready')
process.once('SIGTERM', () => void running.stop().then(() => process.disconnect?.()))
await running.ended
