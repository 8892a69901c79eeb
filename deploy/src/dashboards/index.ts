import { accounts } from './accounts';
import type { Dashboard } from './dashboard';
import { engine } from './engine';
import { infrastructure } from './infrastructure';
import { notifications } from './notifications';
import { overview } from './overview';

export { grafanaJson } from './dashboard';

export const DASHBOARDS: readonly Dashboard[] = [overview, engine, accounts, notifications, infrastructure];
