import { randomUUID } from 'node:crypto';
import { startFakeThreads } from '@cull/fake-threads';

/** A source whose counters and faults a test sets by hand. */
export interface Source {
  readonly url: string;
  /** Publishes a post with these counters, which stay until they are set again. */
  publish(views: number, interactions: number): Promise<string>;
  setCounters(postId: string, views: number, interactions: number): Promise<void>;
  setFault(fault: Readonly<Record<string, unknown>> | null): Promise<void>;
  close(): Promise<void>;
}

const NOBODY = {
  expectedViewsPerMinute: 0,
  decayMinutes: 10,
  engagementRate: 0,
  reactionLagSeconds: 0,
  burstiness: 0,
};

export async function openSource(): Promise<Source> {
  const server = await startFakeThreads({ port: 0, host: '127.0.0.1', seed: 'worker-test' });
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const setCounters: Source['setCounters'] = (postId, views, interactions) =>
    control('PUT', `posts/${postId}/counters`, { views, interactions });
  return {
    url: server.url,
    setCounters,
    publish: async (views, interactions) => {
      const postId = `post-${randomUUID()}`;
      await control('POST', 'posts', { postId, audience: NOBODY });
      await setCounters(postId, views, interactions);
      return postId;
    },
    setFault: (fault) => (fault === null ? control('DELETE', 'faults') : control('PUT', 'faults', fault)),
    close: () => server.close(),
  };
}
