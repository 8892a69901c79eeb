import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';

/** How the product does, as the API tells it. */
export type Status = inferRouterOutputs<AppRouter>['system']['status'];
