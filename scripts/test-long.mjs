// npm run test:long: the faults that npm test plays briefly, at length.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/test-long-command.mjs'));
