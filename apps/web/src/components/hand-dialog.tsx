'use client';

import { Popover } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTRPC, useTRPCClient } from '../trpc/provider';
import { type AskedHand, ask, useAskedHand } from './asked-hand';
import { focusFirst, isFocusLost, neighborsOf } from './focus';
import { obstacleTo } from './hand-obstacle';
import { HAND_WORDS } from './hand-words';
import { ReasonForm } from './reason-form';
import { ReviveImpact } from './revive-impact';
import { saidBesides } from './said';
import { inverseOf, tellDone } from './undo';
import { useEscape } from './use-escape';
import { type Kept, withSession } from './with-session';

/** Asks what a `HandControl` has to ask, next to its button, and stays when the button goes. */
export function HandDialog() {
  const asked = useAskedHand((state) => state.asked);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, and the question is off the table.
  useEffect(() => () => ask(null), [path]);
  return asked !== null && <Question key={asked.id} asked={asked} />;
}

function Question({ asked }: { asked: AskedHand }) {
  const { action, variantId, monitoringId, button, place } = asked;
  const { does, color, button: verb } = HAND_WORDS[action];
  const label = `${verb} ${variantId}`;
  const { problem, busy, act } = useHandAct(asked);
  const trpc = useTRPC();
  const session = useQuery(trpc.monitoring.status.queryOptions({ variantId }));
  // What was known before the question was asked may be long over.
  const isKnown = session.data !== undefined && session.isFetchedAfterMount && !busy;
  const obstacle = isKnown ? obstacleTo(action, session.data, monitoringId) : null;
  const [dropdown, setDropdown] = useState<HTMLDivElement | null>(null);
  const close = () => ask(null);
  useClickOutside(close, null, [dropdown, button]);
  useEscape(true, close);
  useFocusBack(asked, label);
  return (
    <Popover
      opened
      onChange={close}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withRoles={false}
      trapFocus
      withArrow
      position="bottom-end"
      width={280}
      hideDetached={false}
    >
      <Popover.Target>
        <span style={{ position: 'absolute', pointerEvents: 'none', ...place }} />
      </Popover.Target>
      <Popover.Dropdown ref={setDropdown} role="dialog" aria-label={label} tabIndex={-1}>
        <ReasonForm
          label={label}
          does={does}
          color={color}
          problem={problem}
          busy={busy}
          act={act}
          onDone={close}
          impact={action === 'revive' && obstacle === null && <ReviveImpact variantId={variantId} />}
          obstacle={obstacle}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function useHandAct({ action, variantId, monitoringId }: AskedHand) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { done, color } = HAND_WORDS[action];
  const inverse = inverseOf(action, { variantId, monitoringId }, client);
  const mutation = useMutation({
    mutationFn: async (reason: string) => {
      const input = { variantId, monitoringId, reason };
      if (action === 'unprotect') return client.monitoring.protect.mutate({ ...input, isProtected: false });
      if (action === 'revive') return (await client.monitoring.revive.mutate(input)).session;
      return client.monitoring[action].mutate(input);
    },
    onSuccess: (session) => {
      // Long lists are asked for again at long intervals only.
      for (const queryKey of [trpc.monitoring.list.pathKey(), trpc.monitoring.status.pathKey()])
        queryClient.setQueriesData<Kept>({ queryKey }, (kept) => kept && withSession(kept, session));
      tellDone({
        message: `${variantId} is ${done}.`,
        color,
        ...(inverse !== null && { undo: { label: `Undo for ${variantId}`, act: inverse } }),
      });
      void queryClient.invalidateQueries({ queryKey: trpc.decisions.list.pathKey() });
    },
  });
  return {
    problem: saidBesides(mutation.error?.message, []),
    busy: mutation.isPending,
    act: mutation.mutateAsync,
  };
}

/** Afterward the focus is where it was; where that has gone, on a button of the same name, or on a neighbor. */
function useFocusBack({ button, focused }: AskedHand, label: string): void {
  useEffect(() => {
    const heirs = neighborsOf(button);
    return () => {
      if (!isFocusLost()) return;
      const namesake = document.querySelector<HTMLElement>(`button[aria-label="${CSS.escape(label)}"]`);
      const before = focused instanceof HTMLElement && focused !== document.body ? focused : null;
      focusFirst([before, button, namesake, ...heirs]);
    };
  }, [button, focused, label]);
}
