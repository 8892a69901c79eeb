import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';

/** A monitoring session as the API gives it, in lists and alone. */
export type MonitoredVariant = inferRouterOutputs<AppRouter>['monitoring']['status'];
