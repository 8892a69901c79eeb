import { pino } from 'pino';
import { type Environment, readEnvironment } from './environment';
import { startWorker } from './runtime';
import { closeOnSignal } from './shutdown';

function environmentOrExit(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

const environment = environmentOrExit();
const log = pino({
  name: 'worker',
  level: environment.LOG_LEVEL,
  serializers: { error: pino.stdSerializers.err },
});

try {
  const worker = await startWorker(environment, log);
  closeOnSignal(() => worker.close(), log);
} catch (error) {
  log.fatal({ error }, 'the worker could not start');
  process.exit(1);
}
