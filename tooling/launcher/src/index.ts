export type { Cull, CullOptions } from './options';
export { startCull } from './start-cull';
