export { createThreadsClient, type ThreadsClient, type ThreadsClientOptions } from './client';
export { ThreadsError, type ThreadsFailure, type UnavailableCause } from './errors';
export type { SourceHealth } from './health';
export type { Breakdown, InsightsResult } from './insights';
export type { DeleteResult, NewPost } from './posts';
