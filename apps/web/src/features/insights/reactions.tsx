'use client';

import { NativeSelect, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Loaded, useKept } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import { Estimate } from './estimate';

const HEIGHT = 100;

/** How late reactions come and how they cluster, as one persona's own history has it. */
export function Reactions({ since }: { since: string }) {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const known = useQuery({
    ...trpc.insights.calibration.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  const personas = useKept(known)?.data.personas.map(({ personaId }) => personaId) ?? [];
  const personaId = personas.find((id) => id === get('persona')) ?? personas[0];
  return (
    <Panel
      title="Reaction delay"
      actions={
        <NativeSelect
          size="xs"
          aria-label="Persona"
          data={personas}
          value={personaId ?? ''}
          disabled={personaId === undefined}
          onChange={(event) => change({ persona: event.currentTarget.value })}
        />
      }
    >
      <Loaded what="the personas" query={known} height={HEIGHT}>
        {() =>
          personaId === undefined ? (
            <Text size="sm">No variant ran its full window in this period.</Text>
          ) : (
            <OfPersona key={personaId} personaId={personaId} since={since} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function OfPersona({ personaId, since }: { personaId: string; since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.reactions.queryOptions({ personaId, since }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded what="the estimate" query={query} height={HEIGHT}>
      {({ estimate }) =>
        estimate === null ? (
          <Text size="sm">
            Not enough data about {personaId} in this period. An estimate needs at least 3 sessions and 200
            interactions.
          </Text>
        ) : (
          <Estimate personaId={personaId} estimate={estimate} />
        )
      }
    </Loaded>
  );
}
