'use client';

import { Blockquote, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { useServerNow } from '../live/stream/use-server-now';
import classes from './message.module.css';

const SOURCES = { threads: 'on Threads', http: 'at its HTTP source', push: 'with pushed samples' } as const;

interface Props {
  session: Pick<MonitoredVariant, 'variantId' | 'postId' | 'source'>;
}

/** What was posted, whether it may still be used, and what of it is still to come. */
export function Message({ session: { variantId, postId, source } }: Props) {
  const trpc = useTRPC();
  const query = useQuery(trpc.monitoring.variant.queryOptions({ variantId }));
  const now = useServerNow();
  return (
    <Loaded key={variantId} what="the message" query={query} height={96}>
      {(data) => (
        <Paper withBorder p="sm" component="section" aria-labelledby="message">
          <Title order={2} size="h6" id="message">
            Message
          </Title>
          {data.content !== null && (
            <Blockquote p="xs" my={6} fz="sm" className={classes.text}>
              {data.content}
            </Blockquote>
          )}
          <Text size="sm" c="var(--cull-muted)">
            Post {postId} {SOURCES[source]}
          </Text>
          <Text size="sm" data-testid="pool">
            <Pool {...data} />
          </Text>
          {data.scheduledPosts.map(({ id, publishAt, cancelledAt }) => (
            <Text size="sm" key={id} data-testid="scheduled-post">
              Scheduled post {id}, <Instant at={publishAt} />: {postState(publishAt, cancelledAt, now)}
            </Text>
          ))}
        </Paper>
      )}
    </Loaded>
  );
}

/** Whether it came out is not known here: the orchestrator publishes. */
function postState(publishAt: string, cancelledAt: string | null, now: number | null): string {
  if (cancelledAt !== null) return 'cancelled';
  return now === null || now < Date.parse(publishAt) ? 'to be published' : 'was due';
}

function Pool({ inPool, leftPoolAt }: { inPool: boolean; leftPoolAt: string | null }) {
  if (inPool) return 'In the pool.';
  if (leftPoolAt === null) return 'Not in the pool.';
  return (
    <>
      Out of the pool since <Instant at={leftPoolAt} />.
    </>
  );
}
