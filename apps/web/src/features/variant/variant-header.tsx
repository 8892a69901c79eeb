'use client';

import { Anchor, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { behindLabel } from '../../components/behind-words';
import { HandControl } from '../../components/hand-control';
import { Instant } from '../../components/instant';
import { lateChecksLabel } from '../../components/time-out-words';
import { unbroken } from '../../components/unbroken';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { CopyId } from './copy-id';
import { Crumbs } from './crumbs';
import { wentBadWords } from './curve/went-bad';
import { ExtendControl } from './extend-control';
import { NeighborLinks } from './neighbor-links';
import classes from './variant-header.module.css';

/** In the query of the links that notifications give. */
const UNDO = 'undo';
/** What the API gives of a longer text. */
const EXCERPT = 280;

interface Props {
  variant: MonitoredVariant;
  siblings: readonly MonitoredVariant[];
  isNewest: boolean;
}

/** Which variant this is, by its words, how it stands, and what can be done with it. */
export function VariantHeader({ variant, siblings, isNewest }: Props) {
  const { variantId, startedAt, wentBadAt, accountName } = variant;
  const late = lateWords(variant);
  return (
    <div className={classes.header}>
      <Crumbs {...variant} />
      <Title order={1} size="h3" className={classes.title} lineClamp={2}>
        {titleOf(variant)}
      </Title>
      <div className={classes.facts}>
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
        <span>
          Posted <Instant at={startedAt} />
          {accountName !== null && ` through ${accountName}`}
        </span>
        <span className={classes.id}>
          <bdi data-testid="variant-id">{variantId}</bdi>
          <CopyId variantId={variantId} />
        </span>
      </div>
      <div className={classes.controls}>
        <NeighborLinks session={variant} siblings={siblings} />
        {isNewest ? <Controls variant={variant} /> : <Earlier variant={variant} />}
      </div>
    </div>
  );
}

function Controls({ variant }: { variant: MonitoredVariant }) {
  const { variantId, monitoringId, status } = variant;
  const asksUndo = useSearchParams().has(UNDO);
  return (
    <>
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
    </>
  );
}

function Earlier({ variant: { variantId, startedAt } }: { variant: MonitoredVariant }) {
  return (
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
  );
}

/** The beginning of its text in one line; its id where it was posted without a text. */
function titleOf({ excerpt, variantId }: MonitoredVariant): string {
  if (excerpt === null || excerpt.trim() === '') return variantId;
  const text = excerpt.replace(/\s+/g, ' ').trim();
  return `“${text}${excerpt.length === EXCERPT ? '…' : ''}”`;
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
