'use client';

import type { PolicyValues } from '@cull/core';
import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../../trpc/provider';
import { Outlook } from './outlook';
import type { ChosenScope } from './scopes';
import { inWords } from './value-words';

interface Props {
  scope: ChosenScope;
  values: PolicyValues;
  /** Whether the values take the place of all that the scope overrides, instead of being laid over it. */
  replace?: boolean;
  /** Called once the answer is on the page. */
  onShown?: () => void;
}

/** What it would have done, and would do now, to give a scope these values. */
export function Foreseen({ scope, values, replace = true, onShown }: Props) {
  const trpc = useTRPC();
  const query = useQuery(trpc.thresholds.preview.queryOptions({ scope, values, replace }));
  const isShown = query.data !== undefined;
  useEffect(() => {
    if (isShown) onShown?.();
  }, [isShown, onShown]);
  if (query.isPending) {
    return (
      <Text size="sm">
        <Loader size={12} aria-hidden /> Replaying the last 24 hours…
      </Text>
    );
  }
  if (query.isError)
    return <Text size="sm">What it would do is not known: {inWords(query.error.message)}</Text>;
  return <Outlook outlook={query.data} />;
}
