export type { Role } from './access/access';
export type { AccountSetup, ThreadsAppSetup } from './accounts/setup';
export { type Api, createApi, type SignedInUser } from './api';
export { DEFAULT_LIMITS } from './limits/limits';
export type { AppRouter } from './router';
export type { DashboardFrame, EventFrame, OverviewFrame, PointFrame } from './schemas/live';
export type { ApiOptions } from './services';
export { bootstrap } from './sign-in/bootstrap';
export type { SignInProvider } from './sign-in/provider';
