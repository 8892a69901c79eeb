'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { shareWords } from '../../components/estimate-words';
import { REASON_WORDS } from '../../components/kill-reasons';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { falseKillRows } from './false-kill-rows';

const HEIGHT = 140;
const SHARE = 'Share, 95% interval';

/** Kills that proved wrong, by rule and persona: the variant was back at the warn threshold by the end of its window. */
export function FalseKills({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.kills.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="False kills">
      <Loaded what="the false kills" query={query} height={HEIGHT}>
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
          ? 'No killed variant has been followed to the end of its window yet.'
          : `${formatCount(total.regretted)} of ${formatCount(total.judged)} kills that were followed to the end of their window were false: the variant was back at the warn threshold.`}
      </Text>
      {personas.length > 0 && (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Persona</th>
              <th scope="col">Rule</th>
              <th scope="col">Kills</th>
              <th scope="col">Followed</th>
              <th scope="col">False</th>
              <th scope="col">{SHARE}</th>
            </tr>
          </thead>
          <tbody>
            {falseKillRows({ personas, total }).map(
              ({ persona, reason, kills, judged, regretted, falseShare }) => (
                <tr key={`${persona} ${reason}`}>
                  <th scope="row">{persona ?? 'All personas'}</th>
                  <td data-label="Rule">{REASON_WORDS[reason]}</td>
                  <td data-label="Kills">{formatCount(kills)}</td>
                  <td data-label="Followed">{formatCount(judged)}</td>
                  <td data-label="False">{formatCount(regretted)}</td>
                  <td data-label={SHARE}>{shareWords(falseShare)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
    </>
  );
}
