// npm run bench: the benchmarks; arguments are passed on.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/bench-command.mjs'));
