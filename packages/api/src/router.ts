import { accountsRouter } from './routers/accounts';
import { auditRouter } from './routers/audit';
import { channelsRouter } from './routers/channels';
import { decisionsRouter } from './routers/decisions';
import { deliveriesRouter } from './routers/deliveries';
import { eventsRouter } from './routers/events';
import { insightsRouter } from './routers/insights';
import { keysRouter } from './routers/keys';
import { liveRouter } from './routers/live';
import { metricsRouter } from './routers/metrics';
import { monitoringRouter } from './routers/monitoring';
import { peopleRouter } from './routers/people';
import { poolRouter } from './routers/pool';
import { systemRouter } from './routers/system';
import { thresholdsRouter } from './routers/thresholds';
import { variantsRouter } from './routers/variants';
import { router } from './trpc';

export const appRouter = router({
  variants: variantsRouter,
  metrics: metricsRouter,
  monitoring: monitoringRouter,
  thresholds: thresholdsRouter,
  decisions: decisionsRouter,
  events: eventsRouter,
  pool: poolRouter,
  insights: insightsRouter,
  system: systemRouter,
  accounts: accountsRouter,
  keys: keysRouter,
  people: peopleRouter,
  channels: channelsRouter,
  deliveries: deliveriesRouter,
  audit: auditRouter,
  live: liveRouter,
});

/** What clients are typed by. */
export type AppRouter = typeof appRouter;
