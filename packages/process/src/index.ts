export { environmentOrExit, readEnvironment } from './environment';
export { createLog, logLevelSchema } from './log';
export { closeInOrder, closeOnSignal } from './shutdown';
