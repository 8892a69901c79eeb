'use client';

import type { PolicyValues } from '@cull/core';
import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useTRPC } from '../../trpc/provider';
import { Foreseen } from './foreseen';
import { refusalWords } from './refusal-words';
import type { ChosenScope } from './scopes';
import { useOwnChange } from './use-own-change';

interface Props {
  scope: ChosenScope;
  version: { readonly version: number; readonly values: PolicyValues; readonly expiresAt: string | null };
  /** The newest version that the reader sees. */
  expectedVersion: number;
}

/** Goes back to an earlier version, as a new one. */
export function RestoreControl({ scope, version: { version, values, expiresAt }, expectedVersion }: Props) {
  const trpc = useTRPC();
  const changed = useOwnChange();
  const restore = useMutation({
    ...trpc.thresholds.restore.mutationOptions(),
    onSuccess: ({ version: to }) =>
      changed({ scope, from: expectedVersion, to }, `Version ${version} is active again.`),
  });
  return (
    <ReasonControl
      button="Return"
      label={`Return to version ${version}`}
      does={`Gives the scope exactly these values again, as a new version${expiresAt === null ? '' : ', until they would have ended, or for good where that is over'}.`}
      color="accent"
      problem={refusalWords(restore.error)}
      busy={restore.isPending}
      act={(note) => restore.mutateAsync({ scope, version, note, expectedVersion })}
      impact={<Foreseen scope={scope} values={values} />}
    />
  );
}
