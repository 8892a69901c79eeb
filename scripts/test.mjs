// npm test: every check there is.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/test-command.mjs'));
