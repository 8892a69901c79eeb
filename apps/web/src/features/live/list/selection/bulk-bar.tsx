'use client';

import { formatCount } from '@cull/core';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ReasonControl } from '../../../../components/reason-control';
import { useIsAtLeast } from '../../../../components/use-role';
import { useTRPC, useTRPCClient } from '../../../../trpc/provider';
import type { MonitoredVariant } from '../../../../trpc/types';
import classes from './bulk-bar.module.css';
import { bulkWords, type Done } from './bulk-words';
import { clearSelection, useSelection } from './selection';

const ACTS = {
  kill: {
    button: 'Kill',
    does: 'They leave the pool, and their scheduled posts are canceled.',
    color: 'kill',
  },
  protect: { button: 'Protect', does: 'The rules don’t kill them; checks go on.', color: 'accent' },
  stop: { button: 'Stop', does: 'Monitoring ends; they stay in the pool.', color: 'gray' },
} as const;
type Act = keyof typeof ACTS;

/** What can be done with the selected variants together; nothing while none is selected. */
export function BulkBar({ variants }: { variants: readonly MonitoredVariant[] }) {
  const selected = useSelection((state) => state.selected);
  const mayAct = useIsAtLeast('operator');
  const chosen = variants.filter(
    ({ monitoringId, status }) => status === 'monitoring' && selected.has(monitoringId),
  );
  if (!mayAct || chosen.length === 0) return null;
  const count = chosen.length === 1 ? '1 variant' : `${formatCount(chosen.length)} variants`;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected variants">
      <Text size="sm" fw={500} role="status">
        {count} selected
      </Text>
      <BulkAct act="protect" chosen={chosen} count={count} />
      <BulkAct act="stop" chosen={chosen} count={count} />
      <BulkAct act="kill" chosen={chosen} count={count} />
      <Button size="compact-sm" variant="subtle" color="gray" onClick={clearSelection}>
        Clear
      </Button>
    </div>
  );
}

interface BulkActProps {
  act: Act;
  chosen: readonly MonitoredVariant[];
  count: string;
}

/** Each variant is a call of its own, so each is on record, and one that is refused leaves the others alone. */
function BulkAct({ act, chosen, count }: BulkActProps) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { button, does, color } = ACTS[act];
  const mutation = useMutation({
    mutationFn: (reason: string) =>
      Promise.all(
        chosen.map(async ({ variantId, monitoringId }): Promise<Done> => {
          try {
            await client.monitoring[act].mutate({ variantId, monitoringId, reason });
            return { variantId, problem: null };
          } catch (error) {
            return { variantId, problem: error instanceof Error ? error.message : String(error) };
          }
        }),
      ),
    onSuccess: (results) => {
      const { message, isWhole } = bulkWords(act, results);
      notifications.show({ message, color: isWhole ? color : 'warn', autoClose: isWhole ? 6_000 : false });
      clearSelection();
      void queryClient.invalidateQueries({ queryKey: trpc.monitoring.pathKey() });
    },
  });
  return (
    <ReasonControl
      button={button}
      label={`${button} ${count}`}
      does={`${does} Each is on record by itself.`}
      color={color}
      problem={undefined}
      busy={mutation.isPending}
      act={(reason) => mutation.mutateAsync(reason)}
    />
  );
}
