'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';

const HEIGHT = 100;

/** Kills that proved wrong: the variant was back at the warn line by the end of its window. */
export function Regrets({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.kills.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Regretted kills">
      <Loaded what="the regretted kills" query={query} height={HEIGHT}>
        {(kills) => <Judged {...kills} />}
      </Loaded>
    </Panel>
  );
}

function Judged({ personas, total }: inferRouterOutputs<AppRouter>['insights']['kills']) {
  return (
    <>
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
    </>
  );
}
