'use client';

import { formatCount } from '@cull/core';
import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { memo } from 'react';
import { HandControl } from '../../components/hand-control';
import { RateBar } from '../../components/rate-bar';
import { Sparkline } from '../../components/sparkline';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';
import classes from './variant-table.module.css';

const HEADER_HEIGHT = 48;

/** One line a variant, for wide screens. */
export function VariantTable({
  variants,
  isLive,
}: {
  variants: readonly MonitoredVariant[];
  isLive: boolean;
}) {
  return (
    <Table
      className={classes.table}
      stickyHeader
      stickyHeaderOffset={HEADER_HEIGHT}
      verticalSpacing={3}
      horizontalSpacing="xs"
      highlightOnHover
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={124}>Verdict</Table.Th>
          <Table.Th>Variant</Table.Th>
          <Table.Th w={230}>Engagement rate</Table.Th>
          <Table.Th ta="right" w={104}>
            Interactions
          </Table.Th>
          <Table.Th ta="right" w={90}>
            Views
          </Table.Th>
          <Table.Th ta="right" w={isLive ? 90 : 150}>
            {isLive ? 'Time left' : 'Ended'}
          </Table.Th>
          {isLive && <Table.Th w={140}>Last minute</Table.Th>}
          {isLive && (
            <Table.Th w={60}>
              <VisuallyHidden>Controls</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {variants.map((variant) => (
          <Row key={variant.monitoringId} listed={variant} isLive={isLive} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

const Row = memo(function Row({ listed, isLive }: { listed: MonitoredVariant; isLive: boolean }) {
  const { variant, points } = useLatest(listed);
  const { variantId, personaId, expectedEngagementRate: expected, policy, killReason } = variant;
  return (
    <Table.Tr>
      <Table.Td>
        <Verdict {...variant} />
      </Table.Td>
      <Table.Td>
        <Anchor
          component={Link}
          href={`/variants/${encodeURIComponent(variantId)}`}
          size="sm"
          fw={600}
          truncate
          display="block"
        >
          {variantId}
        </Anchor>
        <Text size="xs" c="var(--cull-muted)" truncate>
          {personaId}
          {killReason !== null && `, ${killReason.replaceAll('_', ' ')}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
      </Table.Td>
      <Table.Td ta="right">
        {formatCount(variant.interactions ?? 0)}
        <Text span size="xs" c="var(--cull-muted)">
          {' '}
          / {formatCount(policy.minInteractions)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{formatCount(variant.views ?? 0)}</Table.Td>
      <Table.Td ta="right">
        <TimeLeft variant={variant} />
      </Table.Td>
      {isLive && (
        <Table.Td>
          <Sparkline points={points} expected={expected} killLine={policy.killRatio * expected} />
        </Table.Td>
      )}
      {isLive && (
        <Table.Td ta="right">
          {variant.status === 'monitoring' && <HandControl action="kill" variantId={variantId} />}
        </Table.Td>
      )}
    </Table.Tr>
  );
});
