'use client';

import { Anchor, Group, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { behindLabel } from '../../components/behind-words';
import { HandControl } from '../../components/hand-control';
import { Instant } from '../../components/instant';
import { lateChecksLabel } from '../../components/time-out-words';
import { unbroken } from '../../components/unbroken';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { ExtendControl } from './extend-control';
import { wentBadWords } from './went-bad';

/** In the query of the links that notifications give. */
const UNDO = 'undo';

interface Props {
  variant: MonitoredVariant;
  isNewest: boolean;
}

/** Which variant this is, how it stands, and what can be done with it. */
export function VariantHeader({ variant, isNewest }: Props) {
  const { variantId, monitoringId, personaId, campaignId, status, startedAt, wentBadAt } = variant;
  const late = lateWords(variant);
  const asksUndo = useSearchParams().has(UNDO);
  return (
    <Group justify="space-between">
      <Group gap="sm">
        <Title order={1} size="h3">
          {variantId}
        </Title>
        <Verdict {...variant} />
        {wentBadAt !== null && (
          <Text size="sm" fw={600} c="var(--cull-warn)">
            {unbroken(wentBadWords(wentBadAt, variant))}
          </Text>
        )}
        {late !== null && (
          <Text size="sm" c="var(--cull-warn)">
            {unbroken(late)}
          </Text>
        )}
        <Text size="sm" c="var(--cull-muted)">
          {personaId}
          {campaignId !== null && `, campaign ${campaignId}`}
        </Text>
      </Group>
      {isNewest ? (
        <Group gap="xs">
          {status === 'monitoring' && <ExtendControl variantId={variantId} monitoringId={monitoringId} />}
          {controlsFor(variant).map((action) => (
            <HandControl
              key={action}
              action={action}
              variantId={variantId}
              monitoringId={monitoringId}
              size="regular"
              asksAtOnce={asksUndo && action === 'revive'}
            />
          ))}
        </Group>
      ) : (
        <Text size="sm">
          The earlier session of <Instant at={startedAt} />.{' '}
          <Anchor
            component={Link}
            href={`/variants/${encodeURIComponent(variantId)}`}
            size="sm"
            underline="always"
          >
            To the newest
          </Anchor>
        </Text>
      )}
    </Group>
  );
}

/** How much less often than planned it is checked, or was; null where it is checked as planned. */
function lateWords({ status, lateChecks, timeOut }: MonitoredVariant): string | null {
  return status === 'monitoring' && lateChecks !== null ? behindLabel(lateChecks) : lateChecksLabel(timeOut);
}

/** What can be done with a variant as it stands. */
function controlsFor({ status, revivedAt, isProtected, hold }: MonitoredVariant) {
  if (status === 'killed' && revivedAt === null) return ['revive'] as const;
  if (status !== 'monitoring') return [];
  if (hold?.cause === 'approval') return ['dismiss', 'approve'] as const;
  return [isProtected ? 'unprotect' : 'protect', 'stop', 'kill'] as const;
}
