'use client';

import type { AppRouter } from '@cull/api';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { costWords, daysWords } from './cost-words';
import classes from './costs.module.css';
import type { ChosenScope } from './scopes';

type Costs = inferRouterOutputs<AppRouter>['insights']['costs'];

const HEIGHT = 120;
const RULE_WORDS = { literal: 'Below threshold', evidence: 'Evidence' } as const;
const PER_DAY = 'False kills a day';

/** How many healthy variants the active policies are expected to kill a day, by persona and rule. */
export function Costs({ scope }: { scope: ChosenScope }) {
  const trpc = useTRPC();
  const personaId = scope.type === 'persona' ? scope.id : undefined;
  const query = useQuery(trpc.insights.costs.queryOptions(personaId === undefined ? {} : { personaId }));
  return (
    <Panel title="Expected false kills a day">
      <Loaded key={personaId} what="the expected false kills" query={query} height={HEIGHT}>
        {(costs) => <Rows costs={costs} />}
      </Loaded>
    </Panel>
  );
}

function Rows({ costs: { days, total, personas } }: { costs: Costs }) {
  const groups = [
    ...(personas.length > 1 ? [{ name: 'All personas', ...total }] : []),
    ...personas.map(({ personaId, ...own }) => ({ name: personaId, ...own })),
  ];
  if (groups.every(({ rules }) => rules.length === 0)) {
    return (
      <Text size="sm">
        Nothing to expect: nobody has posted in the last {days === 1 ? 'day' : `${days} days`}, or no rule
        kills under the active policy.
      </Text>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={classes.around} tabIndex={0} aria-label="Expected false kills by persona and rule">
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Policy of</th>
              <th scope="col">Rule</th>
              <th scope="col">{PER_DAY}</th>
              <th scope="col" className={classes.prose}>
                Why
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.flatMap(({ name, rules }) =>
              rules.map((cost) => (
                <tr key={`${name} ${cost.rule}`}>
                  <th scope="row">{name}</th>
                  <td data-label="Rule">
                    {RULE_WORDS[cost.rule]}
                    {cost.reasons.includes('drop') && ' and went bad'}
                  </td>
                  <td data-label={PER_DAY}>
                    <strong>{costWords(cost)}</strong>
                  </td>
                  <td className={classes.prose}>{cost.text}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Of the posts of the last {daysWords(days)}, under the active policy of each persona.
      </Text>
    </>
  );
}
