'use client';

import { formatCount } from '@cull/core';
import { NativeSelect, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from './apply-control';
import classes from './insights.module.css';

/** Workers keep the views of this long. */
const MAX_LAG_SECONDS = 120;

/** How late reactions come and how they cluster, as one persona's own history has it. */
export function Reactions({ since }: { since: string }) {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const known = useQuery({
    ...trpc.insights.calibration.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  const personas = known.data?.personas.map(({ personaId }) => personaId) ?? [];
  const personaId = personas.find((id) => id === get('persona')) ?? personas[0];
  if (personaId === undefined) return null;
  return (
    <Panel
      title="How late reactions come"
      actions={
        <NativeSelect
          size="xs"
          aria-label="Persona"
          data={personas}
          value={personaId}
          onChange={(event) => change({ persona: event.currentTarget.value })}
        />
      }
    >
      <OfPersona key={personaId} personaId={personaId} since={since} />
    </Panel>
  );
}

function OfPersona({ personaId, since }: { personaId: string; since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.reactions.queryOptions({ personaId, since }),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton height={90} />;
  if (query.isError)
    return <Failure what="the estimate" error={query.error} retry={() => void query.refetch()} />;
  const { estimate } = query.data;
  if (estimate === null) {
    return <Text size="sm">Too little was recorded of {personaId} in this time to tell.</Text>;
  }
  return <Estimate personaId={personaId} estimate={estimate} />;
}

interface EstimateProps {
  personaId: string;
  estimate: {
    sessions: number;
    samples: number;
    interactions: number;
    lag: { meanSeconds: number; low: number; high: number; suggestedSeconds: number };
    dispersion: { value: number; low: number; high: number };
  };
}

function Estimate({
  personaId,
  estimate: { sessions, samples, interactions, lag, dispersion },
}: EstimateProps) {
  const lagSeconds = Math.min(MAX_LAG_SECONDS, Math.round(lag.suggestedSeconds));
  const spread = Math.max(1, Math.round(dispersion.value * 100) / 100);
  return (
    <>
      <Text size="sm">
        A reaction comes {lag.meanSeconds.toFixed(1)} s after its view on average ({lag.low.toFixed(1)} to{' '}
        {lag.high.toFixed(1)} s); 95 % have come after {lagSeconds} s. Several reactions of one viewer make
        the counts vary {spread} times as much as single ones would ({dispersion.low.toFixed(2)} to{' '}
        {dispersion.high.toFixed(2)}).
      </Text>
      <Text size="xs" c="var(--cull-muted)" mb="xs">
        Rests on {formatCount(sessions)} sessions, {formatCount(samples)} samples, {formatCount(interactions)}{' '}
        interactions.
      </Text>
      <span className={classes.suggestion}>
        <ApplyControl
          scope={{ type: 'persona', id: personaId }}
          values={{
            belowThreshold: { reactionLagSeconds: lagSeconds },
            evidence: { reactionLagSeconds: lagSeconds, dispersion: spread },
          }}
          label={`Apply to ${personaId}`}
          does={`Holds interactions against the views of ${lagSeconds} s before, and reckons with a dispersion of ${spread}.`}
        />
      </span>
    </>
  );
}
