// npm run doctor: what Cull would run with, and what is wrong with it.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/doctor-command.mjs'));
