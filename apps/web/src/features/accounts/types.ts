import type { AppRouter } from '@cull/api';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

/** A profile or endpoint that counters are read through, as the API shows it. */
export type Account = inferRouterOutputs<AppRouter>['accounts']['list']['items'][number];

type Inputs = inferRouterInputs<AppRouter>['accounts'];
export type CreateAccount = Inputs['create'];
export type UpdateAccount = Inputs['update'];
export type TestAccount = Inputs['test'];
