'use client';

import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../../trpc/provider';
import { scopeWords } from '../../thresholds/scopes';
import { differences, labelOf, valueWords } from '../../thresholds/value-words';
import type { Marker } from '../curve/markers';
import classes from './activity.module.css';

/** A scope's versions are asked for once, however many of them a record has. */
const VERSIONS = 100;

/** What one version of an override changed, value by value. */
export function OverrideChange({ scope: { type, id }, version }: NonNullable<Marker['override']>) {
  const trpc = useTRPC();
  const scope = { type, ...(id !== '' && { id }) };
  const query = useQuery(trpc.thresholds.history.queryOptions({ scope, limit: VERSIONS }));
  if (query.isPending) return <Skeleton height={18} />;
  const items = query.data?.items ?? [];
  const index = items.findIndex((item) => item.version === version);
  const made = items[index];
  const before = items[index + 1] ?? (query.data?.nextCursor === null ? { values: {} } : undefined);
  return (
    <Text size="xs" component="div">
      For {scopeWords(scope)}
      {made?.action === 'clear' && ': cleared, the wider scopes hold.'}
      {made?.action === 'set' && before !== undefined && (
        <ul className={classes.changes}>
          {differences(before.values, made.values).map(({ path, before: old, after }) => (
            <li key={path}>
              {labelOf(path)}: <del>{valueWords(old)}</del> <ins>{valueWords(after)}</ins>
            </li>
          ))}
        </ul>
      )}
    </Text>
  );
}
