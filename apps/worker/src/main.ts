import { closeOnSignal, createLog, environmentOrExit } from '@cull/process';
import { environmentSchema } from './environment';
import { startWorker } from './runtime';

const environment = environmentOrExit(environmentSchema);
const log = createLog('worker', environment.LOG_LEVEL);

try {
  const worker = await startWorker(environment, log);
  closeOnSignal(() => worker.close(), log);
} catch (error) {
  log.fatal({ error }, 'the worker could not start');
  process.exit(1);
}
