import type { ScenarioName } from './scenarios';

/** What the first step of publishing leaves for the second one. */
export interface Container {
  readonly userId: string;
  /** Null: drawn from the seed. */
  readonly scenario: ScenarioName | null;
}

export interface Containers {
  /** @returns The container's id. */
  add(container: Container): string;
  /** Removes a container and returns it: each can be published once. */
  take(containerId: string): Container | null;
}

/** Containers never published are dropped beyond this number, oldest first. */
const MOST_CONTAINERS = 10_000;

export function createContainers(): Containers {
  const waiting = new Map<string, Container>();
  let last = 0;
  return {
    add(container) {
      last += 1;
      const containerId = `17${String(last).padStart(15, '0')}`;
      waiting.set(containerId, container);
      const [oldest] = waiting.keys();
      if (waiting.size > MOST_CONTAINERS && oldest !== undefined) waiting.delete(oldest);
      return containerId;
    },
    take(containerId) {
      const container = waiting.get(containerId) ?? null;
      waiting.delete(containerId);
      return container;
    },
  };
}
