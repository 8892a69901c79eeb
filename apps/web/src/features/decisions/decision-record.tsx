'use client';

import { formatCount, formatRate } from '@cull/core';
import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { dueWords } from '../../components/due-words';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { useTRPC } from '../../trpc/provider';
import { sessionAddress } from '../variant/address';
import { RuleConditions } from '../variant/rule-conditions';
import classes from './decisions.module.css';

const HEIGHT = 150;

/** The numbers that led to a decision, and every condition as it stood then. */
export function DecisionRecord({ decisionId }: { decisionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.decisions.get.queryOptions({ decisionId }));
  if (query.isPending) return <Skeleton height={HEIGHT} m="xs" />;
  if (query.isError)
    return <Failure what="the record" error={query.error} retry={() => void query.refetch()} />;
  const { explanation, policyVersion, observedAt, policy, variantId, monitoringId } = query.data;
  const { views, interactions, interactionsDue, engagementRate, expectedEngagementRate, killThreshold } =
    explanation;
  const figures = [
    ['Views', formatCount(views ?? 0)],
    ['Interactions', formatCount(interactions ?? 0)],
    ['Due by then', interactionsDue === null ? '–' : dueWords(interactionsDue)],
    ['Engagement rate', engagementRate === null ? '–' : formatRate(engagementRate)],
    ['Expected', formatRate(expectedEngagementRate)],
    ['Kill threshold', formatRate(killThreshold)],
    ['Mode', policy.mode],
    ['Policy version', String(policyVersion)],
  ] as const;
  return (
    <Stack gap="xs" className={classes.record}>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text size="sm" fw={600} component="dd" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
      <div>
        <RuleConditions
          rules={explanation.rules}
          safety={explanation.safety}
          dropAction={policy.drop.action}
        />
      </div>
      {policy.unreadable.length > 0 && (
        <Text size="xs" c="var(--cull-warn)">
          This version can’t read {policy.unreadable.join(', ')} of the policy of that time: the defaults are
          shown.
        </Text>
      )}
      <Text size="xs" c="var(--cull-muted)">
        {observedAt !== null && (
          <>
            By the reading of <Instant at={observedAt} />.{' '}
          </>
        )}
        Monitoring session{' '}
        <Anchor component={Link} href={sessionAddress(variantId, monitoringId)} prefetch={false} inherit>
          {monitoringId}
        </Anchor>
        .
      </Text>
    </Stack>
  );
}
