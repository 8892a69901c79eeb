'use client';

import type { PolicyValues } from '@cull/core';
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Instant } from '../../components/instant';
import { ReasonControl } from '../../components/reason-control';
import { useIsAtLeast } from '../../components/use-role';
import { codeOf, useTRPC } from '../../trpc/provider';
import { Foreseen } from '../thresholds/foreseen';
import { Changes } from './changes';
import { changesOf, type Overrides, ownOf, type Scope } from './overrides';

interface Props {
  scope: Scope;
  values: PolicyValues;
  /** What is applied, in full. */
  label: string;
  does: string;
  /** What the suggestion rests on; it is part of the note whatever else that says. */
  restsOn: string;
  /** Said where the values hold already. */
  agreed: string;
  overrides: Overrides;
  /** On the button that asks. */
  button?: string;
  /** Whether it can be applied only once it was shown what it would have done. */
  needsPreview?: boolean;
}

const MAX_NOTE = 500;

/** Makes a suggestion an override, with a note; no button for those who may not. */
export function ApplyControl({
  scope,
  values,
  label,
  does,
  restsOn,
  agreed,
  overrides,
  button = 'Apply',
  needsPreview = false,
}: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayApply = useIsAtLeast('operator');
  const asked = JSON.stringify([scope, values]);
  const [shown, setShown] = useState<string | null>(null);
  const showed = useCallback(() => setShown(asked), [asked]);
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
  const set = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: 'Applied. It is active now.', color: 'good' });
      lookAgain();
    },
    onError: lookAgain,
  });
  const changes = changesOf(overrides, scope, values);
  if (changes.length === 0) return <Text size="sm">{agreed}</Text>;
  if (!mayApply) return null;
  const own = ownOf(overrides, scope);
  const expiresAt = own?.expiresAt ?? null;
  return (
    <ReasonControl
      button={button}
      label={label}
      does={does}
      impact={
        <>
          <Changes changes={changes} />
          {needsPreview && <Foreseen scope={scope} values={values} replace={false} onShown={showed} />}
          {expiresAt !== null && (
            <Text size="sm">
              The override that this is laid over ends at <Instant at={expiresAt} />, and this with it.
            </Text>
          )}
        </>
      }
      isReady={!needsPreview || shown === asked}
      color="accent"
      proposed={restsOn}
      problem={refusalOf(set.error)}
      busy={set.isPending}
      act={(note) =>
        set.mutateAsync({
          scope: { ...scope },
          values,
          note: note.includes(restsOn) ? note : `${restsOn} ${note}`.slice(0, MAX_NOTE),
          expectedVersion: own?.version ?? 0,
          ...(expiresAt !== null && { expiresAt }),
        })
      }
    />
  );
}

function refusalOf(error: { message: string } | null): string | undefined {
  return codeOf(error) === 'CONFLICT'
    ? 'Somebody else changed this first. Above is what is active now: apply it if it still fits.'
    : error?.message;
}
