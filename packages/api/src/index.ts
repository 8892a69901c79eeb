export type { Role } from './access';
export type { AccountSetup, ThreadsAppSetup } from './accounts/setup';
export { type Api, createApi, type SignedInUser } from './api';
export { bootstrap } from './bootstrap';
export { DEFAULT_LIMITS } from './limits/limits';
export type { SignInProvider } from './provider';
export type { AppRouter } from './router';
export type { DashboardFrame, EventFrame, OverviewFrame, PointFrame } from './schemas/live';
export type { ApiOptions } from './services';
