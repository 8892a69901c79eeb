'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatAge } from './age';
import { Failure } from './failure';
import { useNow } from './use-now';

/** What of a query is needed here. */
interface Query<Data> {
  readonly data: Data | undefined;
  /** Epoch milliseconds. */
  readonly dataUpdatedAt: number;
  /** Whether the data are those of another key, kept until its own come. */
  readonly isPlaceholderData: boolean;
  readonly error: { readonly message: string } | null;
  readonly refetch: () => unknown;
}

interface Props<Data> {
  /** What could not be loaded, where it could not. */
  what: string;
  query: Query<Data>;
  /** Of the place that is held while it comes first, in pixels. */
  height: number;
  /** @param at When the data came, epoch milliseconds. */
  children: (data: Data, at: number) => ReactNode;
}

/**
 * Shows what a query brought. Where it cannot be brought again, what was there stays, and above it stands what went wrong
 * and how old it is; so it does where the key has moved on meanwhile.
 */
export function Loaded<Data>({ what, query, height, children }: Props<Data>) {
  const kept = useKept(query);
  const { error, refetch } = query;
  if (kept === null && error === null) return <Skeleton height={height} />;
  return (
    <Stack gap="xs">
      {error !== null && (
        <div>
          <Failure what={what} error={error} retry={() => void refetch()} />
          {kept !== null && <Age at={kept.at} />}
        </div>
      )}
      {kept !== null && <div>{children(kept.data, kept.at)}</div>}
    </Stack>
  );
}

/** Outside of the alert, which would be read out again every second. */
function Age({ at }: { at: number }) {
  const now = useNow() ?? at;
  return (
    <Text size="sm" c="var(--cull-muted)" mt={4}>
      What is shown is {formatAge(now - at)} old.
    </Text>
  );
}

interface Kept<Data> {
  readonly data: Data;
  readonly at: number;
}

/** The query's own last data, through failures and changes of its key; null before the first. */
export function useKept<Data>({
  data,
  dataUpdatedAt,
  isPlaceholderData,
}: Omit<Query<Data>, 'error' | 'refetch'>): Kept<Data> | null {
  const [kept, setKept] = useState<Kept<Data> | null>(null);
  if (data === undefined || isPlaceholderData) return kept;
  const newest = { data, at: dataUpdatedAt };
  if (kept?.data === data && kept.at === dataUpdatedAt) return kept;
  setKept(newest);
  return newest;
}
