'use client';

import type { OverviewFrame } from '@cull/api';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { Instant } from '../../../components/instant';
import { useLive } from '../stream/live-store';
import { HaltControl, scopeOf, sourceWords } from './halt-control';

type Halt = OverviewFrame['halts'][number];

/** What stops kills now, who did it, and the way back. */
export function HaltBar() {
  const halts = useLive((state) => state.overview?.halts);
  if (halts === undefined || halts.length === 0) return null;
  return (
    <Stack gap="xs">
      {halts.map(({ kind, scope, reason, actor, since, until }) => (
        <Alert
          key={`${kind} ${scope.id}`}
          color="kill"
          py={6}
          icon={<IconHandStop size={18} />}
          title={haltTitle({ kind, scope })}
        >
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              {actor}, since <Instant at={since} />: {reason}
              {until !== null && (
                <>
                  {' '}
                  Until <Instant at={until} />.
                </>
              )}
            </Text>
            <HaltControl action="resume" scope={scopeOf(scope)} />
          </Group>
        </Alert>
      ))}
    </Stack>
  );
}

/** What is stopped, and for whom. */
export function haltTitle({ kind, scope }: Pick<Halt, 'kind' | 'scope'>): string {
  const whom = scope.type === 'source' && scope.id !== null ? sourceWords(scope.id) : scope.id;
  const forWhom = whom === null ? '' : ` for ${whom}`;
  return `${kind === 'paused' ? 'Auto-kill is paused' : 'Circuit breaker open: auto-kill is off'}${forWhom}`;
}
