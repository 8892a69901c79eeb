/** What a database has to have before this version works with it: the last one of `prisma/migrations`. */
export const NEWEST_MIGRATION = '20261128850000_worker_minutes';
