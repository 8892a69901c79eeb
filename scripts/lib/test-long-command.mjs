import { main as runTests } from './test-command.mjs';
import { longStages } from './test-stages.mjs';

/** Runs what takes minutes, and is therefore no part of `npm test`. */
export const main = () => runTests(longStages);
