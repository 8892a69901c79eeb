'use client';

import { DEFAULT_POLICY, formatCount, formatRate } from '@cull/core';
import { Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from './apply-control';
import classes from './insights.module.css';

const MOST_RATIO = 1;

/** Whether what was expected of each persona came true, and what would fit better. */
export function Calibration({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.calibration.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton height={180} />;
  if (query.isError)
    return <Failure what="the calibration" error={query.error} retry={() => void query.refetch()} />;
  const { personas, truncated } = query.data;
  return (
    <Panel title="Expected against realised engagement rates">
      {personas.length === 0 && <Text size="sm">No variant ran to its end in this time.</Text>}
      {personas.length > 0 && (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Persona</th>
              <th scope="col">Sessions</th>
              <th scope="col">Expected</th>
              <th scope="col">Realised</th>
              <th scope="col">Realised over expected, 95 % interval</th>
              <th scope="col">Suggestion</th>
            </tr>
          </thead>
          <tbody>
            {personas.map(({ personaId, sessions, expectedRate, realisedRate, factor, suggestedFactor }) => (
              <tr key={personaId}>
                <th scope="row">{personaId}</th>
                <td data-label="Sessions">{formatCount(sessions)}</td>
                <td data-label="Expected">{expectedRate === null ? '–' : formatRate(expectedRate)}</td>
                <td data-label="Realised">{realisedRate === null ? '–' : formatRate(realisedRate)}</td>
                <td data-label="Realised over expected, 95 % interval">
                  {factor === null
                    ? 'too little is known'
                    : `${factor.value.toFixed(2)} (${factor.low.toFixed(2)} to ${factor.high.toFixed(2)})`}
                </td>
                <td data-label="Suggestion">
                  {suggestedFactor === null ? (
                    'none'
                  ) : (
                    <Suggestion personaId={personaId} factor={suggestedFactor} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Variants that ran to their end, or were watched on after their kill
        {truncated && '; the newest of more'}. Better than an override is an orchestrator that expects what
        comes true.
      </Text>
    </Panel>
  );
}

function Suggestion({ personaId, factor }: { personaId: string; factor: number }) {
  const killRatio = round(DEFAULT_POLICY.killRatio * factor);
  const warnRatio = round(DEFAULT_POLICY.warnRatio * factor);
  return (
    <span className={classes.suggestion}>
      expect {factor.toFixed(2)} times as much
      {warnRatio <= MOST_RATIO && (
        <ApplyControl
          scope={{ type: 'persona', id: personaId }}
          values={{ killRatio, warnRatio }}
          label={`Apply the scaled lines to ${personaId}`}
          does={`Kills below ${killRatio} and warns below ${warnRatio} of what is expected, which is half and 0.7 of what comes true.`}
        />
      )}
    </span>
  );
}

function round(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
