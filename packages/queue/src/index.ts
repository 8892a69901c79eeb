export { migrateQueue, type QueueConnection } from './backend';
export {
  type Consumers,
  createConsumers,
  type Handlers,
  type JobTiming,
  type SampleConsumer,
} from './consumer';
export { QUEUE_NAMES, type QueueName, SHARD_COUNT, shardOf } from './names';
export { createNotifier, type Notifier } from './notifier';
export type { Payload, Wakeup } from './payloads';
export { createProducer, type Producer, type QueueDepth } from './producer';
export { ensureSchedules } from './schedules';
