// npm start: from a fresh clone to a living product.
import { enter } from './lib/enter.mjs';

enter(() => import('./lib/start-command.mjs'));
