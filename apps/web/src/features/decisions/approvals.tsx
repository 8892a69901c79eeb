'use client';

import { Kbd, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import { useShortcutsSwitch } from '../live/shortcuts-switch';
import { useLetters } from '../live/use-letters';
import { ApprovalCard } from './approval-card';
import classes from './approvals.module.css';
import { oldestFirst } from './oldest-first';
import { useWholeCurves } from './use-whole-curves';

const REFETCH_MS = 5_000;
const SHOWN = 100;

/** The kills that wait for somebody to approve or dismiss them; nothing where none does. */
export function Approvals() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({ holdCause: 'approval', sort: 'risk', limit: SHOWN }),
    refetchInterval: REFETCH_MS,
  });
  const waiting = oldestFirst(query.data?.items ?? []);
  const curves = useWholeCurves(
    waiting.map(({ monitoringId }) => monitoringId),
    true,
  );
  useLetters({ a: () => answer('approve'), d: () => answer('dismiss') });
  return (
    <>
      {query.isError && (
        <Failure what="the approvals" error={query.error} retry={() => void query.refetch()} />
      )}
      {waiting.length > 0 && (
        <Panel title={`Waiting for approval: ${waiting.length}`} actions={<Keys />}>
          <ul className={classes.cards}>
            {waiting.map((variant) => (
              <ApprovalCard
                key={variant.monitoringId}
                variant={variant}
                points={curves.get(variant.monitoringId) ?? []}
              />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Keys() {
  const mayAct = useIsAtLeast('operator');
  const [isOn] = useShortcutsSwitch();
  if (!mayAct || !isOn) return null;
  return (
    <Text size="xs" c="var(--cull-muted)" className={classes.keys}>
      <Kbd size="xs">a</Kbd> approve, <Kbd size="xs">d</Kbd> dismiss: the card with the focus, or the first
    </Text>
  );
}

/** Asks for the reason on the card that has the focus, else on the first. */
function answer(action: 'approve' | 'dismiss'): void {
  const card =
    document.activeElement?.closest('[data-approval]') ?? document.querySelector('[data-approval]');
  card?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
}
