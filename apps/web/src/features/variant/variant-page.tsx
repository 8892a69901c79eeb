'use client';

import { Alert, Anchor, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Failure } from '../../components/failure';
import { HandControl } from '../../components/hand-control';
import { Verdict } from '../../components/verdict';
import { codeOf, useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { useLatest } from '../live/use-latest';
import { useWatch } from '../live/use-watch';
import { ThresholdEditor } from '../thresholds/threshold-editor';
import { ExtendControl } from './extend-control';
import { Figures } from './figures';
import { KillRecord } from './kill-record';
import { Message } from './message';
import { RateCurve } from './rate-curve';
import { Siblings } from './siblings';
import classes from './variant-page.module.css';
import { Why } from './why';

const REFETCH_MS = 10_000;
const SCOPE_TYPES = ['variant', 'campaign', 'persona', 'global'] as const;
const WITHOUT_CAMPAIGN = ['variant', 'persona', 'global'] as const;
/** In the query of the links that notifications give. */
const UNDO = 'undo';

/** Everything about one variant: its curve, its reason, and what can be done. */
export function VariantPage({ variantId }: { variantId: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.status.queryOptions({ variantId }),
    refetchInterval: REFETCH_MS,
  });
  if (query.isPending) return <Skeleton height={480} />;
  if (query.data !== undefined) return <Whole session={query.data} />;
  if (codeOf(query.error) === 'NOT_FOUND') {
    return (
      <Alert title="There is no such variant" color="gray">
        Nothing was ever posted under the id “{variantId}”.{' '}
        <Anchor component={Link} href="/" underline="always">
          To the live variants
        </Anchor>
      </Alert>
    );
  }
  return <Failure what="the variant" error={query.error} retry={() => void query.refetch()} />;
}

function Whole({ session }: { session: MonitoredVariant }) {
  const { variantId, personaId, campaignId } = session;
  useWatch('variant', [session]);
  const { variant } = useLatest(session);
  const asksUndo = useSearchParams().has(UNDO);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm">
          <Title order={1} size="h3">
            {variantId}
          </Title>
          <Verdict {...variant} />
          <Text size="sm" c="var(--cull-muted)">
            {personaId}
            {campaignId !== null && `, campaign ${campaignId}`}
          </Text>
        </Group>
        <Group gap="xs">
          {variant.status === 'monitoring' && <ExtendControl variantId={variantId} />}
          {controlsFor(variant).map((action) => (
            <HandControl
              key={action}
              action={action}
              variantId={variantId}
              size="regular"
              asksAtOnce={asksUndo && action === 'revive'}
            />
          ))}
        </Group>
      </Group>
      <Figures variant={variant} />
      <div className={classes.whole}>
        <Paper withBorder p="sm" className={classes.curve}>
          <RateCurve session={variant} />
        </Paper>
        <Stack gap="sm" className={classes.reasons}>
          <Why session={variant} />
          {variant.status === 'killed' && <KillRecord session={session} />}
          <Message variantId={variantId} />
          {campaignId !== null && <Siblings campaignId={campaignId} variantId={variantId} />}
        </Stack>
        <div className={classes.thresholds}>
          <ThresholdEditor
            subject={{ variantId, personaId, ...(campaignId !== null && { campaignId }) }}
            scopeTypes={campaignId === null ? WITHOUT_CAMPAIGN : SCOPE_TYPES}
          />
        </div>
      </div>
    </Stack>
  );
}

/** What can be done with a variant as it stands. */
function controlsFor({ status, revivedAt, isProtected, hold }: MonitoredVariant) {
  if (status === 'killed' && revivedAt === null) return ['revive'] as const;
  if (status !== 'monitoring') return [];
  if (hold?.cause === 'approval') return ['dismiss', 'approve'] as const;
  return [isProtected ? 'unprotect' : 'protect', 'stop', 'kill'] as const;
}
