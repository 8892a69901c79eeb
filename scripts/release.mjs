// npm run release -- 1.2.0: prepares a release; nothing is pushed.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/release-command.mjs'));
