'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, formatCountOf } from '@cull/core';
import { Anchor, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { complement, estimateWords, shareWords } from '../../components/estimate-words';
import { REASON_WORDS } from '../../components/kill-reasons';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import classes from './insights.module.css';
import { avoidedWords } from './spared-words';

type Spared = inferRouterOutputs<AppRouter>['insights']['spared'];

const HEIGHT = 160;
const RIGHT = 'Right, 95% interval';

/** How right the kill verdicts are and what kills save, measured on those that were spared at random. */
export function SpareGroup({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.spared.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Spare group">
      <Loaded what="the spare group" query={query} height={HEIGHT}>
        {(spared) => (spared.total.spared === 0 ? <Empty /> : <Measured {...spared} />)}
      </Loaded>
    </Panel>
  );
}

function Empty() {
  return (
    <Text size="sm">
      No kill was spared in this time, so how right the kills are and what they save is not known. A share of
      kills to spare is set under{' '}
      <Anchor component={Link} href="/thresholds" inherit underline="always">
        Thresholds
      </Anchor>
      : 0.05 spares one in twenty at random and watches it to the end.
    </Text>
  );
}

function Measured({ total, rules, personas }: Spared) {
  const figures = [
    ['Verdicts that were right', shareWords(total.falseShare && complement(total.falseShare))],
    ['Views saved', avoidedWords(total.avoided, 'views')],
    ['Spend saved, in the postings’ currency', avoidedWords(total.avoided, 'spend')],
  ] as const;
  const rows = [
    ...rules.map(({ reason, ...own }) => ({ key: `rule ${reason}`, name: REASON_WORDS[reason], ...own })),
    ...personas.map(({ personaId, ...own }) => ({ key: `persona ${personaId}`, name: personaId, ...own })),
  ];
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text size="sm" fw={600} component="dd">
              {value}
            </Text>
          </div>
        ))}
      </dl>
      <table className={tables.table} data-figures>
        <thead>
          <tr>
            <th scope="col">Rule or persona</th>
            <th scope="col">Spared</th>
            <th scope="col">Watched to the end</th>
            <th scope="col">Would have been false</th>
            <th scope="col">{RIGHT}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, spared, judged, falseVerdicts, falseShare }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td data-label="Spared">{formatCount(spared)}</td>
              <td data-label="Watched to the end">{formatCount(judged)}</td>
              <td data-label="Would have been false">{formatCount(falseVerdicts)}</td>
              <td data-label={RIGHT}>{shareWords(falseShare && complement(falseShare))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        {formatCountOf(total.spared, 'kill verdict')} spared at random and watched to the end of the window.
        They stand for {formatCountOf(total.kills, 'kill')} by rules.
        {total.avoided.known && ` A kill saves ${estimateWords(total.avoided.viewsPerKill)} views.`}
      </Text>
    </>
  );
}
