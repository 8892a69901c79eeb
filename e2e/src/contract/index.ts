import { accounts } from './accounts';
import { administration } from './administration';
import type { Contract } from './contract';
import { insights } from './insights';
import { monitoring } from './monitoring';
import { notifications } from './notifications';
import { people } from './people';
import { records } from './records';
import { thresholds } from './thresholds';
import { variants } from './variants';

/** The contract of every procedure but the subscriptions; one that is missing here fails the tests. */
export const CONTRACTS: readonly Contract[] = [
  ...variants,
  ...monitoring,
  ...thresholds,
  ...records,
  ...insights,
  ...accounts,
  ...administration,
  ...notifications,
  ...people,
];

/** The subscriptions, which the tests read as server-sent events. */
export const SUBSCRIPTIONS = ['live.overview', 'live.variants', 'live.events', 'live.dashboard'] as const;
