// npm run simulate: the rules side by side, on simulated variants; arguments are passed on.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/simulate-command.mjs'));
