'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { SimpleGrid, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../../components/loaded';
import { Panel } from '../../../components/panel';
import { useTRPC } from '../../../trpc/provider';
import { Funnel } from './funnel';
import { KillTimes } from './kill-times';
import { PairMap } from './pair-map';
import { RatePoints } from './rate-points';
import { RatioSpread } from './ratio-spread';

export type Outcomes = inferRouterOutputs<AppRouter>['insights']['outcomes'];

const HEIGHT = 240;

/** What became of the variants: how many were killed, how far they were from what was expected, when, and where. */
export function OutcomePanels({ since }: { since: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.insights.outcomes.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  const panel = (title: string, content: (outcomes: Outcomes) => React.ReactNode) => (
    <Panel title={title}>
      <Loaded what="the outcomes" query={query} height={HEIGHT}>
        {content}
      </Loaded>
    </Panel>
  );
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {panel('From posted to false kill', ({ funnel }) => (
          <Funnel funnel={funnel} />
        ))}
        {panel('Time to kill', ({ timesToKill }) => (
          <KillTimes times={timesToKill} />
        ))}
        {panel('Realized ER as part of expected', ({ ratios }) => (
          <RatioSpread ratios={ratios} />
        ))}
        {panel('Expected against realized ER', ({ points }) => (
          <RatePoints points={points} />
        ))}
      </SimpleGrid>
      {panel('Personas by campaign', ({ pairs, truncated }) => (
        <>
          <PairMap pairs={pairs} />
          {truncated && (
            <Text size="xs" c="var(--cull-muted)" mt="xs">
              Only the newest {formatCount(pairs.reduce((sum, { variants }) => sum + variants, 0))} variants
              of this period are counted here.
            </Text>
          )}
        </>
      ))}
    </Stack>
  );
}
