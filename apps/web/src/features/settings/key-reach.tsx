'use client';

import { Group, MultiSelect, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { saidOf } from '../../components/said';
import { useTRPC } from '../../trpc/provider';

/** What a key is narrowed to; an empty list narrows nothing. */
export interface Reach {
  personaIds: readonly string[];
  sources: readonly string[];
}

export const NOT_NARROWED: Reach = { personaIds: [], sources: [] };

/** The same as the API takes it. */
export function inputOf({ personaIds, sources }: Reach) {
  return {
    ...(personaIds.length > 0 && { personaIds: [...personaIds] }),
    ...(sources.length > 0 && { sources: [...sources] }),
  };
}

interface Props {
  reach: Reach;
  onChange: (reach: Reach) => void;
  /** Why the API refused the key. */
  problem: string | undefined;
}

/** The personas and sources that a key is for. */
export function ReachFields({ reach, onChange, problem }: Props) {
  const trpc = useTRPC();
  const facets = useQuery(trpc.monitoring.facets.queryOptions());
  const accounts = useQuery(trpc.accounts.list.queryOptions());
  const sources = (accounts.data?.items ?? [])
    .filter(({ accountId }) => accountId !== 'default')
    .map(({ accountId, name }) => ({ value: accountId, label: name }));
  return (
    <Group gap="sm" align="start" mb="sm">
      <TagsInput
        size="xs"
        w={280}
        label="Only for personas"
        placeholder={reach.personaIds.length === 0 ? 'All' : ''}
        data={(facets.data?.personas ?? []).map(({ personaId }) => personaId)}
        maxTags={100}
        value={[...reach.personaIds]}
        onChange={(personaIds) => onChange({ ...reach, personaIds })}
        error={saidOf(problem, 'personaIds')}
      />
      <MultiSelect
        size="xs"
        w={280}
        label="Only for sources"
        placeholder={reach.sources.length === 0 ? 'All' : ''}
        data={[
          { value: 'push', label: 'Pushed samples' },
          { value: 'default', label: 'default' },
          ...sources,
        ]}
        value={[...reach.sources]}
        onChange={(chosen) => onChange({ ...reach, sources: chosen })}
        error={saidOf(problem, 'sources')}
      />
    </Group>
  );
}
