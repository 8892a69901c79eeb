import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { FaultKind } from './fault';

export interface FakeThreadsMetrics {
  request(route: string, status: number): void;
  fault(kind: FaultKind): void;
  /** The Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** A registry of its own for each server: tests run several in one process. */
export function createMetrics(postCount: () => number): FakeThreadsMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'fake_threads_requests_total',
    help: 'Requests answered, by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const faults = new Counter({
    name: 'fake_threads_faults_injected_total',
    help: 'Times that a fault struck, by kind',
    labelNames: ['kind'],
    registers,
  });
  new Gauge({
    name: 'fake_threads_posts',
    help: 'Posts kept in memory',
    registers,
    collect() {
      this.set(postCount());
    },
  });
  return {
    request: (route, status) => requests.inc({ route, status }),
    fault: (kind) => faults.inc({ kind }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
