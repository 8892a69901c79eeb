'use client';

import { Paper, Skeleton, Stack } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { MonitoredVariant } from '../../trpc/types';
import { ShortcutsHelp } from '../live/shortcuts-help';
import { useLatest } from '../live/stream/use-latest';
import { useWatch } from '../live/stream/use-watch';
import { Activity } from './activity/activity';
import { KillRecord } from './activity/kill-record';
import { Sessions } from './activity/sessions';
import { RateCurve } from './curve/rate-curve';
import { useCurve } from './curve/use-curve';
import { useSiblingCurves, useSiblings } from './curve/use-siblings';
import { Figures } from './figures';
import { Message } from './message';
import { ThresholdsInForce } from './thresholds-in-force';
import { VariantHeader } from './variant-header';
import classes from './variant-page.module.css';
import { dueAndCame } from './why/due-and-came';
import { useExplanation } from './why/use-explanation';
import { Why } from './why/why';

/** Fetched once the page is there: what comes first is the variant's own. */
const Siblings = dynamic(() => import('./curve/siblings').then((module) => module.Siblings), {
  ssr: false,
  loading: () => <Skeleton height={430} radius="md" />,
});
const ThresholdEditor = dynamic(
  () => import('../thresholds/threshold-editor').then((module) => module.ThresholdEditor),
  { ssr: false, loading: () => <Skeleton height={280} radius="md" /> },
);

const SCOPE_TYPES = ['variant', 'campaign', 'persona', 'global'] as const;
const WITHOUT_CAMPAIGN = ['variant', 'persona', 'global'] as const;

interface Props {
  session: MonitoredVariant;
  /** All of the variant's, newest first. */
  sessions: readonly MonitoredVariant[];
  /** What can be done is done to the newest. */
  isNewest: boolean;
}

/** One session of a variant: its curve, its reason, its record, and what can be done. */
export function SessionView({ session, sessions, isNewest }: Props) {
  const { variantId, personaId, campaignId } = session;
  useWatch('variant', [session]);
  const { variant } = useLatest(session);
  const curve = useCurve(variant);
  const explanation = useExplanation(variant);
  const found = useSiblings(variant);
  const siblingCurves = useSiblingCurves(variant, found.siblings);
  const explained = explanation.data ?? null;
  const isComing = curve.query.isPending || explanation.isPending;
  const [isEditing, edit] = useState(false);
  const editor = isNewest ? { isOpen: isEditing, toggle: () => edit(!isEditing) } : null;
  return (
    <Stack gap="sm" className={classes.page}>
      <VariantHeader variant={variant} siblings={found.siblings} isNewest={isNewest} />
      <div className={classes.whole} data-coming={isComing || undefined}>
        <Stack gap="sm" className={classes.curve}>
          <Paper withBorder p="sm">
            <Figures variant={variant} counts={explained && dueAndCame(explained, variant.policy)} />
            <RateCurve session={variant} curve={curve} siblings={siblingCurves} />
          </Paper>
          <Siblings session={variant} found={found} points={curve.points} />
        </Stack>
        <Stack gap="sm" className={classes.reasons}>
          {sessions.length > 1 && <Sessions sessions={sessions} shown={session.monitoringId} />}
          <Why query={explanation} session={variant} />
          <Activity session={session} curve={curve} />
          {/* By what its steps came with: the stream reports the kill before them. */}
          {session.status === 'killed' && <KillRecord session={session} mayRetry={isNewest} />}
          <Message session={session} />
        </Stack>
        <Stack gap="sm" className={classes.thresholds}>
          <ThresholdsInForce session={variant} editor={editor} />
          {isNewest && isEditing && (
            <ThresholdEditor
              title="Override"
              subject={{ variantId, personaId, ...(campaignId !== null && { campaignId }) }}
              scopeTypes={campaignId === null ? WITHOUT_CAMPAIGN : SCOPE_TYPES}
            />
          )}
        </Stack>
      </div>
      <ShortcutsHelp />
    </Stack>
  );
}
