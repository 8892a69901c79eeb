'use client';

import { formatCount } from '@cull/core';
import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { memo } from 'react';
import { HandControl } from '../../components/hand-control';
import { RateBar } from '../../components/rate-bar';
import { Sparkline } from '../../components/sparkline';
import { Verdict } from '../../components/verdict';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';
import type { ListedVariant } from './variant-cards';

/** One line a variant, for wide screens. */
export function VariantTable({ variants }: { variants: readonly ListedVariant[] }) {
  return (
    <Table.ScrollContainer minWidth={900} type="native">
      <Table stickyHeader verticalSpacing={4} horizontalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Verdict</Table.Th>
            <Table.Th>Variant</Table.Th>
            <Table.Th>Engagement rate</Table.Th>
            <Table.Th ta="right">Interactions</Table.Th>
            <Table.Th ta="right">Views</Table.Th>
            <Table.Th ta="right">Time left</Table.Th>
            <Table.Th>Last minute</Table.Th>
            <Table.Th>
              <VisuallyHidden>Controls</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variants.map((variant) => (
            <Row key={variant.monitoringId} listed={variant} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const Row = memo(function Row({ listed }: { listed: ListedVariant }) {
  const { variant, points } = useLatest(listed);
  const { variantId, personaId, expectedEngagementRate: expected, policy } = variant;
  return (
    <Table.Tr>
      <Table.Td>
        <Verdict {...variant} />
      </Table.Td>
      <Table.Td maw={220}>
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
        </Text>
      </Table.Td>
      <Table.Td>
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
      </Table.Td>
      <Table.Td ta="right">
        {formatCount(variant.interactions ?? 0)}
        <Text span size="xs" c="var(--cull-muted)">
          {' '}
          / {policy.minInteractions}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{formatCount(variant.views ?? 0)}</Table.Td>
      <Table.Td ta="right">
        <TimeLeft variant={variant} />
      </Table.Td>
      <Table.Td>
        <Sparkline points={points} expected={expected} killLine={policy.killRatio * expected} />
      </Table.Td>
      <Table.Td ta="right">
        {variant.status === 'monitoring' && <HandControl action="kill" variantId={variantId} />}
      </Table.Td>
    </Table.Tr>
  );
});
