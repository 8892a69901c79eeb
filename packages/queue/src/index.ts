export { migrateQueue, type QueueConnection } from './backend';
export { type BatchOptions, createBatcher } from './batcher';
export {
  type Consumers,
  createConsumers,
  type Handlers,
  type JobTiming,
  NotNowError,
  SAMPLE_JOBS_AT_ONCE,
  type SampleConsumer,
} from './consumer';
export { QUEUE_NAMES, type QueueName, SHARD_COUNT, shardOf } from './names';
export { createNotifier, type Notifier } from './notifier';
export { MAINTENANCE_TASKS, type MaintenanceTask, type Payload, type Wakeup } from './payloads';
export { createProducer, type Producer, type QueueDepth } from './producer';
export { type RedisFacts, readRedisFacts } from './redis-facts';
export { ensureSchedules } from './schedules';
