'use client';

import { formatCount } from '@cull/core';
import { Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';

/** Kills that proved wrong: the variant was back at the warn line by the end of its window. */
export function Regrets({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.kills.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton height={140} />;
  if (query.isError)
    return <Failure what="the regretted kills" error={query.error} retry={() => void query.refetch()} />;
  const { personas, total } = query.data;
  return (
    <Panel title="Regretted kills">
      <Text size="sm" mb={4}>
        {total.judged === 0
          ? 'No killed variant has been watched to the end of its window yet.'
          : `${formatCount(total.regretted)} of ${formatCount(total.judged)} kills that were watched on to the end of their window came back to the warn line.`}
      </Text>
      {personas.length > 0 && (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Persona</th>
              <th scope="col">Kills</th>
              <th scope="col">Watched on to the end</th>
              <th scope="col">Regretted</th>
            </tr>
          </thead>
          <tbody>
            {personas.map(({ personaId, kills, judged, regretted }) => (
              <tr key={personaId}>
                <th scope="row">{personaId}</th>
                <td data-label="Kills">{formatCount(kills)}</td>
                <td data-label="Watched on to the end">{formatCount(judged)}</td>
                <td data-label="Regretted">{formatCount(regretted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
