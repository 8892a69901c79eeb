'use client';

import { formatCount, formatRate } from '@cull/core';
import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { dueWords } from '../../components/due-words';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { unbroken } from '../../components/unbroken';
import { useTRPC } from '../../trpc/provider';
import { sessionAddress } from '../variant/address';
import { RuleConditions } from '../variant/why/rule-conditions';
import classes from './decision-record.module.css';
import type { Decision } from './decision-row';
import { SmallCurve } from './small-curve';
import { useWholeCurves } from './use-whole-curves';

const HEIGHT = 150;

/** The numbers that led to a decision, its curve, and every condition as it stood then. */
export function DecisionRecord({ decision }: { decision: Decision }) {
  const { decisionId, monitoringId, variantId, text } = decision;
  const trpc = useTRPC();
  const query = useQuery(trpc.decisions.get.queryOptions({ decisionId }));
  const curves = useWholeCurves([monitoringId], false);
  if (query.isPending) return <Skeleton height={HEIGHT} my="xs" />;
  if (query.isError)
    return <Failure what="the record" error={query.error} retry={() => void query.refetch()} />;
  const { explanation, policyVersion, observedAt, policy } = query.data;
  return (
    <div className={classes.record}>
      <div className={classes.told}>
        <Text size="sm">{unbroken(text)}</Text>
        {decision.note !== null && !text.includes(decision.note) && (
          <Text size="sm" c="var(--cull-muted)">
            {decision.actor}: {decision.note}
          </Text>
        )}
        <SmallCurve
          points={curves.get(monitoringId) ?? []}
          expected={explanation.expectedEngagementRate}
          killThreshold={explanation.killThreshold}
          label="Engagement rate since posting, against its expected rate and kill threshold"
        />
        <Figures figures={figuresOf(explanation, [policy.mode, policyVersion])} />
        {policy.unreadable.length > 0 && (
          <Text size="xs" c="var(--cull-warn)">
            This version can’t read {policy.unreadable.join(', ')} of the policy of that time: the defaults
            are shown.
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
      </div>
      <div>
        <RuleConditions
          rules={explanation.rules}
          safety={explanation.safety}
          dropAction={policy.drop.action}
        />
      </div>
    </div>
  );
}

type Figure = readonly [name: string, value: string];

function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
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
  );
}

interface Explained {
  readonly views: number | null;
  readonly interactions: number | null;
  readonly interactionsDue: number | null;
  readonly engagementRate: number | null;
  readonly expectedEngagementRate: number;
  readonly killThreshold: number;
}

function figuresOf(explained: Explained, [mode, version]: readonly [string, number]): readonly Figure[] {
  const known = (value: number | null, words: (value: number) => string) =>
    value === null ? '–' : words(value);
  return [
    ['Views', known(explained.views, formatCount)],
    ['Interactions', known(explained.interactions, formatCount)],
    ['Due by then', known(explained.interactionsDue, dueWords)],
    ['Engagement rate', known(explained.engagementRate, formatRate)],
    ['Expected', formatRate(explained.expectedEngagementRate)],
    ['Kill threshold', formatRate(explained.killThreshold)],
    ['Mode', mode],
    ['Policy version', String(version)],
  ];
}
