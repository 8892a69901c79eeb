export { type Audience, type Counters, simulate } from './audience';
export { type Random, seeded } from './random';
